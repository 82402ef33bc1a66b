import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  register: {
    title: 'Registreerige kassa maksuametis',
    reason: 'Kviitungeid tohib teha ainult fiskaalnumbriga kassa.',
    todo: [
      'Esitage maksumaksja elektroonilises kabinetis (cabinet.tax.gov.ua) kassa kohta vorm 1-ПРРО ja allkirjastajate allkirjade kohta 5-ПРРО.',
      'Oodake vastust kassa fiskaalnumbriga.',
    ],
    done: 'Teil on fiskaalnumber: ainult numbrid, näiteks 4000000001.',
  },
  licence: {
    title: 'Tellige Cashaloti API',
    reason: 'Cashalot vastab programmidele ainult nende kassade eest, millel on API litsents.',
    todo: [
      'Küsige Cashalotilt litsentsi „Cashalot API“ ja öelge kassa fiskaalnumber.',
      'Ärge kasutage seda kassat kusagil mujal: teise programmi kviitung nihutab selle numbreid, siis Kvit peatub ja kutsub inimese.',
      'Lülitage LiqPay automaatsed kviitungid välja, muidu registreeritakse iga müük kaks korda.',
    ],
    done: 'Cashalot on selle kassa litsentsi kinnitanud.',
  },
  key: {
    title: 'Valmistage ette võti ja sertifikaat',
    reason: 'Iga dokument allkirjastatakse kassapidaja võtmega ja Cashalot allkirjastab sellega, mille Kvit kaasa saadab.',
    todo: [
      'Võtke oma sertifitseerimiskeskusest võtmefail (Key-6.dat, .pfx või .jks), selle sertifikaat (.crt või .cer) ja parool.',
      'Kasutage kassa jaoks eraldi võtit, templi või kassapidaja, mitte direktori oma: see jääb Kviti hoida.',
    ],
    done: 'Teil on kaks faili ja parool.',
  },
  credentials: {
    title: 'Sisestage number, sertifikaat, võti ja parool',
    reason: 'Nendega küsib Kvit Cashalotilt kassa seisu ja registreerib selle dokumendid.',
    todo: [
      'Sisestage kassa fiskaalnumber.',
      'Valige sertifikaadi fail ja võtme fail ning sisestage parool.',
      'Kui võtate vastu lingiga makseid, sisestage maksesüsteemi maksunumber.',
      'Salvestage. Kvit küsib Cashalotilt kohe kassa seisu.',
    ],
    done: 'Kassa seis on näha. Võtit ja parooli hoitakse krüpteeritult ja rohkem ei näidata.',
  },
  first_receipt: {
    title: 'Tehke esimene kviitung ja tagastage see',
    reason: 'Nii on näha, et vahetus, kviitung, tagastus ja Z-aruanne õnnestuvad, enne kui ostjad ootavad. Proovikassat Cashalotil pole: see kviitung on päris.',
    todo: [
      'Avage vahetus ja registreerige ühe grivna müük.',
      'Avage kviitungi link: seda näitab maksuameti leht.',
      'Registreerige selle müügi tagastus ja sulgege vahetus.',
    ],
    done: 'Z-aruandes on üks müük ja üks tagastus sama summaga.',
  },
  go_live: {
    title: 'Alustage tööd',
    reason: 'Nüüdsest registreeritakse selle kassa müügid maksuametis.',
    todo: [
      'Müüge selle kassaga Kvitis ja ärge kasutage seda kusagil mujal.',
      'Võrrelge esimese päeva lõpus Z-aruannet Kviti müükidega.',
    ],
    done: 'Kviitungitel on fiskaalnumber ja link maksuametisse.',
  },
}
