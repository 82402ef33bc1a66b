import type { Deed } from '../../simulator.ts'

/** What can happen on the bank's page: every deed of the contract, and what only this provider's page offers. */
export type Outcome = Deed |
  'refuse_at_once' | 'pay_late' | 'pay_repeated' | 'pay_reversed' | 'pay_answer_lost' | 'pay_after_refusal' |
  'pay_noted' | 'pay_return_first' | 'pay_extra_fields' | 'changed_project' | 'refund_part' | 'cancel_told'

/** How a callback is proved. `foreign`: genuinely, but for another merchant's project. */
export type Proof = 'genuine' | 'wrong' | 'none' | 'weakest' | 'foreign'

/** What a callback claims that the order does not say. Applied to the fields when it is made. */
export type Claim = 'less' | 'other_currency' | 'converted' | 'other_mode' | 'other_project' | 'extra_fields'

/** One callback of a sequence. */
export type Step = {
  /** After the payer's click, on the provider's clock. */
  readonly afterMs: number
  readonly status: string
  readonly proof: Proof
  readonly claim: Claim | null
  /** Which payment of this order it speaks of: 0 the first, 1 a second one with its own `requestid`. */
  readonly payment: number
  /** False: nothing is sent, only the money moves. */
  readonly told: boolean
  /** How many times the same bytes are sent. */
  readonly times: number
  readonly answerLost: boolean
  /** What the provider writes into its own journal at that moment. */
  readonly books: 'paid' | 'refunded' | 'refunded_in_part' | null
}

type Script = {
  readonly title: string
  /** One sentence for the page: what the merchant's side sees. */
  readonly effect: string
  /** Cents of an amount that choose it for the main button; null where only a button does. */
  readonly cents: string | null
  readonly steps: readonly Step[]
  readonly browser: 'accept' | 'cancel' | 'nowhere'
}

const HOUR_MS = 3_600_000
const SECONDS_BETWEEN_MS = 5_000

const step = (status: string, rest: Partial<Step> = {}): Step => ({
  afterMs: 0, status, proof: 'genuine', claim: null, payment: 0, told: true, times: 1, answerLost: false,
  books: status === '1' || status === '4' ? 'paid' : null, ...rest,
})

const script = (
  [title, effect, cents]: readonly [string, string, string | null],
  steps: readonly Step[],
  browser: Script['browser'] = 'accept',
): Script => ({ title, effect, cents, steps, browser })

const forged = (proof: Proof, rest: Partial<Step> = {}): readonly Step[] => [step('1', { proof, books: null, ...rest })]

