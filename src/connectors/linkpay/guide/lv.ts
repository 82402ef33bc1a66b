import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  agreement: {
    title: 'Noslēdziet līgumu ar banku',
    reason: 'LHV, SEB un Swedbank piedāvā vienu un to pašu pakalpojumu, ko nodrošina EveryPay.',
    todo: ['Pasūtiet savā bankā maksājumu pieņemšanu ar LinkPay.', 'Sagaidiet vēstuli, ar kuru EveryPay piešķir pieeju tirgotāja portālam, vispirms izmēģinājuma.'],
    done: 'Varat pieslēgties izmēģinājuma portālam.',
  },
  link: {
    title: 'Pievienojiet saiti',
    reason: 'Visiem rēķiniem pietiek ar vienu saiti: Kvit ieraksta tajā numuru un summu un paraksta to.',
    todo: [
      'Portālā nospiediet “LinkPay” → “Links” → “Add link”.',
      'Dodiet tai nosaukumu, piemēram, “Rēķina apmaksa”, un izvēlieties apstrādes kontu.',
      'Lauku “Link Expires” atstājiet tukšu: saites rēķiniem, kurus vairs nevar maksāt, aizver pats Kvit.',
      'Vēl nesaglabājiet: tālāk ir lauki.',
    ],
    done: 'Saites veidlapa ir atvērta.',
  },
  fields: {
    title: 'Atzīmējiet laukus',
    reason: 'Bez atzīmēm maksājums pienāks ar numuru, kuru Kvit nepazīs.',
    todo: [
      'Atzīmējiet “URL Changeable” pie summas, pasūtījuma numura, rēķina numura, klienta vārda un e-pasta.',
      'Summu un pasūtījuma numuru padariet tikai lasāmus, lai maksātājs tos nevarētu mainīt.',
      'Nospiediet “Save”.',
      'Sadaļā “E-shop settings” atstājiet ieslēgtu pārbaudi, ka pasūtījuma numuru apmaksā tikai vienreiz.',
    ],
    done: 'Saites lapā redzams “Link Token”.',
  },
  credentials: {
    title: 'Ievadiet trīs vērtības',
    reason: 'Ar tām Kvit paraksta jūsu saites un jautā EveryPay par maksājumiem.',
    todo: [
      'Nokopējiet “Link Token” no saites lapas.',
      'Nokopējiet “API username” un “API secret” no “General settings”.',
      'Izvēlieties savu banku. Ja zināt apstrādes konta nosaukumu, ievadiet to: tad neviens maksājums nepaliks nepamanīts.',
      'Saglabājiet. Kvit vērtības pārbauda uzreiz.',
    ],
    done: 'Pārbaude izdevās. Atslēgu glabā šifrētu un vairs nerāda.',
  },
  callback: {
    title: 'Norādiet EveryPay paziņojumu adresi',
    reason: 'Bez tās Kvit neuzzinās, ka saite ir apmaksāta.',
    todo: [
      'Nokopējiet šeit redzamo adresi.',
      'Ielīmējiet to portālā: “E-shop settings” → “Payments” → “Callback Notification URL”.',
      'Papildu paziņojumus atstājiet ieslēgtus, lai ziņotu arī par atmaksām.',
      'Nospiediet “Save”.',
    ],
    done: 'Atverot lapu no jauna, adrese tur joprojām ir.',
  },
  test_payment: {
    title: 'Veiciet izmēģinājuma maksājumu',
    reason: 'Īsto pieeju EveryPay dod tikai pēc izdevušās samaksas izmēģinājuma vidē.',
    todo: [
      'Sāciet izmēģinājuma maksājumu šeit un EveryPay lapā izvēlieties banku vai karti.',
      'Samaksājiet. Īsta nauda nekustas. Izmēģinājuma vidē paziņojums var kavēties.',
      'Ja nekas nepienāk, salīdziniet iepriekšējā soļa adresi.',
    ],
    done: 'Maksājums ir saņemts, un solis atzīmējas pats.',
  },
  live_access: {
    title: 'Nomainiet vērtības uz īstajām',
    reason: 'Īstajā portālā saite, lietotājvārds un atslēga ir citi.',
    todo: [
      'Paziņojiet EveryPay, ka izmēģinājums izdevās, un sagaidiet pieeju īstajam portālam.',
      'Pievienojiet tur saiti ar tiem pašiem laukiem un ielīmējiet to pašu paziņojumu adresi.',
      'Ievadiet šeit trīs īstās vērtības un izvēlieties īsto vidi.',
    ],
    done: 'Īsto vērtību pārbaude izdevās.',
  },
  go_live: {
    title: 'Sāciet pieņemt maksājumus',
    reason: 'No šī brīža jūsu rēķinos būs saite īstai naudai.',
    todo: ['Ieslēdziet šeit kanāla īsto režīmu.', 'Izrakstiet sev nelielu rēķinu un apmaksājiet to.'],
    done: 'Rēķins ir atzīmēts kā apmaksāts, un nauda ir jūsu kontā bankā.',
  },
}
