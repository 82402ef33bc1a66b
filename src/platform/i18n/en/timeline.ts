/** What happened, a sentence for each sort of event, by noun and verb. */
export const timeline = {
  invoice: {
    issued: 'The invoice was issued: {amount}, payable by {date}.',
    cancelled: 'The invoice was cancelled.',
    credited: 'A credit note over {amount} was issued.',
    sent: 'The invoice went out to the payer for the first time.',
    prolonged: 'The payer asked for a fresh link; it works until {date}.',
    partly_paid: 'The invoice is paid in part; {amount} is left.',
    paid: 'The invoice is paid.',
    overpaid: 'More than owed has come in.',
    refunded: 'All that was paid has been given back.',
  },
  attempt: {
    started: 'The payer began to pay {amount} through {channel}.',
    waiting: 'The payer’s bank was asked for {amount}.',
    authorised: '{amount} is reserved at the payer’s bank, not taken yet.',
    succeeded: '{channel} confirmed the payment of {amount}.',
    failed: 'The payment of {amount} through {channel} did not take place.',
    revoked: 'The attempt to pay {amount} through {channel} was withdrawn.',
    expired: 'The attempt to pay {amount} through {channel} lapsed.',
    unknown: 'Nobody has heard how the payment of {amount} through {channel} ended.',
    conflicted: 'What {channel} reported does not fit. No money was booked.',
    settled_paid: 'A person settled the attempt of {amount}: the money was received.',
    settled_failed: 'A person settled the attempt of {amount}: no money was taken.',
  },
  payment: {
    received_attempt: '{amount} was received through {channel}.',
    received_cash: '{amount} was received in cash.',
    received_manual: '{amount} received by bank transfer was recorded by hand.',
    received_statement_line: '{amount} was found on the bank statement.',
    reversed: '{amount} was taken back: it had not been paid for this invoice.',
  },
  refund: {
    requested_overpaid: '{amount} came in above what was owed and is to be given back.',
    requested: '{amount} is to be given back.',
    succeeded: '{amount} was given back.',
    reversed: 'The refund of {amount} was withdrawn; no money was sent.',
  },
  delivery: {
    sent: 'A letter went to {recipient}.',
    sent_receipt: 'A receipt went to {recipient}.',
    failed: 'The letter to {recipient} could not be sent.',
    given_up: 'The letter to {recipient} was given up: every try ended in an error of this server, which its log names.',
    withdrawn_cancelled: 'The letter to {recipient} was withdrawn: the invoice had been cancelled.',
    withdrawn_paid: 'The letter to {recipient} was withdrawn: there was nothing left to pay.',
    withdrawn_reversed: 'The receipt for {recipient} was withdrawn: the payment had been taken back.',
    handedOver: 'E-invoice handed over for {recipient}.',
    notHandedOver: 'The e-invoice for {recipient} could not be handed over.',
  },
  sms: {
    sent: 'A text message went to {recipient}.',
    delivered: 'The text message reached {recipient}.',
    unknown: 'Nobody knows whether the text message went to {recipient}: the SMS centre did not answer. It is not sent again by itself.',
    failed: 'The text message did not reach {recipient}.',
    given_up: 'The text message to {recipient} was given up: the SMS centre could not be reached or was too busy.',
    withdrawn_cancelled: 'The text message to {recipient} was withdrawn: the invoice had been cancelled.',
    withdrawn_paid: 'The text message to {recipient} was withdrawn: there was nothing left to pay.',
  },
  message: {
    received: '{channel} sent a message that is not read yet.',
    applied: '{channel} sent a message, and it was carried out.',
    repeated: '{channel} sent a message that says nothing new.',
    conflicted: '{channel} sent a message that does not fit.',
    unmatched: '{channel} sent a message that belongs to no attempt here.',
    noted: '{channel} sent a message that was kept and changes nothing.',
    rejected: 'A message that cannot be from {channel} was refused.',
  },
  more: {
    reason: 'Reason: {reason}',
    problem: 'The mail server said: {problem}',
    times: '{count, plural, one {It came # time.} other {It came # times.}}',
  },
}

export type TimelineTexts = {
  readonly [Part in keyof typeof timeline]: { readonly [Key in keyof (typeof timeline)[Part]]: string }
}
