/**
 * Sentences that say how something stands and what comes next. `{since}` and `{on}` are filled with the words under
 * `since` and `on`, `{age}` with those under `age`; `{time}` stands apart, in brackets, so that it needs no case.
 */
export const why = {
  since: {
    today: 'since today', yesterday: 'since yesterday', mon: 'since Monday', tue: 'since Tuesday', wed: 'since Wednesday',
    thu: 'since Thursday', fri: 'since Friday', sat: 'since Saturday', sun: 'since Sunday', date: 'since {date}',
  },
  on: {
    today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow', mon: 'on Monday', tue: 'on Tuesday', wed: 'on Wednesday',
    thu: 'on Thursday', fri: 'on Friday', sat: 'on Saturday', sun: 'on Sunday', date: 'on {date}',
  },
  age: {
    moments: 'for less than a minute',
    minutes: '{count, plural, one {for # minute} other {for # minutes}}',
    hours: '{count, plural, one {for # hour} other {for # hours}}',
    days: '{count, plural, one {for # day} other {for # days}}',
  },
  invoice: {
    draft: 'A draft: it has neither number nor pay link until it is issued.',
    cancelled: 'Cancelled {on}. Nothing is owed.',
    conflicted: 'What the provider reports about a payment of {amount} does not fit. A person has to decide.',
    chargedBack: 'The payer’s bank has taken {amount} back. A person has to decide.',
    claimed: '{channel} says that {amount} was taken from the payer and has not reached you. Look there whether it has come.',
    unknown: 'It is not known how the payment of {amount} ended that began {on}. Look at the provider before it is paid again.',
    overpaid: '{amount} more than owed has come in and is to be given back.',
    refunded: 'All that was paid has gone back.',
    asked: 'The payer’s bank has been asked ({time}). Its answer is awaited.',
    reserved: '{amount} is reserved and not taken yet. Take it or let it go.',
    underWay: 'The payer is paying through {channel} ({time}).',
    brought: 'It waits in the payer’s bank app, through {channel} ({time}).',
    paid: 'Paid in full {on}.',
    paidLate: 'Paid in full {on}, after the link had expired.',
    credited: 'Nothing is left to pay: the invoice was credited.',
    partlyPaid: '{paid} of {total} has been paid.',
    returned: 'Of this, {amount} has gone back.',
    waiting: 'Waiting for the payer {since}.',
    waitingDue: 'Waiting for the payer {since}; payment is due {on}.',
    waitingLink: 'Waiting for the payer {since}; the link expires {on}.',
    overdue: 'Payment was due {on}; {remaining} is still owed.',
    expired: 'The link expired {on}; {remaining} is still owed.',
    due: 'Payment of the rest is due {on}.',
    linkExpires: 'The link expires {on}.',
  },
  attempt: {
    underWay: 'The payer was sent to {channel} and has not finished {age}. There is nothing to do: the end is noticed by itself.',
    brought: 'It waits in the payer’s bank app, through {channel}, {age}. There is nothing to do: the end is noticed by itself. To have it paid in another way, take the notice back.',
    asked: 'The payer’s bank has been asked, and its answer awaited {age}. There is nothing to do: the end is noticed by itself.',
    claimed: '{channel} says that the money was taken from the payer; it has been on its way to you {age}. It is asked again every day. Where money waits for your contract to be confirmed, do that at the provider. Once you see the money there, settle it here.',
    unknown: 'Nothing has been heard {age}. Look in {channel} whether the money was taken, then settle it here. Until then it counts neither as paid nor as failed.',
    conflicted: 'The report does not fit, and no money has been booked {age}. Compare it with {channel}, then settle it here.',
    chargedBack: 'The payer’s bank has taken the money back, and that is not in the books yet. If you dispute it, wait for the decision in {channel}. Then say here how it ended.',
    reserved: '{amount} has been reserved in {channel} {age}. Take it or let it go: nothing is taken by itself.',
    capturing: '{channel} has been asked to take {amount}. The answer is noticed by itself.',
    releasing: '{channel} has been asked to let {amount} go. The answer is noticed by itself.',
    captureRefused: '{channel} refused to take {amount}. Decide again.',
    releaseRefused: '{channel} refused to let {amount} go. Decide again.',
    captureUnknown: 'It is not known whether {channel} took {amount}. It is asked again by itself, and nothing is taken twice.',
    releaseUnknown: 'It is not known whether {channel} let {amount} go. It is asked again by itself.',
  },
  refund: {
    provider: 'Give {amount} back in {channel}. The task ends when the provider reports it or when you confirm it here.',
    sendable: '{channel} can send {amount} back to the payer: have it sent here. The books follow as soon as it says that the money went back.',
    marked: 'With {channel}, the bank only marks the payment as refunded and sends no money. Send {amount} to the payer yourself, then confirm it here.',
    markedTo: 'With {channel}, the bank only marks the payment as refunded and sends no money. Send {amount} to the account {account} yourself, then confirm it here.',
    beforeReturn: 'Give nothing back yet: the tax service has not taken the return of the goods. The receipt of the return shows its state.',
    byHand: 'Send {amount} back to the payer, then confirm it here.',
    pending: 'The provider is giving {amount} back. There is nothing to do.',
    unknown: 'It is not known whether {amount} was given back. The provider is asked again by itself, and nothing is sent a second time. If its own system shows how it ended, say so here.',
    chargedBack: 'The payer’s bank took {amount} back, and the books say so. In {channel}, accept it or dispute it with evidence by the day named there, then say here what was done.',
  },
  attention: {
    about: 'Invoice {number}, {amount}.',
    overpaid: '{amount} more than owed is held and no refund is under way. Open the payment and give it back.',
  },
}

export type WhyTexts = {
  readonly [Part in keyof typeof why]: { readonly [Key in keyof (typeof why)[Part]]: string }
}
