import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { currencyOf, exponentOf } from '../../money/currency.ts'
import type { Currency } from '../../money/currency.ts'
import { parseMoney } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { Report } from '../contract.ts'
import type { Config } from './config.ts'
import type { Fields } from './form.ts'

/**
 * Paysera's status to ours. 4 is "executed, but no confirmation of the money's arrival will follow"; 3 adds details
 * to a payment already told. What is not listed is neither success nor failure. Source: protocol sheet A6d.
 */
const STATUS: ReadonlyMap<string, Report['status']> = new Map([
  ['0', 'refused'], ['1', 'confirmed'], ['2', 'waiting'], ['3', 'noted'], ['4', 'unconfirmed'], ['5', 'refunded'],
])

const readStatus = (word: string): Report['status'] => STATUS.get(word) ?? 'unrecognised'

/** `test` of a callback. Only this field tells a test payment, never the status. Source: A9. */
const MODE: ReadonlyMap<string, Report['mode']> = new Map([['0', 'live'], ['1', 'test']])

/** What one amount in a callback says: null where it cannot be told, then `doubt` says why. */
type Amount = { readonly money: Money | null; readonly doubt: string | null }

/**
 * Reads the fields of a callback that has proved itself. An error: genuine, but not about one of our orders, or
 * without what names it. Whatever is readable but not certain comes back as a report with a doubt.
 */
export function readReport(fields: Fields, config: Config): Result<Report, string> {
  if (fields.get('projectid') !== config.projectId) return err('signed for another project')
  const reference = fields.get('orderid') ?? ''
  const word = fields.get('status') ?? ''
  if (reference === '' || word === '') return err('genuine, but without orderid or status')
  const mode = MODE.get(fields.get('test') ?? '0')
  if (mode === undefined) return err('genuine, but `test` is neither 0 nor 1')

  const status = fields.has('refund_timestamp') ? 'refunded' : readStatus(word)
  const providerRef = textOf(fields, 'requestid')
  const asked = readAmount(fields, ['amount', 'currency'], ['request_amount', 'request_currency'], config)
  const transferred = readAmount(fields, ['payamount', 'paycurrency'], ['pay_amount', 'pay_currency'], config)
  const refund = status === 'refunded' ? readRefund(fields, transferred.money ?? asked.money) : { given: null, doubt: null }
  const doubts = [
    status === 'unrecognised' ? `status ${word.slice(0, 20)} is not listed` : null,
    status === 'refunded' && word !== '5' ? `a refund is told beside status ${word.slice(0, 20)}` : null,
    status === 'confirmed' && providerRef === null ? 'paid without requestid: a repeat looks like a second payment' : null,
    status === 'confirmed' && asked.money === null && asked.doubt === null ? 'paid without an amount' : null,
    asked.doubt, transferred.doubt, refund.doubt,
  ].filter((doubt) => doubt !== null)
  return ok({
    status, reference, providerRef, mode,
    asked: asked.money,
    transferred: transferred.money,
    method: textOf(fields, 'payment'),
    payer: { name: nameOf(fields), account: textOf(fields, 'account'), country: countryOf(fields) },
    refund: refund.given,
    doubt: doubts.length === 0 ? null : [...new Set(doubts)].join('; '),
  })
}

const textOf = (fields: Fields, name: string): string | null => fields.get(name)?.trim() || null

/** Real callbacks spell it `surename`, the vendor's newer library reads `surname`. Source: A6c. */
function nameOf(fields: Fields): string | null {
  const parts = [textOf(fields, 'name'), textOf(fields, 'surename') ?? textOf(fields, 'surname')]
  return parts.filter((part) => part !== null).join(' ') || null
}

function countryOf(fields: Fields): string | null {
  const country = textOf(fields, 'payer_country') ?? textOf(fields, 'payment_country')
  return country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null
}

type Names = readonly [amount: string, currency: string]

/** The names of version 1.6 first; the others only where those are absent altogether. Source: A6c, "Conflict". */
function readAmount(fields: Fields, names: Names, newNames: Names, config: Config): Amount {
  if (names.some((name) => fields.has(name))) return readMinor(fields, names)
  if (newNames.some((name) => fields.has(name))) return readNewAmount(fields, newNames, config.newAmounts)
  return { money: null, doubt: null }
}

/** ASCII digits without a leading zero: nothing that another reader could read as another number. */
const DIGITS = /^(?:0|[1-9][0-9]{0,17})$/

function readMinor(fields: Fields, [amountName, currencyName]: Names): Amount {
  const text = fields.get(amountName) ?? ''
  const currency = centsCurrency(fields.get(currencyName) ?? '')
  if (!DIGITS.test(text) || currency === null) return unreadable(amountName)
  return { money: { minor: BigInt(text), currency }, doubt: null }
}

/** Some integrators read these as cents, one as euros. Only a point settles it; else the channel's setting, else a person. */
function readNewAmount(fields: Fields, names: Names, setting: Config['newAmounts']): Amount {
  const [amountName, currencyName] = names
  const text = fields.get(amountName) ?? ''
  const currency = centsCurrency(fields.get(currencyName) ?? '')
  const major = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text) && currency !== null ? parseMoney(text, currency) : null
  if (major === null) return unreadable(amountName)
  if (text.includes('.') || setting === 'major') return { money: major, doubt: null }
  const doubt = setting === 'ask' ? `${amountName} may be in cents or in whole units` : null
  return { ...readMinor(fields, names), doubt }
}

const unreadable = (name: string): Amount => ({ money: null, doubt: `${name} is not an amount` })

/** Amounts are "cents", two decimals for every currency; where that is no money of ours, a person looks. Source: A8. */
function centsCurrency(code: string): Currency | null {
  const currency = currencyOf(code)
  return currency !== null && exponentOf(currency) === 2 ? currency : null
}

type Refund = { readonly given: Report['refund']; readonly doubt: string | null }

/** `refund_amount` in minor units, as the vendor's own test has it; not documented otherwise. Source: A6c. */
function readRefund(fields: Fields, paid: Money | null): Refund {
  const { money, doubt } = readMinor(fields, ['refund_amount', 'refund_currency'])
  if (money === null) return { given: null, doubt }
  const tooMuch = paid !== null && paid.currency === money.currency && money.minor > paid.minor
  return {
    given: { amount: money, at: timeOf(fields.get('refund_timestamp') ?? ''), counts: 'this' },
    doubt: tooMuch ? 'more is refunded than was paid' : null,
  }
}

/** Unix seconds. Null if it is no time of this or the next centuries. */
const timeOf = (text: string): Date | null => (/^[1-9][0-9]{8,10}$/.test(text) ? new Date(Number(text) * 1000) : null)
