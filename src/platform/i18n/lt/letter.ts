import type { LetterTexts } from '../en/letter.ts'

export const letter = {
  test: { subject: 'Bandymas: {subject}', band: 'Bandymas: pinigai netikri. Šis laiškas lieka bandomojoje pašto dėžutėje.' },
  invoice: {
    subject: '{store}: sąskaita {number}, {amount}',
    body: 'Sveiki,\n\n{store} atsiuntė jums sąskaitą.',
  },
  freshLink: {
    subject: '{store}: nauja nuoroda sąskaitai {number} apmokėti',
    body: 'Sveiki,\n\nsiunčiame naują mokėjimo nuorodą, kurios prašėte. Jei prašėte ne jūs, nieko daryti nereikia.',
  },
  receipt: {
    subject: 'Apmokėta: sąskaita {number}, {amount}',
    body: 'Sveiki,\n\n{store} gavo jūsų mokėjimą. Ačiū.',
  },
  tillReceipt: {
    subject: '{store}: kvitas {number}, {amount}',
    body: 'Sveiki,\n\nSiunčiame jūsų kvitą. Pardavėjas: {store}. Ačiū.',
  },
  tillReturn: {
    subject: '{store}: grąžinimo kvitas {number}, {amount}',
    body: 'Sveiki,\n\nSiunčiame grąžintų prekių kvitą. Pardavėjas: {store}.',
  },
  reminder: {
    subject: 'Priminimas: {store} sąskaita {number}, {amount}',
    body: 'Sveiki,\n\nprimename {store} sąskaitą. Ją reikia apmokėti iki {dueDate}.\n\nJei jau sumokėjote, dėkojame – nieko daryti nereikia.',
  },
  overdue: {
    subject: 'Vėluojama apmokėti: {store} sąskaita {number}, {amount}',
    body: 'Sveiki,\n\n{store} sąskaitą reikėjo apmokėti iki {dueDate}, bet mokėjimo dar negavome. Galbūt tiesiog pamiršote.\n\nJei jau sumokėjote, dėkojame – nieko daryti nereikia.',
  },
  activation: {
    subject: 'Patvirtinkite savo adresą',
    body: 'Sveiki,\n\nšiuo adresu kažkas, manome, kad jūs, užsiregistravo Kvit sistemoje. Paspauskite mygtuką ir patvirtinkite, kad adresas jūsų.',
    button: 'Patvirtinti adresą',
  },
  alreadyRegistered: {
    subject: 'Jūs jau turite Kvit paskyrą',
    body: 'Sveiki,\n\nšiuo adresu kažkas, galbūt jūs, bandė registruotis Kvit sistemoje. Paskyra jau yra, niekas nepasikeitė. Jei pamiršote slaptažodį, galite pasirinkti naują.',
    button: 'Pasirinkti naują slaptažodį',
  },
  reset: {
    subject: 'Pasirinkite naują slaptažodį',
    body: 'Sveiki,\n\nKvit sistemoje paprašyta naujo šios paskyros slaptažodžio. Senasis veiks, kol pasirinksite kitą.',
    button: 'Pasirinkti slaptažodį',
  },
  passwordChanged: {
    subject: 'Jūsų slaptažodis pakeistas',
    body: 'Sveiki,\n\njūsų Kvit paskyros slaptažodis pakeistas, visos kitos sesijos baigtos. Jei tai padarėte ne jūs, nedelsdami pasirinkite naują slaptažodį.',
    button: 'Pasirinkti naują slaptažodį',
  },
  invitation: {
    subject: '{inviter} kviečia jus prisijungti: {merchant}',
    body: 'Sveiki,\n\n{inviter} kviečia jus dirbti su {merchant} mokėjimais Kvit sistemoje. Jūsų vaidmuo: {role}.',
    button: 'Priimti kvietimą',
  },
  toPay: 'Mokėtina suma',
  paid: 'Apmokėta',
  left: 'Liko sumokėti',
  returned: 'Grąžinta',
  invoiceLine: 'Sąskaita {number}',
  tillReceiptLine: 'Kvitas {number}',
  dueLine: 'Sąskaita {number}, apmokėti iki {date}',
  overdueLine: 'Sąskaita {number}, apmokėti reikėjo iki {date}',
  pay: 'Mokėti {amount}',
  openReceipt: 'Atidaryti kvitą',
  openTillReceipt: 'Atidaryti kvitą',
  checkTillReceipt: 'Patikrinti mokesčių tarnyboje:',
  methods: 'Mokėjimo būdai: {methods}.',
  moreMethods: 'Mokėjimo būdai: {methods} ir dar {count}.',
  linkAsText: 'Jei mygtukas neveikia, nukopijuokite šį adresą į naršyklę:',
  attachedInvoice: 'Sąskaita pridėta PDF formatu.',
  attachedReceipt: 'Kvitas pridėtas PDF formatu.',
  attachedTillReceipt: 'Kvitas pridėtas PDF formatu.',
  replyTo: 'Turite klausimų? Atsakykite į šį laišką – {store} jį perskaitys.',
  contacts: 'Pardavėjo kontaktai:',
  validUntil: 'Nuoroda veikia iki {time}.',
  ignore: 'Jei šio laiško nelaukėte, nieko daryti nereikia.',
  label: { method: 'Mokėjimo būdas', time: 'Laikas', reference: 'Mokėjimo numeris', fiscalNumber: 'Fiskalinis numeris' },
  role: { owner: 'savininkas', admin: 'administratorius', accountant: 'buhalteris', cashier: 'kasininkas', developer: 'programuotojas', viewer: 'stebėtojas' },
} satisfies LetterTexts
