import type { LetterTexts } from '../en/letter.ts'

export const letter = {
  test: { subject: 'Tests: {subject}', band: 'Tests: nauda nav īsta. Šī vēstule paliek testa pastkastē.' },
  invoice: {
    subject: 'Rēķins {number} no {store}: {amount}',
    body: 'Labdien!\n\n{store} jums ir nosūtījis rēķinu.',
  },
  freshLink: {
    subject: 'Jauna saite rēķinam {number} no {store}',
    body: 'Labdien!\n\nŠeit ir jaunā maksājuma saite, ko lūdzāt. Ja to nelūdzāt jūs, nekas nav jādara.',
  },
  receipt: {
    subject: 'Samaksāts: rēķins {number}, {amount}',
    body: 'Labdien!\n\n{store} ir saņēmis jūsu maksājumu. Paldies.',
  },
  tillReceipt: {
    subject: '{store}: čeks {number}, {amount}',
    body: 'Labdien!\n\nNosūtām jūsu čeku. Pārdevējs: {store}. Paldies.',
  },
  tillReturn: {
    subject: '{store}: atgriešanas čeks {number}, {amount}',
    body: 'Labdien!\n\nNosūtām čeku par atgrieztajām precēm. Pārdevējs: {store}.',
  },
  reminder: {
    subject: 'Atgādinājums: rēķins {number} no {store}, {amount}',
    body: 'Labdien!\n\nAtgādinām par rēķinu no {store}. Tas jāapmaksā līdz {dueDate}.\n\nJa jau esat samaksājuši, paldies – nekas nav jādara.',
  },
  overdue: {
    subject: 'Kavēts maksājums: rēķins {number} no {store}, {amount}',
    body: 'Labdien!\n\nRēķins no {store} bija jāapmaksā līdz {dueDate}, bet maksājumu vēl neesam saņēmuši. Varbūt tas piemirsies.\n\nJa jau esat samaksājuši, paldies – nekas nav jādara.',
  },
  activation: {
    subject: 'Apstipriniet savu adresi',
    body: 'Labdien!\n\nAr šo adresi kāds, domājams, jūs, reģistrējās Kvit. Nospiediet pogu, lai apstiprinātu, ka adrese ir jūsu.',
    button: 'Apstiprināt adresi',
  },
  alreadyRegistered: {
    subject: 'Jums jau ir Kvit konts',
    body: 'Labdien!\n\nAr šo adresi kāds, varbūt jūs, mēģināja reģistrēties Kvit. Konts jau ir, un nekas nav mainījies. Ja esat aizmirsis paroli, varat izvēlēties jaunu.',
    button: 'Izvēlēties jaunu paroli',
  },
  reset: {
    subject: 'Izvēlieties jaunu paroli',
    body: 'Labdien!\n\nKvit tika pieprasīta jauna parole šai adresei. Vecā darbojas, līdz izvēlaties citu.',
    button: 'Izvēlēties paroli',
  },
  passwordChanged: {
    subject: 'Jūsu parole ir nomainīta',
    body: 'Labdien!\n\nJūsu Kvit konta parole ir nomainīta, un visas pārējās sesijas ir beigtas. Ja to nedarījāt jūs, tūlīt izvēlieties jaunu paroli.',
    button: 'Izvēlēties jaunu paroli',
  },
  invitation: {
    subject: '{inviter} aicina jūs pievienoties: {merchant}',
    body: 'Labdien!\n\n{inviter} aicina jūs strādāt ar {merchant} maksājumiem Kvit. Jūsu loma: {role}.',
    button: 'Pieņemt uzaicinājumu',
  },
  toPay: 'Apmaksai',
  paid: 'Samaksāts',
  left: 'Atlicis samaksāt',
  returned: 'Atmaksāts',
  invoiceLine: 'Rēķins {number}',
  tillReceiptLine: 'Čeks {number}',
  dueLine: 'Rēķins {number}, apmaksas termiņš: {date}',
  overdueLine: 'Rēķins {number}, apmaksas termiņš bija {date}',
  pay: 'Maksāt {amount}',
  openReceipt: 'Atvērt kvīti',
  openTillReceipt: 'Atvērt čeku',
  checkTillReceipt: 'Pārbaudīt nodokļu dienestā:',
  methods: 'Maksāšanas veidi: {methods}.',
  moreMethods: 'Maksāšanas veidi: {methods} un vēl {count}.',
  linkAsText: 'Ja poga nedarbojas, iekopējiet šo adresi pārlūkā:',
  attachedInvoice: 'Rēķins ir pievienots PDF formātā.',
  attachedReceipt: 'Kvīts ir pievienota PDF formātā.',
  attachedTillReceipt: 'Čeks ir pievienots PDF formātā.',
  replyTo: 'Jautājumi? Atbildiet uz šo vēstuli, un {store} to izlasīs.',
  contacts: 'Pārdevēja kontakti:',
  validUntil: 'Saite darbojas līdz {time}.',
  ignore: 'Ja šo vēstuli negaidījāt, nekas nav jādara.',
  label: { method: 'Maksāšanas veids', time: 'Laiks', reference: 'Maksājuma numurs', fiscalNumber: 'Fiskālais numurs' },
  role: { owner: 'īpašnieks', admin: 'administrators', accountant: 'grāmatvedis', cashier: 'kasieris', developer: 'izstrādātājs', viewer: 'skatītājs' },
} satisfies LetterTexts
