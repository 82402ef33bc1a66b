import type { Http, Outcome, SettlementLine, Setup, Span } from '../contract.ts'
import { call } from './client.ts'
import type { Config } from './config.ts'
import { isTold, listOf, textOf } from './json.ts'
import type { Told } from './json.ts'
import { amountIn, readReport, timeIn } from './report.ts'

/** Shorter than this a span is not divided any more. */
const SHORTEST_MS = 60_000

/**
 * The archive of a span, by the times in it: all payments that money was taken by, with what LiqPay keeps of each. A
 * payment that cannot be read makes the whole `unknown`: a statement with a gap proves nothing. A span with more payments than
 * an answer may hold is asked for in halves. Source: protocol sheet 8.10.
 */
export async function statement(span: Span, setup: Setup<Config>, http: Http): Promise<Outcome<readonly SettlementLine[]>> {
  const answer = await archive(span, setup, http)
  if (answer !== 'too_long') return answer
  const middle = new Date(Math.floor((span.from.getTime() + span.to.getTime()) / 2))
  if (middle.getTime() - span.from.getTime() < SHORTEST_MS) return { kind: 'unknown', cause: 'more payments in a minute than an answer may hold' }
  const first = await statement({ from: span.from, to: middle }, setup, http)
  if (first.kind !== 'done') return first
  const second = await statement({ from: middle, to: span.to }, setup, http)
  return second.kind === 'done' ? { kind: 'done', value: [...first.value, ...second.value] } : second
}

async function archive({ from, to }: Span, setup: Setup<Config>, http: Http): Promise<Outcome<readonly SettlementLine[]> | 'too_long'> {
  const heard = { isTooLong: false }
  const listening: Http = async (asked) => {
    const said = await http(asked)
    heard.isTooLong = said.kind === 'unknown' && said.isTooLong === true
    return said
  }
  // Milliseconds; the end is taken to belong to it, as in every range of two moments.
  const request = { action: 'reports', date_from: from.getTime(), date_to: to.getTime() - 1, resp_format: 'json' }
  const answer = await call(request, setup, listening)
  if (heard.isTooLong) return 'too_long'
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
