import type { Money } from '../../money/money.ts'
import { add } from '../../money/money.ts'
import type { Filed, ServiceTotals } from '../contract.ts'
import type { Said } from './client.ts'
import type { Progress } from './filing.ts'
import { momentAt, objectOf, textAt, wholeAt } from './json.ts'
import type { Told } from './json.ts'

/** The opening of a shift. One that is `CLOSED` and was never opened has been refused. Source: protocol sheet B, enumerations. */
export function readOpening(said: Said): Progress {
  const shift = objectOf(said.body)
  const [ref, status] = [textAt(shift, 'id'), textAt(shift, 'status')]
  if (shift === null || ref === null || status === null) return { kind: 'unreadable' }
  if (status === 'CREATED' || status === 'OPENING') return { kind: 'pending' }
  const opening = objectOf(shift.get('initial_transaction'))
  const at = momentAt(shift, 'opened_at')
  if (status === 'CLOSED' && (at === null || isFailed(opening))) return { kind: 'failed', word: whyOf(opening) ?? 'CLOSED' }
  if ((status !== 'OPENED' && status !== 'CLOSING' && status !== 'CLOSED') || at === null) return { kind: 'unreadable' }
  return filed(opening, { ref, at, fiscalNumber: null, zReport: null }, said)
}

/** The closing of a shift with its Z-report. A shift that is `OPENED` again has not been closed. Source: B; as seen in a published client. */
export function readClosing(said: Said): Progress {
  const shift = objectOf(said.body)
  const [ref, status] = [textAt(shift, 'id'), textAt(shift, 'status')]
  if (shift === null || ref === null || status === null) return { kind: 'unreadable' }
  const closing = objectOf(shift.get('closing_transaction'))
  if (status === 'CLOSING') return { kind: 'pending' }
  if (status === 'OPENED') return { kind: 'untouched', word: isFailed(closing) ? whyOf(closing) ?? 'ERROR' : null }
  const at = momentAt(shift, 'closed_at')
  if (status !== 'CLOSED' || at === null) return { kind: 'unreadable' }
  return filed(closing, { ref, at, fiscalNumber: textAt(objectOf(shift.get('z_report')), 'fiscal_code'), zReport: totalsOf(shift) }, said)
}

const isFailed = (transaction: Told | null): boolean => ['ERROR', 'CANCELLED'].includes(textAt(transaction, 'status') ?? '')

const whyOf = (transaction: Told | null): string | null => textAt(transaction, 'response_error_message')

type Known = Pick<Filed, 'ref' | 'at' | 'zReport'> & { readonly fiscalNumber: string | null }

/** The tax service's number is with the transaction; one made offline has the number of that. Older shifts have neither. */
function filed(transaction: Told | null, { fiscalNumber, ...known }: Known, { text }: Said): Progress {
  const number = fiscalNumber ?? textAt(transaction, 'response_id') ?? textAt(transaction, 'offline_id') ?? textAt(transaction, 'id')
  if (number === null) return { kind: 'unreadable' }
  const isOffline = textAt(transaction, 'response_id') === null && textAt(transaction, 'offline_id') !== null
  return {
    kind: 'filed',
    filed: { ...known, fiscalNumber: number, localNumber: wholeAt(transaction, 'serial'), url: null, offline: isOffline, answer: text },
  }
}

/** Sums of the shift's balance, in kopecks. Null where one of them is missing. Source: published models, `balance` of a shift. */
function totalsOf(shift: Told): ServiceTotals | null {
  const balance = objectOf(shift.get('balance'))
  const sumAt = (name: string): Money | null => {
    const minor = wholeAt(balance, name)
    return minor === null ? null : { minor: BigInt(minor), currency: 'UAH' }
  }
  const [cashSales, cardSales, cashReturns, cardReturns] = [sumAt('cash_sales'), sumAt('card_sales'), sumAt('cash_returns'), sumAt('card_returns')]
  if (cashSales === null || cardSales === null || cashReturns === null || cardReturns === null) return null
  return { sales: add(cashSales, cardSales), returns: add(cashReturns, cardReturns), serviceIn: sumAt('service_in'), serviceOut: sumAt('service_out') }
}
