import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  register: {
    title: 'Reģistrējiet kasi nodokļu dienestā',
    reason: 'Čekus drīkst izsniegt tikai kase ar fiskālo numuru.',
    todo: [
      'Maksātāja elektroniskajā kabinetā (cabinet.tax.gov.ua) iesniedziet veidlapu 1-ПРРО par kasi un 5-ПРРО par to personu parakstiem, kas parakstīs.',
      'Sagaidiet atbildi ar kases fiskālo numuru.',
    ],
    done: 'Jums ir fiskālais numurs: tikai cipari, piemēram, 4000000001.',
  },
  licence: {
    title: 'Pasūtiet Cashalot API',
    reason: 'Cashalot atbild programmām tikai par kasēm, kurām ir API licence.',
    todo: [
      'Palūdziet Cashalot licenci “Cashalot API” un nosauciet kases fiskālo numuru.',
      'Nekur citur šo kasi nelietojiet: čeks no citas programmas pabīda tās numurus, un tad Kvit apstājas un sauc cilvēku.',
      'Izslēdziet LiqPay automātiskos čekus, citādi katrs pārdevums tiks reģistrēts divreiz.',
    ],
    done: 'Cashalot ir apstiprinājis šīs kases licenci.',
  },
  key: {
    title: 'Sagatavojiet atslēgu un sertifikātu',
    reason: 'Katru dokumentu paraksta ar kasiera atslēgu, un Cashalot paraksta ar to, ko atsūta Kvit.',
    todo: [
      'Paņemiet no sava sertifikācijas centra atslēgas failu (Key-6.dat, .pfx vai .jks), tā sertifikātu (.crt vai .cer) un paroli.',
      'Lietojiet atsevišķu kases atslēgu — zīmoga vai kasiera, nevis direktora: tā glabāsies Kvit.',
    ],
    done: 'Jums ir divi faili un parole.',
  },
  credentials: {
    title: 'Ievadiet numuru, sertifikātu, atslēgu un paroli',
    reason: 'Ar tiem Kvit jautā Cashalot par kasi un reģistrē tās dokumentus.',
    todo: [
      'Ievadiet kases fiskālo numuru.',
      'Izvēlieties sertifikāta failu un atslēgas failu, ievadiet paroli.',
      'Ja pieņemat maksājumus ar saiti, ievadiet maksājumu sistēmas nodokļu numuru.',
      'Saglabājiet. Kvit uzreiz pajautās Cashalot kases stāvokli.',
    ],
    done: 'Redzams kases stāvoklis. Atslēga un parole glabājas šifrētas un vairs netiek rādītas.',
  },
  first_receipt: {
    title: 'Izveidojiet pirmo čeku un atgrieziet to',
    reason: 'Tā redzams, ka maiņa, čeks, atgriešana un Z pārskats izdodas, kamēr pircēji negaida. Izmēģinājuma kases Cashalot nav: šis čeks ir īsts.',
    todo: [
      'Atveriet maiņu un reģistrējiet pārdevumu par vienu grivnu.',
      'Atveriet čeka saiti: to rāda nodokļu dienesta lapa.',
      'Reģistrējiet šī pārdevuma atgriešanu un aizveriet maiņu.',
    ],
    done: 'Z pārskatā ir viens pārdevums un viena atgriešana par to pašu summu.',
  },
  go_live: {
    title: 'Sāciet strādāt',
    reason: 'Turpmāk šīs kases pārdevumi tiek reģistrēti nodokļu dienestā.',
    todo: [
      'Pārdodiet ar šo kasi Kvit un nekur citur to nelietojiet.',
      'Pirmās dienas beigās salīdziniet Z pārskatu ar pārdevumiem Kvit.',
    ],
    done: 'Čekiem ir fiskālais numurs un saite uz nodokļu dienestu.',
  },
}
