import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  register: {
    title: 'Reģistrējiet programmatisko kasi (ПРРО)',
    reason: 'Čekus drīkst izdot tikai kase ar fiskālo numuru.',
    todo: [
      'Elektroniskajā kabinetā (cabinet.tax.gov.ua) iesniedziet tirdzniecības vietas veidlapu 20-ОПП, ja tas vēl nav izdarīts.',
      'Iesniedziet veidlapu 1-ПРРО ar paša izvēlētu vietējo numuru un sagaidiet atbildi.',
      'No atbildes pierakstiet kases fiskālo numuru.',
    ],
    done: 'Kabinetā ir redzama kase ar fiskālo numuru.',
  },
  cashier: {
    title: 'Paziņojiet par kasieriem',
    reason: 'Serveris pieņem dokumentus tikai ar atslēgām, par kurām tam paziņots.',
    todo: [
      'Saņemiet elektronisko parakstu (КЕП) katram kasierim vai zīmogu kasei.',
      'Par katru atslēgu iesniedziet veidlapu 5-ПРРО.',
    ],
    done: 'Nodokļu dienests ir apstiprinājis veidlapu 5-ПРРО.',
  },
  signer: {
    title: 'Ierīkojiet parakstīšanas dienestu',
    reason: 'Dokumentus paraksta pēc ДСТУ 4145; to Kvit atstāj jūsu parakstīšanas dienestam.',
    todo: [
      'Lieciet uzstādīt dienestu, kas pa HTTP pieņem baitus un atbild ar CMS aploksni (CAdES ar laika zīmogu).',
      'Lieciet šajā instalācijā tā adresi norādīt kā dps.signer mainīgajā KVIT_ENDPOINTS.',
      'Saņemiet piekļuves atslēgu, kas atbilst kasiera parakstam.',
    ],
    done: 'Jums ir piekļuves atslēga, un instalācija zina dienesta adresi.',
  },
  credentials: {
    title: 'Ievadiet kases datus un piekļuves atslēgu',
    reason: 'Tas ir uz katra čeka, tāpēc tam jāsakrīt ar nodokļu dienesta datiem.',
    todo: [
      'Ievadiet kases numurus un pārdevēja kodu.',
      'Pārdevēja un tirdzniecības vietas nosaukumus pārrakstiet tā, kā veidlapās.',
      'Pagaidām izvēlieties izmēģinājuma dokumentus, ievadiet piekļuves atslēgu un saglabājiet.',
    ],
    done: 'Kvit ir pajautājis nodokļu dienestam kases stāvokli.',
  },
  first_receipt: {
    title: 'Izdodiet izmēģinājuma čeku',
    reason: 'Izmēģinājuma dokuments saņem numuru, bet nav fiskāls.',
    todo: [
      'Atveriet maiņu, kaut ko pārdodiet par vienu grivnu un atgrieziet.',
      'Izveidojiet Z pārskatu un aizveriet maiņu.',
      'Izslēdziet LiqPay automātiskos čekus, citādi katrs pārdevums tiks reģistrēts divreiz.',
    ],
    done: 'Visiem dokumentiem ir fiskālais numurs, maiņa ir aizvērta.',
  },
  go_live: {
    title: 'Sāciet strādāt',
    reason: 'Turpmāk katrs pārdevums tiek reģistrēts pa īstam.',
    todo: [
      'Kamēr maiņa nav atvērta, iestatījumos izvēlieties īstos dokumentus.',
      'Izdodiet pirmo čeku un pārbaudiet to pēc QR koda.',
    ],
    done: 'Nodokļu dienesta lapa rāda čeku.',
  },
}
