import type { Deed } from '../../simulator.ts'

/** Deeds of the contract that this provider can produce. One `order_id` is paid once, and nothing is converted. */
export const DEEDS = [
  'pay', 'pay_later', 'refuse', 'cancel', 'leave', 'pay_unheard', 'pay_less', 'pay_other_currency', 'pay_wrong_mode', 'pay_unconfirmed', 'refund',
  'forge_signature', 'strip_signature', 'foreign_merchant', 'unlisted_status',
] as const satisfies readonly Deed[]

/** What can happen on the hosted page: those deeds, and what only this provider's page offers. */
export type Outcome = (typeof DEEDS)[number] |
  'pay_late' | 'pay_repeated' | 'pay_reversed_order' | 'pay_answer_lost' | 'pay_after_refusal' | 'pay_early' | 'pay_reads_fail' |
  'pay_checked' | 'pay_accepted_later' | 'wait_card' | 'pay_compensated' | 'hold_wait' | 'cash_wait' | 'try_again' |
  'secure_expired' | 'bank_silent' | 'taken_back' | 'refund_part' | 'hex_signature' | 'other_hash' | 'unescaped' |
  'register_missing' | 'register_amount' | 'register_twice' | 'register_fee'

/** What happens to a payment at a step. */
export type Move =
  | 'process' | 'settle' | 'fail' | 'secure' | 'accept' | 'card' | 'compensate' | 'hold' | 'cash' | 'try_again'
  | 'ask_3ds' | 'expire_3ds' | 'reverse' | 'refund_half' | 'other_mode' | 'moon'

/** How a callback is made: as it should, or with this wrong. `as_before`: it says the state of before the payment. */
export type Manner = 'right' | 'wrong_signature' | 'no_signature' | 'hex_signature' | 'other_hash' | 'unescaped' | 'stranger' | 'as_before'

export type Step = {
  /** After the payer's click, on the provider's clock. */
  readonly afterMs: number
  readonly move: Move | null
  /** Null: nobody is told. */
  readonly told: Manner | null
  readonly times: number
  readonly answerLost: boolean
  /** How long `status` goes on saying the word before. */
  readonly hiddenMs: number
  /** How long `status` is answered with 503. */
  readonly downMs: number
}

