/**
 * What stands in letters. `invoice`, `receipt`, `reminder` and `overdue` are the words a store may replace by its own: their braces
 * are the placeholders of `deliveries/letter-words.ts`. A blank line parts paragraphs.
 */
export const letter = {
  test: { subject: 'Test: {subject}', band: 'Test: no real money. This letter stays in the mail catcher.' },
  invoice: {
    subject: 'Invoice {number} from {store}: {amount}',
    body: 'Hello,\n\n{store} has sent you an invoice.',
  },
  freshLink: {
    subject: 'A fresh link for invoice {number} from {store}',
    body: 'Hello,\n\nHere is the fresh payment link you asked for. If it was not you, there is nothing to do.',
  },
  receipt: {
    subject: 'Paid: invoice {number}, {amount}',
    body: 'Hello,\n\n{store} has received your payment. Thank you.',
  },
  tillReceipt: {
    subject: 'Receipt {number} from {store}: {amount}',
    body: 'Hello,\n\nHere is your receipt from {store}. Thank you.',
  },
  tillReturn: {
    subject: 'Return receipt {number} from {store}: {amount}',
    body: 'Hello,\n\nHere is your receipt for the goods that {store} took back.',
  },
  reminder: {
    subject: 'Reminder: invoice {number} from {store}, {amount}',
    body: 'Hello,\n\nThis is a reminder of an invoice from {store}. It is to be paid by {dueDate}.\n\nIf you have paid in the meantime, thank you; there is nothing to do.',
  },
  overdue: {
    subject: 'Overdue: invoice {number} from {store}, {amount}',
    body: 'Hello,\n\nAn invoice from {store} was to be paid by {dueDate}, and we have not received the payment yet. Perhaps it has slipped your mind.\n\nIf you have paid in the meantime, thank you; there is nothing to do.',
  },
  activation: {
    subject: 'Confirm your address',
    body: 'Hello,\n\nSomeone, we think you, registered at Kvit with this address. Press the button to confirm that it is yours.',
    button: 'Confirm the address',
  },
  alreadyRegistered: {
    subject: 'You already have a Kvit account',
    body: 'Hello,\n\nSomeone, perhaps you, tried to register at Kvit with this address. It already has an account, and nothing has changed. If you have forgotten the password, you can choose a new one.',
    button: 'Choose a new password',
  },
  reset: {
    subject: 'Choose a new password',
    body: 'Hello,\n\nA new password was asked for at Kvit for this address. The old one works until you choose another.',
    button: 'Choose a password',
  },
  passwordChanged: {
    subject: 'Your password was changed',
    body: 'Hello,\n\nThe password of your Kvit account was changed, and all other sessions were ended. If it was not you, choose a new password now.',
    button: 'Choose a new password',
  },
  invitation: {
    subject: '{inviter} invites you to {merchant}',
    body: 'Hello,\n\n{inviter} invites you to work with the payments of {merchant} in Kvit. Your role: {role}.',
    button: 'Accept the invitation',
  },
  toPay: 'To pay',
  paid: 'Paid',
  left: 'Left to pay',
  returned: 'Returned',
  invoiceLine: 'Invoice {number}',
  tillReceiptLine: 'Receipt {number}',
  dueLine: 'Invoice {number}, due {date}',
  overdueLine: 'Invoice {number}, was due {date}',
  pay: 'Pay {amount}',
  openReceipt: 'Open the receipt',
  openTillReceipt: 'Open the receipt',
  checkTillReceipt: 'Check it with the tax service:',
  methods: 'Ways to pay: {methods}.',
  moreMethods: 'Ways to pay: {methods} and {count} more.',
  linkAsText: 'If the button does not work, copy this address into the browser:',
  attachedInvoice: 'The invoice is attached as a PDF.',
  attachedReceipt: 'The receipt is attached as a PDF.',
  attachedTillReceipt: 'The receipt is attached as a PDF.',
  replyTo: 'Questions? Reply to this letter and {store} will read it.',
  contacts: 'Seller’s contacts:',
  validUntil: 'The link works until {time}.',
  ignore: 'If you did not expect this letter, there is nothing to do.',
  label: { method: 'Way of paying', time: 'Time', reference: 'Reference', fiscalNumber: 'Fiscal number' },
  role: { owner: 'owner', admin: 'administrator', accountant: 'accountant', cashier: 'cashier', developer: 'developer', viewer: 'viewer' },
}

export type LetterTexts = typeof letter
