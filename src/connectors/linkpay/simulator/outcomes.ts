import type { Deed } from '../../simulator.ts'

/** Deeds of the contract that this provider can produce. Its callbacks carry no proof and its answers no mode. */
export const DEEDS = [
  'pay', 'pay_later', 'refuse', 'cancel', 'leave', 'pay_unheard', 'pay_twice', 'pay_less', 'refund', 'forge_signature',
  'foreign_merchant', 'unlisted_status',
] as const satisfies readonly Deed[]

/** What can happen on the bank's page: those deeds, and what only this provider's page offers. */
export type Outcome = (typeof DEEDS)[number] |
  'pay_late' | 'pay_repeated' | 'pay_reversed' | 'pay_answer_lost' | 'pay_after_refusal' | 'pay_other_account' |
  'pay_early' | 'pay_reads_fail' | 'pay_acquired' | 'pay_legacy' | 'bank_silent' | 'refund_part' | 'refund_first' |
  'charge_back' | 'charge_back_won' | 'fraud_mark' | 'foreign_order'

/** What happens to a payment at a step. */
export type Move = 'process' | 'settle' | 'fail' | 'give_up' | 'review' | 'refund' | 'refund_half' | 'charge_back' | 'win_back' | 'acquire'

/**
 * Which payment a step moves and tells of: the payer's own, a second one of the same order, one of a web shop on the
 * same e-shop, one of another merchant, or one that nobody has.
 */
export type About = 'own' | 'second' | 'web_shop' | 'stranger' | 'nobody'

export type Step = {
  /** After the payer's click, on the provider's clock. */
  readonly afterMs: number
  readonly about: About
  readonly move: Move | null
  /** Null: nobody is told. Source of the words: sheet 3.1. */
  readonly event: string | null
  readonly times: number
  readonly answerLost: boolean
  /** How long the API goes on showing the state before. */
  readonly hiddenMs: number
  /** How long a status query is answered with 503. */
  readonly downMs: number
  readonly legacy: boolean
}

