import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  agreement: {
    title: 'Sõlmige pangaga leping',
    reason: 'LHV, SEB ja Swedbank müüvad sama teenust, mida osutab EveryPay.',
    todo: ['Tellige oma pangast maksete kogumine LinkPayga.', 'Oodake kirja, millega EveryPay avab teile kaupmehe portaali, kõigepealt proovikeskkonna.'],
    done: 'Saate prooviportaali sisse logida.',
  },
  link: {
    title: 'Lisage link',
    reason: 'Kõigi arvete jaoks piisab ühest lingist: Kvit paneb sinna numbri ja summa ning allkirjastab selle.',
    todo: [
      'Vajutage portaalis „LinkPay“ → „Links“ → „Add link“.',
      'Andke sellele nimi, näiteks „Arve tasumine“, ja valige töötluskonto.',
      'Väli „Link Expires“ jätke tühjaks: nende arvete lingid, mida enam maksta ei saa, suleb Kvit ise.',
      'Ärge veel salvestage: järgmisena tulevad väljad.',
    ],
    done: 'Lingi vorm on avatud.',
  },
  fields: {
    title: 'Märkige väljad',
    reason: 'Ilma märgeteta saabub makse numbriga, mida Kvit ära ei tunne.',
    todo: [
      'Märkige „URL Changeable“ summa, tellimuse numbri, arve numbri, kliendi nime ja e-posti juures.',
      'Tehke summa ja tellimuse number ainult loetavaks, et maksja neid muuta ei saaks.',
      'Vajutage „Save“.',
      'Jätke „E-shop settings“ all sisse kontroll, et iga tellimuse number makstakse ainult üks kord.',
    ],
    done: 'Lingi lehel on näha „Link Token“.',
  },
  credentials: {
    title: 'Sisestage kolm väärtust',
    reason: 'Nendega allkirjastab Kvit teie lingid ja küsib EveryPaylt maksete kohta.',
    todo: [
      'Kopeerige lingi lehelt „Link Token“.',
      'Kopeerige lehelt „General settings“ „API username“ ja „API secret“.',
      'Valige oma pank. Kui teate töötluskonto nime, sisestage see: siis ei jää ükski makse märkamata.',
      'Salvestage. Kvit kontrollib väärtused kohe üle.',
    ],
    done: 'Kontroll õnnestus. Võtit hoitakse krüptituna ja seda enam ei näidata.',
  },
  callback: {
    title: 'Andke EveryPayle teavituste aadress',
    reason: 'Ilma selleta ei saa Kvit teada, et link on tasutud.',
    todo: [
      'Kopeerige siin näidatud aadress.',
      'Kleepige see portaalis kohta „E-shop settings“ → „Payments“ → „Callback Notification URL“.',
      'Jätke lisateavitused sisse, et teatataks ka tagasimaksetest.',
      'Vajutage „Save“.',
    ],
    done: 'Kui lehe uuesti avate, on aadress alles.',
  },
  test_payment: {
    title: 'Tehke proovimakse',
    reason: 'Päris ligipääsu annab EveryPay alles pärast õnnestunud makset proovikeskkonnas.',
    todo: [
      'Alustage proovimakset siin ja valige EveryPay lehel pank või kaart.',
      'Makske. Päris raha ei liigu. Proovikeskkonnas võib teavitus hilineda.',
      'Kui midagi ei tule, võrrelge eelmise sammu aadressi.',
    ],
    done: 'Makse on saabunud ja samm märgitakse ise tehtuks.',
  },
  live_access: {
    title: 'Vahetage väärtused päris omade vastu',
    reason: 'Päris portaalis on link, kasutajanimi ja võti teised.',
    todo: [
      'Öelge EveryPayle, et proov õnnestus, ja oodake ligipääsu päris portaalile.',
      'Lisage seal samade väljadega link ja kleepige sama teavituste aadress.',
      'Sisestage siin kolm päris väärtust ja valige päriskeskkond.',
    ],
    done: 'Päris väärtuste kontroll õnnestus.',
  },
  go_live: {
    title: 'Hakake makseid vastu võtma',
    reason: 'Nüüdsest on teie arvetel link, mis võtab vastu päris raha.',
    todo: ['Lülitage kanal siin pärisrežiimile.', 'Esitage endale väike arve ja makske see ära.'],
    done: 'Arve on märgitud tasutuks ja raha on teie pangakontol.',
  },
}
