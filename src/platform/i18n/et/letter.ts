import type { LetterTexts } from '../en/letter.ts'

export const letter = {
  test: { subject: 'Test: {subject}', band: 'Test: raha ei ole päris. See kiri jääb testpostkasti.' },
  invoice: {
    subject: 'Arve {number}, {store}: {amount}',
    body: 'Tere!\n\n{store} saatis teile arve.',
  },
  freshLink: {
    subject: 'Uus link arve {number} tasumiseks, {store}',
    body: 'Tere!\n\nSiin on uus makselink, mida palusite. Kui seda ei palunud teie, ei ole vaja midagi teha.',
  },
  receipt: {
    subject: 'Makstud: arve {number}, {amount}',
    body: 'Tere!\n\n{store} sai teie makse kätte. Aitäh.',
  },
  tillReceipt: {
    subject: '{store}: tšekk {number}, {amount}',
    body: 'Tere!\n\nSaadame teile tšeki. Müüja: {store}. Aitäh.',
  },
  tillReturn: {
    subject: '{store}: tagastustšekk {number}, {amount}',
    body: 'Tere!\n\nSaadame tšeki tagastatud kauba kohta. Müüja: {store}.',
  },
  reminder: {
    subject: 'Meeldetuletus: arve {number}, {store}, {amount}',
    body: 'Tere!\n\nTuletame meelde müüja {store} arvet. Selle maksetähtaeg on {dueDate}.\n\nKui olete juba maksnud, siis aitäh – midagi ei ole vaja teha.',
  },
  overdue: {
    subject: 'Tähtaeg on möödas: arve {number}, {store}, {amount}',
    body: 'Tere!\n\nMüüja {store} arve maksetähtaeg oli {dueDate}, kuid makse ei ole veel laekunud. Võib-olla läks see meelest.\n\nKui olete juba maksnud, siis aitäh – midagi ei ole vaja teha.',
  },
  activation: {
    subject: 'Kinnitage oma aadress',
    body: 'Tere!\n\nKeegi, arvame et teie, registreerus selle aadressiga Kviti kasutajaks. Vajutage nuppu, et kinnitada, et aadress on teie oma.',
    button: 'Kinnita aadress',
  },
  alreadyRegistered: {
    subject: 'Teil on juba Kviti konto',
    body: 'Tere!\n\nKeegi, võib-olla teie, proovis selle aadressiga Kviti kasutajaks registreeruda. Konto on juba olemas ja midagi ei muutunud. Kui unustasite parooli, saate valida uue.',
    button: 'Vali uus parool',
  },
  reset: {
    subject: 'Valige uus parool',
    body: 'Tere!\n\nSelle aadressi jaoks küsiti Kvitis uut parooli. Vana kehtib, kuni valite teise.',
    button: 'Vali parool',
  },
  passwordChanged: {
    subject: 'Teie parool on muudetud',
    body: 'Tere!\n\nTeie Kviti konto parool on muudetud ja kõik muud seansid lõpetatud. Kui seda ei teinud teie, valige kohe uus parool.',
    button: 'Vali uus parool',
  },
  invitation: {
    subject: '{inviter} kutsub teid: {merchant}',
    body: 'Tere!\n\n{inviter} kutsub teid Kvitis töötama ettevõtte {merchant} maksetega. Teie roll: {role}.',
    button: 'Võta kutse vastu',
  },
  toPay: 'Tasuda',
  paid: 'Makstud',
  left: 'Jäänud tasuda',
  returned: 'Tagastatud',
  invoiceLine: 'Arve {number}',
  tillReceiptLine: 'Tšekk {number}',
  dueLine: 'Arve {number}, maksetähtaeg {date}',
  overdueLine: 'Arve {number}, maksetähtaeg oli {date}',
  pay: 'Maksa {amount}',
  openReceipt: 'Ava kviitung',
  openTillReceipt: 'Ava tšekk',
  checkTillReceipt: 'Kontrolli maksuametis:',
  methods: 'Makseviisid: {methods}.',
  moreMethods: 'Makseviisid: {methods} ja veel {count}.',
  linkAsText: 'Kui nupp ei tööta, kopeerige see aadress brauserisse:',
  attachedInvoice: 'Arve on lisatud PDF-ina.',
  attachedReceipt: 'Kviitung on lisatud PDF-ina.',
  attachedTillReceipt: 'Tšekk on lisatud PDF-ina.',
  replyTo: 'Küsimusi? Vastake sellele kirjale ja {store} loeb seda.',
  contacts: 'Müüja kontaktid:',
  validUntil: 'Link kehtib kuni {time}.',
  ignore: 'Kui te seda kirja ei oodanud, ei ole vaja midagi teha.',
  label: { method: 'Makseviis', time: 'Aeg', reference: 'Makse number', fiscalNumber: 'Fiskaalnumber' },
  role: { owner: 'omanik', admin: 'administraator', accountant: 'raamatupidaja', cashier: 'kassapidaja', developer: 'arendaja', viewer: 'vaataja' },
} satisfies LetterTexts
