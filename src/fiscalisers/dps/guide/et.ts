import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  register: {
    title: 'Registreerige tarkvarakassa (ПРРО)',
    reason: 'Kviitungeid tohib anda ainult fiskaalnumbriga kassa.',
    todo: [
      'Esitage elektroonilises kabinetis (cabinet.tax.gov.ua) müügikoha vorm 20-ОПП, kui seda pole veel tehtud.',
      'Esitage vorm 1-ПРРО enda valitud kohaliku numbriga ja oodake vastust.',
      'Kirjutage vastusest üles kassa fiskaalnumber.',
    ],
    done: 'Kassa on kabinetis koos fiskaalnumbriga.',
  },
  cashier: {
    title: 'Teatage kassapidajatest',
    reason: 'Server võtab vastu ainult nende võtmetega dokumente, millest talle on teatatud.',
    todo: [
      'Hankige igale kassapidajale elektrooniline allkiri (КЕП) või kassale tempel.',
      'Esitage iga võtme kohta vorm 5-ПРРО.',
    ],
    done: 'Maksuamet on vormi 5-ПРРО kinnitanud.',
  },
  signer: {
    title: 'Seadke üles allkirjastusteenus',
    reason: 'Dokumendid allkirjastatakse ДСТУ 4145 järgi; selle jätab Kvit teie oma teenusele.',
    todo: [
      'Laske paigaldada teenus, mis võtab HTTP kaudu baidid ja vastab CMS-ümbrikuga (CAdES ajatempliga).',
      'Laske selle aadress siin paigalduses määrata kui dps.signer muutujas KVIT_ENDPOINTS.',
      'Küsige võti, mis vastab kassapidaja allkirjale.',
    ],
    done: 'Võti on teil olemas ja paigaldus teab teenuse aadressi.',
  },
  credentials: {
    title: 'Sisestage kassa andmed ja võti',
    reason: 'See seisab igal kviitungil ja peab seetõttu maksuameti andmetega kokku langema.',
    todo: [
      'Sisestage kassa numbrid ja müüja kood.',
      'Kirjutage müüja ja müügikoha nimi nii, nagu need on vormidel.',
      'Valige esialgu proovidokumendid, sisestage võti ja salvestage.',
    ],
    done: 'Kvit on maksuametilt kassa seisu küsinud.',
  },
  first_receipt: {
    title: 'Tehke proovikviitung',
    reason: 'Proovidokument saab numbri, kuid ei ole fiskaalne.',
    todo: [
      'Avage vahetus, müüge midagi ühe grivna eest ja võtke tagasi.',
      'Tehke Z-aruanne ja sulgege vahetus.',
      'Lülitage LiqPay automaatsed kviitungid välja, muidu registreeritakse iga müük kaks korda.',
    ],
    done: 'Kõigil dokumentidel on fiskaalnumber ja vahetus on suletud.',
  },
  go_live: {
    title: 'Alustage tööd',
    reason: 'Edaspidi registreeritakse iga müük päriselt.',
    todo: [
      'Valige seadetes päris dokumendid, kui ükski vahetus pole avatud.',
      'Tehke esimene kviitung ja kontrollige seda QR-koodi järgi.',
    ],
    done: 'Maksuameti leht näitab kviitungit.',
  },
}