export type Script = {
  readonly title: string
  /** One sentence for the page: what the merchant's side sees. */
  readonly effect: string
  /** Cents of an amount that choose it for the main button; null where only a button does. */
  readonly cents: string | null
  readonly steps: readonly Step[]
  /** What is changed before anything happens: as the payer or the merchant would have. */
  readonly before: 'less' | 'other_account' | null
  readonly browser: 'back' | 'nowhere'
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** How long a slow bank takes, as in the provider's demo. Source: sheet 4.10. */
const SLOW_BANK_MS = 30 * SECOND_MS

const step = (move: Move | null, event: string | null = 'status_updated', rest: Partial<Step> = {}): Step => ({
  afterMs: 0, about: 'own', move, event, times: 1, answerLost: false, hiddenMs: 0, downMs: 0, legacy: false, ...rest,
})

type More = Partial<Pick<Script, 'before' | 'browser'>>

const script = ([title, effect, cents]: readonly [string, string, string | null], steps: readonly Step[], more: More = {}): Script =>
  ({ title, effect, cents, steps, before: null, browser: 'back', ...more })

const settled = (rest: Partial<Step> = {}): Step => step('settle', 'status_updated', rest)

/** Every outcome with its sequence. Sources: sheet 3.1, 3.3, 4.5, 6 and the traps of 7. */
export const SCRIPTS: Readonly<Record<Outcome, Script>> = {
  pay: script(['Pay', 'Settled at once, and told.', null], [settled()]),
  pay_later: script(['Pay, the bank is slow', 'sent_for_processing now, settled 30 seconds later; both are told.', '12'],
    [step('process'), settled({ afterMs: SLOW_BANK_MS })]),
  refuse: script(['The bank refuses', 'failed, and told.', '11'], [step('fail')]),
  cancel: script(['Cancel in the bank', 'failed without an error code, and told.', null], [step('give_up')]),
  leave: script(['Close the browser', 'Nothing now; abandoned after 15 minutes if a method was chosen.', null], [], { browser: 'nowhere' }),
  bank_silent: script(['The bank falls silent', 'sent_for_processing, and no word after it.', '32'], [step('process')]),

  pay_late: script(['Told late', 'Settled now, the only callback an hour later.', '01'],
    [step('settle', null), step(null, 'status_updated', { afterMs: HOUR_MS })]),
  pay_repeated: script(['Told twice', 'The same callback two times.', '02'], [settled({ times: 2 })]),
  pay_unheard: script(['Never told', 'Settled; no callback is ever sent.', '03'], [step('settle', null)]),
  forge_signature: script(['Forged', 'A callback with a reference that no payment has; no money.', '04'],
    [step(null, 'status_updated', { about: 'nobody' })], { browser: 'nowhere' }),
  pay_less: script(['The payer edits the amount', 'One cent less is asked and paid, as if the Link let the payer change it.', '05'],
    [settled()], { before: 'less' }),
  pay_other_account: script(['Another account', 'The same digits in another currency: the Link was moved to an account in USD.', '06'],
    [settled()], { before: 'other_account' }),
  pay_reversed: script(['In reversed order', 'The callback of settled comes before that of sent_for_processing; both read settled.', '07'],
    [step('process', null), settled(), step(null)]),
  pay_answer_lost: script(['Answer lost', 'The 2xx to the callback gets lost; told again after a second.', '08'],
    [settled({ answerLost: true })]),
  pay_after_refusal: script(['Refused, then paid after all', 'failed now; an hour later a second payment of the order is settled.', '09'],
    [step('fail'), settled({ about: 'second', afterMs: HOUR_MS })]),
  refund: script(['Paid and refunded', 'settled, then refunded in full; both are told.', '14'],
    [settled(), step('refund', 'refunded')]),
  refund_part: script(['Paid and partly refunded', 'The state is refunded and half of the amount stands.', '13'],
    [settled(), step('refund_half', 'refunded')]),
  refund_first: script(['Refund told first', 'settled and refunded; the callback of the refund comes first.', '31'],
    [step('settle', null), step('refund', 'refunded'), step(null)]),
  pay_twice: script(['Paid twice', 'Two payments of one order, as with uniqueness validation off.', '15'],
    [settled(), settled({ about: 'second' })]),
  unlisted_status: script(['Unlisted state', 'under_review, which the protocol does not know.', '18'], [step('review')]),
  foreign_merchant: script(['Another merchant’s', 'A callback with a real reference of another merchant; no money.', '19'],
    [step(null, 'status_updated', { about: 'stranger' })], { browser: 'nowhere' }),
  foreign_order: script(['A foreign reference', 'Paid; and a web shop on the same e-shop has its payment told here too.', '20'],
    [step('settle', 'status_updated', { about: 'web_shop' }), settled()]),
  pay_legacy: script(['Told by the older form', 'Settled, told by the signed form that a Link posted until 2021 or longer.', '24'],
    [settled({ legacy: true })]),
  charge_back: script(['Charged back', 'settled; an hour later a dispute, two hours later chargebacked.', '26'], [
    settled(), step(null, 'dispute_opened', { afterMs: HOUR_MS }), step('charge_back', 'chargebacked', { afterMs: 2 * HOUR_MS }),
  ]),
  charge_back_won: script(['Charged back, and won', 'As charged back; an hour later the dispute is reversed, and the payment is settled again.', '16'], [
    settled(), step(null, 'dispute_opened', { afterMs: HOUR_MS }), step('charge_back', 'chargebacked', { afterMs: 2 * HOUR_MS }),
    step('win_back', 'dispute_reversed', { afterMs: 3 * HOUR_MS }),
  ]),
  fraud_mark: script(['Marked as fraud', 'settled; an hour later the card’s issuer reports fraud.', '27'],
    [settled(), step(null, 'issuer_reported_fraudulent', { afterMs: HOUR_MS })]),
  pay_early: script(['Callback before the state', 'Told at once, but the status shows settled only a minute later.', '28'],
    [settled({ hiddenMs: MINUTE_MS })]),
  pay_reads_fail: script(['Status answers 503', 'Settled and told; for ten minutes the status cannot be read.', '29'],
    [settled({ downMs: 10 * MINUTE_MS })]),
  pay_acquired: script(['Paid, then bookkeeping', 'settled; a day later status_update, which is no second payment.', '30'],
    [settled(), step('acquire', 'status_update', { afterMs: 24 * HOUR_MS })]),
}

export const isOutcome = (name: string): name is Outcome => Object.hasOwn(SCRIPTS, name)

export const OUTCOMES: readonly Outcome[] = Object.keys(SCRIPTS).filter(isOutcome)

/** A failure that the main button of the payment page brings about when the amount ends in these cents. */
export type KnownInput = { readonly cents: string; readonly title: string; readonly effect: string }

export const KNOWN_INPUTS: readonly KnownInput[] = Object.values(SCRIPTS)
  .flatMap(({ cents, title, effect }) => (cents === null ? [] : [{ cents, title, effect }]))
  .sort((a, b) => a.cents.localeCompare(b.cents))

/** Exactly 33.00 by bank link is slow in the provider's own demo. Source: sheet 4.10. */
export const SLOW_MINOR = 3300n

/** What the main button does with this amount in hundredths. */
export function outcomeOfAmount(minor: bigint, isBank: boolean): Outcome {
  if (minor === SLOW_MINOR && isBank) return 'pay_later'
  const cents = String(minor).padStart(2, '0').slice(-2)
  return OUTCOMES.find((name) => SCRIPTS[name].cents === cents) ?? 'pay'
}

/** What an API call to refund, capture or void does beyond its rules, by the cents of its amount; a void names none and goes by what is reserved. */
export const REFUND_INPUTS = [
  { cents: '08', title: 'Answer lost', effect: 'It is done, and the connection ends before the answer.' },
  { cents: '07', title: 'Late', effect: 'The answer is 504, and a minute later it is done.' },
  { cents: '11', title: 'The bank refuses the refund', effect: 'Refunded now; a minute later it stands again, with refund_failed. LHV bank links only.' },
  { cents: '03', title: '503', effect: 'Nothing is done, and the answer is 503.' },
] as const