export type Script = {
  readonly title: string
  /** One sentence for the page: what the shop's side sees. */
  readonly effect: string
  /** Kopecks of an amount that choose it for the main button; null where only a button does. */
  readonly cents: string | null
  readonly steps: readonly Step[]
  /** What is changed before anything happens. */
  readonly before: 'less' | 'other_currency' | null
  readonly browser: 'back' | 'nowhere'
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

const step = (move: Move | null, told: Manner | null = 'right', rest: Partial<Step> = {}): Step =>
  ({ afterMs: 0, move, told, times: 1, answerLost: false, hiddenMs: 0, downMs: 0, ...rest })

const settled = (rest: Partial<Step> = {}): Step => step('settle', 'right', rest)

const script = ([title, effect, cents]: readonly [string, string, string | null], steps: readonly Step[], more: Partial<Script> = {}): Script =>
  ({ title, effect, cents, steps, before: null, browser: 'back', ...more })

const ATTACK = { browser: 'nowhere' } as const

const attack = (title: string, effect: string, cents: string, told: Manner): Script => script([title, effect, cents], [step(null, told)], ATTACK)

/** Every outcome with its sequence. Sources: sheet 10, 11, the duties of a simulator, and "Traps". */
export const SCRIPTS: Readonly<Record<Outcome, Script>> = {
  pay: script(['Pay', 'success at once, and told.', null], [settled()]),
  pay_later: script(['Pay, it takes a while', 'processing now, success 30 seconds later; both are told.', '12'],
    [step('process'), settled({ afterMs: 30 * SECOND_MS })]),
  refuse: script(['The bank refuses', 'failure with err_code decline, and told.', '11'], [step('fail')]),
  cancel: script(['Back to the shop', 'Nothing was paid; the order stays as it is.', null], []),
  leave: script(['Close the browser', 'Nothing now; the order stays open until its expired_date.', null], [], ATTACK),
  bank_silent: script(['The bank falls silent', 'processing, and no word after it.', '32'], [step('process')]),

  pay_late: script(['Told late', 'success now, the only callback an hour later.', '01'], [step('settle', null), step(null, 'right', { afterMs: HOUR_MS })]),
  pay_repeated: script(['Told twice', 'The same callback two times.', '02'], [settled({ times: 2 })]),
  pay_unheard: script(['Never told', 'success; no callback is ever sent.', '03'], [step('settle', null)]),
  forge_signature: attack('Forged', 'A success with a wrong signature; no money.', '04', 'wrong_signature'),
  pay_less: script(['Another amount', 'A hundredth less is paid, genuinely signed.', '05'], [settled()], { before: 'less' }),
  pay_other_currency: script(['Another currency', 'The same digits in another currency, genuinely signed.', '06'], [settled()], { before: 'other_currency' }),
  pay_reversed_order: script(['In reversed order', 'The callback of processing comes after that of success.', '07'],
    [step('process', null), settled(), step(null, 'as_before')]),
  pay_answer_lost: script(['Answer lost', 'The 200 to the callback gets lost; told again after a minute.', '08'], [settled({ answerLost: true })]),
  pay_after_refusal: script(['Refused, then paid after all', 'failure now; an hour later the same order is success.', '09'],
    [step('fail'), settled({ afterMs: HOUR_MS })]),
  refund_part: script(['Paid and partly refunded', 'success, then success with half of it in refund_amount.', '13'], [settled(), step('refund_half')]),
  refund: script(['Paid and refunded', 'success, then reversed in full; both are told.', '14'], [settled(), step('reverse')]),
  taken_back: script(['Taken back by the bank', 'success; a day later reversed without a request of the shop.', '15'],
    [settled(), step('reverse', 'right', { afterMs: 24 * HOUR_MS })]),
  pay_wrong_mode: script(['Test for live', 'sandbox where real money was asked, and the other way round.', '16'], [step('other_mode')]),
  unlisted_status: script(['Unlisted status', 'wait_moon, which the protocol does not know.', '18'], [step('moon')]),
  foreign_merchant: attack('Another shop’s', 'A success genuinely signed by another shop; no money.', '19', 'stranger'),
  pay_unconfirmed: script(['Shop not verified', 'wait_accept: taken from the payer, and not the shop’s.', '20'], [step('accept')]),
  pay_accepted_later: script(['Verified later', 'wait_accept now, success an hour later.', '21'], [step('accept'), settled({ afterMs: HOUR_MS })]),
  wait_card: script(['Nowhere to pay out', 'wait_card: the shop has no payout method.', '22'], [step('card')]),
  hold_wait: script(['Only held', 'hold_wait: reserved, until it is completed or refunded.', '23'], [step('hold')]),
  pay_compensated: script(['Paid out later', 'wait_compensation, which is paid; success a day later.', '24'],
    [step('compensate'), settled({ afterMs: 24 * HOUR_MS })]),
  pay_checked: script(['Checked by the bank', 'wait_secure now, success two hours later.', '25'], [step('secure'), settled({ afterMs: 2 * HOUR_MS })]),
  cash_wait: script(['Cash at a terminal', 'cash_wait now, success an hour later.', '26'], [step('cash'), settled({ afterMs: HOUR_MS })]),
  try_again: script(['Try again', 'try_again; the payer may pay the same order later.', '27'], [step('try_again')]),
  secure_expired: script(['3-D Secure left', '3ds_verify now; failure with expired_3ds after 15 minutes.', '29'],
    [step('ask_3ds'), step('expire_3ds', 'right', { afterMs: 15 * MINUTE_MS })], ATTACK),
  pay_early: script(['Callback before the state', 'Told at once, but status says success only a minute later.', '30'], [settled({ hiddenMs: MINUTE_MS })]),
  pay_reads_fail: script(['status answers 503', 'success and told; for ten minutes status cannot be read.', '31'], [settled({ downMs: 10 * MINUTE_MS })]),

  hex_signature: attack('Hex signature', 'A success signed with the hex digest; no money.', '33', 'hex_signature'),
  strip_signature: attack('No signature', 'A success without a signature; no money.', '34', 'no_signature'),
  unescaped: attack('Not percent-encoded', 'A success whose plus arrives as a space; no money.', '35', 'unescaped'),
  other_hash: attack('The other hash', 'A success signed with the hash of the other version; no money.', '36', 'other_hash'),

  register_missing: script(['Missing in the register', 'success and told; reports and registers do not have it.', '41'], [settled()]),
  register_amount: script(['Another amount in the register', 'success and told; reports and registers have a hryvnia more.', '42'], [settled()]),
  register_twice: script(['Twice in the register', 'success and told; reports and registers have two lines.', '43'], [settled()]),
  register_fee: script(['Another fee in the register', 'success and told; registers have the double fee.', '44'], [settled()]),
}

export const isOutcome = (name: string): name is Outcome => Object.hasOwn(SCRIPTS, name)

export const OUTCOMES: readonly Outcome[] = Object.keys(SCRIPTS).filter(isOutcome)

/** A failure that the main button of the page, or an API call, brings about when the amount ends in these kopecks. */
export type KnownInput = { readonly cents: string; readonly title: string; readonly effect: string }

export const KNOWN_INPUTS: readonly KnownInput[] = Object.values(SCRIPTS)
  .flatMap(({ cents, title, effect }) => (cents === null ? [] : [{ cents, title, effect }]))
  .sort((a, b) => a.cents.localeCompare(b.cents))

export const centsOf = (minor: bigint): string => String(minor).padStart(2, '0').slice(-2)

/** What the main button does with this amount in hundredths. */
export const outcomeOfAmount = (minor: bigint): Outcome => OUTCOMES.find((name) => SCRIPTS[name].cents === centsOf(minor)) ?? 'pay'

/** What `refund` and `hold_completion` do beyond their rules, by the kopecks of the amount that the call names. */
export const REFUND_INPUTS = [
  { cents: '03', title: '503', effect: 'Nothing is done, and the answer is 503.' },
  { cents: '07', title: 'Late', effect: 'The answer is 504, and a minute later it is done.' },
  { cents: '08', title: 'Answer lost', effect: 'It is done, and the connection ends before the answer.' },
  { cents: '09', title: 'The balance is short', effect: 'wait_amount true; wait_reserve for a day, then done. Refunds only.' },
  { cents: '11', title: 'Refused', effect: 'err_code 90, and nothing is done.' },
] as const
