import type { Http, Outcome, SettlementLine, Setup, Span } from '../contract.ts'
import { call } from './client.ts'
import type { Config } from './config.ts'
import { isTold, listOf, textOf } from './json.ts'
import type { Told } from './json.ts'
import { amountIn, readReport, timeIn } from './report.ts'

/**
 * The archive of a span, by the times in it: all payments that money was taken by, with what LiqPay keeps of each. A
 * payment that cannot be read makes the whole `unknown`: a statement with a gap proves nothing. Source: protocol sheet 8.10.
 */
export async function statement({ from, to }: Span, setup: Setup<Config>, http: Http): Promise<Outcome<readonly SettlementLine[]>> {
  // Milliseconds; the end is taken to belong to it, as in every range of two moments.
  const request = { action: 'reports', date_from: from.getTime(), date_to: to.getTime() - 1, resp_format: 'json' }
  const answer = await call(request, setup, http)
  if (answer.kind !== 'done') return answer
  const rows = listOf(answer.value.get('data'))
  if (rows === null) return { kind: 'unknown', cause: 'the answer has no list of payments' }
  const lines = rows.map((row) => (isTold(row) ? lineOf(row, setup.config) : null))
  const kept = lines.filter((line) => line !== null)
  return kept.length === lines.length ? { kind: 'done', value: kept.flat() } : { kind: 'unknown', cause: 'a payment of the list is not readable' }
}

/** One line, none where no money was taken, or null for what cannot be read. */
function lineOf(row: Told, config: Config): readonly SettlementLine[] | null {
  const report = readReport(row, config)
  const number = textOf(row.get('payment_id'))
  if (report === null || number === null || report.providerRef === null || report.status === 'unrecognised') return null
  if (report.status !== 'confirmed' && report.status !== 'refunded') return []
  const { asked: taken, refund } = report
  if (taken === null || report.doubt !== null) return null
  return [{
    providerRef: report.providerRef, number, reference: report.reference === '' ? null : report.reference, method: report.method,
    at: timeIn(row, 'end_date'), taken, returned: refund?.amount ?? { minor: 0n, currency: taken.currency }, fee: amountIn(row, ['receiver_commission', 'currency']),
  }]
}
