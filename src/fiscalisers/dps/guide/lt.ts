import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  register: {
    title: 'Įregistruokite programinę kasą (ПРРО)',
    reason: 'Kvitus gali išduoti tik kasa, turinti fiskalinį numerį.',
    todo: [
      'Elektroniniame kabinete (cabinet.tax.gov.ua) pateikite prekybos vietos formą 20-ОПП, jei dar nepateikta.',
      'Pateikite formą 1-ПРРО su jūsų pasirinktu vietiniu numeriu ir palaukite atsakymo.',
      'Iš atsakymo užsirašykite kasos fiskalinį numerį.',
    ],
    done: 'Kabinete matote kasą ir jos fiskalinį numerį.',
  },
  cashier: {
    title: 'Praneškite apie kasininkus',
    reason: 'Serveris priima dokumentus tik su raktais, apie kuriuos jam pranešta.',
    todo: [
      'Gaukite elektroninį parašą (КЕП) kiekvienam kasininkui arba spaudą kasai.',
      'Dėl kiekvieno rakto pateikite formą 5-ПРРО.',
    ],
    done: 'Mokesčių tarnyba patvirtino formą 5-ПРРО.',
  },
  signer: {
    title: 'Įrenkite pasirašymo tarnybą',
    reason: 'Dokumentai pasirašomi pagal ДСТУ 4145; tai Kvit palieka jūsų pasirašymo tarnybai.',
    todo: [
      'Paprašykite įrengti tarnybą, kuri per HTTP priima baitus ir grąžina CMS voką (CAdES su laiko žyma).',
      'Paprašykite šioje instaliacijoje jos adresą nurodyti kaip dps.signer kintamajame KVIT_ENDPOINTS.',
      'Gaukite raktą, priskirtą kasininko parašui.',
    ],
    done: 'Turite raktą, o instaliacija žino tarnybos adresą.',
  },
  credentials: {
    title: 'Įveskite kasos duomenis ir raktą',
    reason: 'Tai spausdinama ant kiekvieno kvito, todėl turi sutapti su mokesčių tarnybos duomenimis.',
    todo: [
      'Įveskite kasos numerius ir pardavėjo kodą.',
      'Pardavėjo ir prekybos vietos pavadinimus perrašykite taip, kaip formose.',
      'Kol kas pasirinkite bandomuosius dokumentus, įveskite raktą ir išsaugokite.',
    ],
    done: 'Kvit paklausė mokesčių tarnybos apie kasos būseną.',
  },
  first_receipt: {
    title: 'Išduokite bandomąjį kvitą',
    reason: 'Bandomasis dokumentas gauna numerį, bet nėra fiskalinis.',
    todo: [
      'Atidarykite pamainą, ką nors parduokite už vieną grivną ir grąžinkite.',
      'Padarykite Z ataskaitą ir uždarykite pamainą.',
      'Išjunkite automatinius „LiqPay“ kvitus, antraip kiekvienas pardavimas bus registruotas dukart.',
    ],
    done: 'Visi dokumentai turi fiskalinį numerį, pamaina uždaryta.',
  },
  go_live: {
    title: 'Pradėkite dirbti',
    reason: 'Nuo šiol kiekvienas pardavimas registruojamas iš tikrųjų.',
    todo: [
      'Kol pamaina neatidaryta, nustatymuose pasirinkite tikrus dokumentus.',
      'Išduokite pirmą kvitą ir patikrinkite jį pagal QR kodą.',
    ],
    done: 'Mokesčių tarnybos puslapis rodo kvitą.',
  },
}
