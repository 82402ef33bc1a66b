import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  account: {
    title: 'Looge Checkboxis kassa',
    reason: 'Checkbox peab tarkvarakassat (ПРРО), mille kaudu teie kviitungid registreeritakse.',
    todo: [
      'Logige sisse aadressil my.checkbox.ua või registreeruge seal.',
      'Alustage proovikassast: avage „Каси“ ja lisage kassa proovimiseks.',
      'Kopeerige selle litsentsivõti („Ключ ліцензії“).',
    ],
    done: 'Teil on litsentsivõti, mille algus on „test“.',
  },
  cashier: {
    title: 'Lisage kassapidaja',
    reason: 'Selle kassapidaja nimel avab Kvit vahetusi ja registreerib kviitungeid.',
    todo: [
      'Avage „Касири“ ja lisage kassapidaja ainult Kviti jaoks: keegi teine ei tohi selle nimega sisse logida.',
      'Kirjutage üles PIN-kood või kasutajanimi ja parool.',
      'Valige allkiri: proovimiseks proovi oma, hiljem see, mida hoiab Checkbox ise, et arvuti ei peaks sees olema.',
    ],
    done: 'Kassapidaja on loendis ja tema allkiri on korras.',
  },
  taxes: {
    title: 'Leidke maksude koodid',
    reason: 'Teie maksutabeli tähti teab Checkbox oma koodide järgi.',
    todo: [
      'Kes käibemaksu ei maksa, jätab selle sammu vahele.',
      'Leidke kassa seadetest maksumäärad ja kirjutage üles iga tähe kõrval olev kood.',
    ],
    done: 'Teate iga oma kviitungite tähe koodi.',
  },
  credentials: {
    title: 'Sisestage võtmed siia',
    reason: 'Nendega logib Kvit Checkboxi sisse selle kassa kassapidajana.',
    todo: [
      'Sisestage litsentsivõti.',
      'Sisestage PIN-kood või kasutajanimi ja parool.',
      'Sisestage maksude koodid, kui teil neid on.',
      'Salvestage. Kvit kontrollib võtmeid kohe.',
    ],
    done: 'Kontroll õnnestus. Võtmeid ja paroole hoitakse krüpteeritult ja enam ei näidata.',
  },
  test_receipt: {
    title: 'Registreerige proovikviitung',
    reason: 'See näitab, et vahetus, müük ja Z-aruanne toimivad enne päris müüke.',
    todo: [
      'Avage kassas vahetus ja müüge midagi ühe grivna eest.',
      'Avage kviitungil olev link: seal peab seisma, et kviitung on proov.',
      'Andke raha tagasi ja sulgege vahetus Z-aruandega.',
    ],
    done: 'Dokumendid on Checkboxi kontol, igaüks üks kord.',
  },
  register: {
    title: 'Registreerige päris kassa',
    reason: 'Päris kviitungite jaoks on vaja kassat ja kassapidajat, keda maksuamet teab.',
    todo: [
      'Tehke kontol läbi „Реєстрація каси“: Checkbox esitab teie eest vormid 1-ПРРО ja 5-ПРРО.',
      'Oodake, kuni maksuamet on kassa ja kassapidaja allkirja sisse kandnud.',
      'Lülitage kassapidaja päris allkirjale.',
      'Sisestage siia päris kassa litsentsivõti ja selle kassapidaja ning salvestage.',
    ],
    done: 'Kontroll õnnestus ja litsentsivõtme algus ei ole „test“.',
  },
  go_live: {
    title: 'Alustage tööd',
    reason: 'Nüüdsest registreeritakse teie müügid maksuametis.',
    todo: [
      'Lülitage kviitungid LiqPays ja mujal välja, et ühtegi müüki ei registreeritaks kaks korda.',
      'Lülitage siin sisse kassa päris režiim.',
      'Tehke üks päris müük ja vaadake selle kviitungit maksuametis.',
    ],
    done: 'Kviitung avaneb aadressil cabinet.tax.gov.ua, teie nime ja õige summaga.',
  },
}
