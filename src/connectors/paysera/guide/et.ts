import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  account: {
    title: 'Logige Paysera kontole sisse',
    reason: 'Paysera kogub makseid ainult inimesele või ettevõttele, kelle isik on tuvastatud.',
    todo: [
      'Avage arvuti brauseris www.paysera.ee ja logige sisse. Telefonirakenduses ei ole kõiki seadeid.',
      'Kui ettevõttel veel kontot pole, avage see ja tuvastage oma isik.',
      'Lülitage leht inglise keelele: menüüde nimed on selles juhendis sellised nagu ingliskeelsetel lehtedel.',
    ],
    done: 'Näete oma ettevõtte kontot ja vasakul menüüd.',
  },
  service: {
    title: 'Tellige maksete kogumine',
    reason: 'Ilma selle teenuseta ei lase Paysera projekti lisada.',
    todo: [
      'Vajutage „Settings“ → „Profile settings“ → „Service management“ → „Change“.',
      'Leidke „Online payment collection via e-banking and other systems“ ja vajutage „Order“.',
      'Kas soovite vastu võtta ka kaarte? Tellige kaardimaksed hiljem, kui projekt on kinnitatud.',
    ],
    done: 'Teenus on märgitud tellituks.',
  },
  project: {
    title: 'Lisage projekt',
    reason: 'Projekt on teie pood Paysera süsteemis: selle kaudu laekub maksjate raha.',
    todo: [
      'Vajutage „Projects and activities“ → „My projects“ → „Add a new project“.',
      'Valige „I will use a platform“. Kui Kvit on loendis, valige see ja vajutage „Add“: aadress täitub ise.',
      'Kui seda loendis pole, valige „I will enter the project address myself“ ja sisestage aadress, millel teie makselingid avanevad.',
      'Kui Paysera näitab aadressi kinnitamise koodi, andke see veebilehe haldajale: see käib lehe „head“ ossa.',
    ],
    done: 'Projekti vormil on aadress näha.',
  },
  description: {
    title: 'Kirjeldage, mida müüte',
    reason: 'Kirjeldusest saavad kontrollija ja maksja pank aru, mille eest makstakse.',
    todo: [
      'Valige jaotises „Service description“ kirjelduse keel.',
      'Sisestage projekti nimi, mille järgi kliendid teid tunnevad.',
      'Kleepige allolev kirjeldus ja asendage nurksulgudes olev tekst.',
      'Kui müüte kaupu, kleepige ka tarne- ja tagasimaksetingimused.',
    ],
    done: 'Nimi ja kirjeldus on täidetud, kaupade puhul ka mõlemad tingimused.',
    paste: [
      { label: 'Teenuse kirjeldus', text: 'Müüme [mida müüte]. Klient saab e-postiga arve ja tasub selle arvel oleva lingi või nupu kaudu. Arveid ja makseid hallatakse süsteemis Kvit.' },
      { label: 'Tarnetingimused', text: 'Toimetame kauba kohale [3] tööpäeva jooksul pärast tasumist kliendi antud aadressile, [kulleriga või pakiautomaati]. Tarne maksab [hind] ja on arvel näidatud.' },
      { label: 'Tagasimaksetingimused', text: 'Klient võib kasutamata kauba 14 päeva jooksul pärast kättesaamist põhjust nimetamata tagastada. Maksame kogu hinna 14 päeva jooksul teatest tagasi kontole, millelt makse tuli.' },
    ],
  },
  contacts: {
    title: 'Andke kontaktid, mida maksjad näevad',
    reason: 'Paysera saadab need igale maksjale makset kinnitavas kirjas.',
    todo: [
      'Sisestage jaotises „Contact information“ telefoninumber, millele keegi vastab.',
      'Sisestage e-posti aadress, mida keegi loeb.',
    ],
    done: 'Telefon ja e-post on täidetud.',
  },
  review: {
    title: 'Esitage projekt ülevaatamiseks',
    reason: 'Päris makseid saab vastu võtta alles siis, kui Paysera on projekti kinnitanud.',
    todo: [
      'Vajutage „Save project“.',
      'Vajutage „Submit for review“.',
      'Jätkake järgmiste sammudega: testmaksed toimivad juba ülevaatamise ajal.',
      'Kui Paysera palub midagi parandada, parandage ja esitage projekt uuesti.',
    ],
    done: 'Paysera vastab e-postiga, tavaliselt 48 tunni jooksul.',
  },
  test_switch: {
    title: 'Lubage testmaksed',
    reason: 'Testmakse näitab, et kõik toimib, ja raha ei liigu.',
    todo: [
      'Vajutage „Projects and activities“ → „My projects“ → „Project settings“.',
      'Avage „Payment collection service settings“.',
      'Lubage testmaksed ja salvestage.',
    ],
    done: 'Lehte uuesti avades on seade endiselt sees.',
  },
  callback: {
    title: 'Võrrelge aadresse',
    reason: 'Sellele aadressile teatab Paysera igast maksest. Ilma teateta ei saa Kvit rahast teada.',
    todo: [
      'Kopeerige siin näidatud aadress.',
      'Võrrelge selle domeeni oma projekti aadressiga Payseras: need peavad kokku langema.',
      'Mujale pole seda vaja sisestada: Kvit saadab selle iga maksega kaasa.',
    ],
    done: 'Domeenid langevad kokku. Kui ei langeks, näeksid maksjad viga 0x13.',
  },
  credentials: {
    title: 'Sisestage projekti ID ja parool',
    reason: 'Nendega allkirjastab Kvit teie maksed ja tunneb ära ehtsad teated.',
    todo: [
      'Kopeerige projekti ID loendist „My projects“.',
      'Kopeerige parool kohast „Project settings“ → „General project settings“.',
      'Sisestage mõlemad siia ja salvestage.',
      'Programmeerija saab seda teha ilma teie sisselogimiseta: andke talle jaotises „Administration rights“ õigus „Change technical parameters of the project“.',
    ],
    done: 'Parooli hoitakse krüpteeritult ja seda ei näidata enam kunagi.',
  },
  test_payment: {
    title: 'Tehke testmakse',
    reason: 'Ainult päris teade tõestab, et parool on õige.',
    todo: [
      'Alustage testmakset siin.',
      'Valige Paysera lehel ükskõik milline pank ja kinnitage. Te ei maksa midagi.',
      'Tulge tagasi. Teade saabub tavaliselt mõne sekundiga.',
      'Viga 0x14 tähendab vale parooli, 0x7 seda, et testmaksed pole lubatud, 0x13 seda, et aadressid erinevad.',
    ],
    done: 'Teade on saabunud ja see samm märgitakse ise tehtuks.',
  },
  go_live: {
    title: 'Hakake päris makseid vastu võtma',
    reason: 'Nüüdsest on teie arvetel nupp, millega makstakse päris raha.',
    todo: [
      'Oodake ära kiri, et Paysera on projekti kinnitanud.',
      'Lülitage siin päris maksed sisse.',
      'Väljastage endale väike arve ja tasuge see.',
    ],
    done: 'Arve on märgitud tasutuks ja raha on teie Paysera kontol.',
  },
}