/** Every outcome with its sequence. Sources: Paysera sheet A4 to A6d and "What a faithful simulator must do", 4 and 12. */
export const SCRIPTS: Readonly<Record<Outcome, Script>> = {
  pay: script(['Pay', 'Callback with status 1, return to the shop.', null], [step('1')]),
  pay_later: script(['Pay, the bank takes an hour', 'Status 2 now, status 1 an hour later.', '12'],
    [step('2'), step('1', { afterMs: HOUR_MS })]),
  refuse: script(['The bank refuses', 'Status 2, then status 0; return to the cancel address.', '11'],
    [step('2'), step('0')], 'cancel'),
  refuse_at_once: script(['The bank refuses at once', 'Status 0 only; return to the cancel address.', null],
    [step('0')], 'cancel'),
  cancel: script(['Cancel', 'No callback; return to the cancel address.', null], [], 'cancel'),
  cancel_told: script(['Cancel, and the provider tells', 'Status 0; return to the cancel address.', null], [step('0')], 'cancel'),
  leave: script(['Close the browser', 'Nothing is ever reported.', null], [], 'nowhere'),

  pay_late: script(['Told late', 'Money now, return now, the only callback an hour later.', '01'],
    [step('1', { afterMs: HOUR_MS })]),
  pay_repeated: script(['Told twice', 'The same callback, byte for byte, two times.', '02'], [step('1', { times: 2 })]),
  pay_unheard: script(['Never told', 'Money moves and the payer returns; no callback is ever sent.', '03'],
    [step('1', { told: false })]),
  forge_signature: script(['Forged', 'A confirmation with wrong signatures; no money.', '04'], forged('wrong'), 'nowhere'),
  pay_less: script(['Less than asked', 'One cent less, genuinely signed.', '05'], [step('1', { claim: 'less' })]),
  pay_other_currency: script(['Another currency', 'The same digits in a cheaper currency, genuinely signed.', '06'],
    [step('1', { claim: 'other_currency' })]),
  pay_reversed: script(['In reversed order', 'Status 1 first, status 2 after it.', '07'], [step('1'), step('2')]),
  pay_answer_lost: script(['Answer lost', 'The shop’s OK gets lost after capture; told again after an hour.', '08'],
    [step('1', { answerLost: true })]),
  pay_after_refusal: script(['Refused, then paid after all', 'Status 0 now, status 1 an hour later.', '09'],
    [step('0'), step('1', { afterMs: HOUR_MS })], 'cancel'),

  pay_unconfirmed: script(['Executed, never confirmed', 'Status 4: the arrival of the money will not be confirmed.', '13'],
    [step('4')]),
  refund: script(['Paid and refunded', 'Status 1, then status 5 with the full refund.', '14'],
    [step('1'), step('5', { books: 'refunded' })]),
  refund_part: script(['Paid and partly refunded', 'Status 1, then status 5 with half of the amount.', null],
    [step('1'), step('5', { books: 'refunded_in_part' })]),
  pay_twice: script(['Paid twice', 'Two payments with two request numbers for one order.', '15'],
    [step('1'), step('1', { payment: 1 })]),
  pay_converted: script(['Converted', 'The asked amount, transferred in another currency at the day’s rate.', '16'],
    [step('1', { claim: 'converted' })]),
  pay_wrong_mode: script(['Wrong mode', 'Test evidence for a live order and the other way round.', '17'],
    [step('1', { claim: 'other_mode' })]),
  unlisted_status: script(['Unlisted status', 'Status 9, which the protocol does not know.', '18'], [step('9')]),
  foreign_merchant: script(
    ['Another merchant’s', 'A confirmation for another merchant’s project, with that password and the provider’s real key.', '19'],
    forged('foreign', { claim: 'other_project' }), 'nowhere'),
  strip_signature: script(['No signature', 'A confirmation with nothing that proves it; no money.', '20'], forged('none'), 'nowhere'),
  weak_signature: script(['Weakest signature', 'Only ss1.', '21'], [step('1', { proof: 'weakest' })]),
  pay_extra_fields: script(['Unknown fields', 'A payment whose callback has fields nobody knows.', '22'],
    [step('1', { claim: 'extra_fields' })]),
  pay_noted: script(['Paid, then a note', 'Status 1, then status 3 with more about the payer.', '23'], [step('1'), step('3')]),
  changed_project: script(['Project changed', 'Another project number, signed with this project’s password; no money.', '24'],
    forged('genuine', { claim: 'other_project' }), 'nowhere'),
  pay_return_first: script(['Return first', 'The payer is back in the shop five seconds before the callback.', '25'],
    [step('1', { afterMs: SECONDS_BETWEEN_MS })]),
}


export const isOutcome = (name: string): name is Outcome => Object.hasOwn(SCRIPTS, name)

export const OUTCOMES: readonly Outcome[] = Object.keys(SCRIPTS).filter(isOutcome)

/** A failure that the main button of the pay page brings about when the amount ends in these cents. */
export type KnownInput = { readonly cents: string; readonly title: string; readonly effect: string }

export const KNOWN_INPUTS: readonly KnownInput[] = Object.values(SCRIPTS)
  .flatMap(({ cents, title, effect }) => (cents === null ? [] : [{ cents, title, effect }]))
  .sort((a, b) => a.cents.localeCompare(b.cents))

/** What the main button does with this amount, in minor units as sent. */
export function outcomeOfAmount(amount: string): Outcome {
  const cents = amount.padStart(2, '0').slice(-2)
  return OUTCOMES.find((name) => SCRIPTS[name].cents === cents) ?? 'pay'
}

/** The delay a project set to `redirect_first` puts before every callback. */
export const afterRedirect = (steps: readonly Step[]): readonly Step[] =>
  steps.map((one) => ({ ...one, afterMs: one.afterMs + SECONDS_BETWEEN_MS }))
