import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  shop: {
    title: 'Reģistrējiet uzņēmumu LiqPay',
    reason: 'LiqPay katram uzņēmumam izveido atslēgu pāri un izmaksā naudu uz tā kontu.',
    todo: [
      'Piesakieties liqpay.ua un atveriet “Мій бізнес”.',
      'Izveidojiet uzņēmumu vai izvēlieties esošo un norādiet, kur izmaksāt naudu.',
      'Pagaidiet, līdz LiqPay uzņēmumu pārbauda: līdz tam maksātāju nauda tiek aizturēta un pēc 60 dienām atdota.',
    ],
    done: 'Uzņēmums ir sarakstā “Мій бізнес” un darbojas.',
  },
  methods: {
    title: 'Ieslēdziet maksājumu veidus',
    reason: 'Maksātājs var izmantot tikai to, kas ieslēgts LiqPay.',
    todo: [
      'Uzņēmuma iestatījumos ieslēdziet vajadzīgos maksājumu veidus.',
      'Neieslēdziet LiqPay fiskālos čekus, ja tos veido Kvit vai cita kase: citādi katra pārdošana tiks reģistrēta divreiz.',
    ],
    done: 'Jūs zināt, kuri maksājumu veidi ir ieslēgti.',
  },
  credentials: {
    title: 'Ievadiet abas atslēgas',
    reason: 'Ar tām Kvit paraksta jūsu pasūtījumus un pēc paraksta pazīst LiqPay paziņojumus.',
    todo: [
      'Atveriet “Мій бізнес” → “Налаштування” → “API”.',
      'Sāciet ar izmēģinājuma pāri: abas atslēgas sākas ar “sandbox_”.',
      'Nokopējiet publisko un privāto atslēgu un izvēlieties maksājumu veidus.',
      'Saglabājiet. Kvit atslēgas pārbauda uzreiz.',
    ],
    done: 'Pārbaude izdevās. Privātā atslēga tiek glabāta šifrēta un vairs netiek rādīta.',
  },
  callback: {
    title: 'Adrese paziņojumiem',
    reason: 'Uz šo adresi LiqPay ziņo Kvit par katru maksājumu.',
    todo: [
      'Nekas nav jāievada: Kvit adresi nosūta ar katru pasūtījumu.',
      'Ja adresi prasa uzņēmuma iestatījumi, nokopējiet tur šo.',
    ],
    done: 'Pēc izmēģinājuma maksājuma paziņojums pienāk pats.',
  },
  test_payment: {
    title: 'Veiciet izmēģinājuma maksājumu',
    reason: 'Tas rāda, ka atslēgas un paziņojumi ir pareizi, pirms kustas nauda.',
    todo: [
      'Sāciet izmēģinājuma maksājumu šeit un LiqPay lapā izvēlieties karti.',
      'Ievadiet karti 4242 4242 4242 4242, jebkuru nākotnes datumu un jebkuru kodu.',
      'Ja LiqPay saka, ka saņēmējam nav kartes, uzņēmuma iestatījumos pievienojiet izmaksu kontu.',
    ],
    done: 'Maksājums ir pienācis, un solis atzīmēts pats.',
  },
  live_keys: {
    title: 'Pārejiet uz īstajām atslēgām',
    reason: 'Izmēģinājuma pāris naudu nekustina.',
    todo: [
      'LiqPay atveriet to pašu iestatījumu lapu.',
      'Nokopējiet īsto publisko un privāto atslēgu: neviena nesākas ar “sandbox_”.',
      'Ievadiet abas šeit un saglabājiet.',
    ],
    done: 'Īsto atslēgu pārbaude izdevās.',
  },
  go_live: {
    title: 'Sāciet pieņemt maksājumus',
    reason: 'Turpmāk jūsu rēķinus un čekus var apmaksāt ar LiqPay.',
    todo: [
      'Ieslēdziet šeit kanāla īsto režīmu.',
      'Apmaksājiet savu nelielu rēķinu un atdodiet naudu.',
    ],
    done: 'Rēķins atzīmēts kā apmaksāts, un maksājums redzams LiqPay kontā.',
  },
}
