import type pg from 'pg'
import type { Http, OpenConnector, SettlementLine, Span } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import { compareSides } from './agreement.ts'
import type { Agreement } from './agreement.ts'
import { bookedPayments, knownOrders } from './booked-payments.ts'
import type { KnownOrder } from './booked-payments.ts'

export type AgreementDeps = { readonly pool: pg.Pool; readonly clock: Clock; readonly http: Http; readonly openChannel: ChannelOpener }

type AgreementAsk = {
  readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode
  /** Those whose money lies in the account. */
  readonly channelIds: readonly Id<'channel'>[]
  readonly span: Span
}

export type AgreementError =
  /** None of these channels, in this mode, has a provider that gives a list of its own. */
  | { readonly code: 'list_impossible' }
  | { readonly code: 'list_refused' }
  | { readonly code: 'provider_unreachable' }

/** `orders`: what the references of the differences name, as far as it is ours. */
export type Asked = Agreement & { readonly channelId: Id<'channel'>; readonly askedAt: Date; readonly orders: ReadonlyMap<string, KnownOrder> }

/** What one side books shortly before midnight the other may have on the next day. */
const MARGIN_MS = 24 * 3_600_000

/**
 * Asks each provider for its own list of the span, and sets it against the books. Only reads: nothing is kept, nothing is booked,
 * and no transaction is open while a provider is waited for.
 */
export async function askAgreement({ pool, clock, http, openChannel }: AgreementDeps, ask: AgreementAsk): Promise<Result<readonly Asked[], AgreementError>> {
  const { merchantId, mode, span } = ask
  const around = { from: new Date(span.from.getTime() - MARGIN_MS), to: new Date(span.to.getTime() + MARGIN_MS) }
  const answers: Asked[] = []
  for (const channelId of ask.channelIds) {
    const statement = statementIn(await openChannel(merchantId, channelId), mode)
    if (statement === null) continue
    const askedAt = clock.now()
    const told = await statement(around, http)
    if (told.kind === 'refused') return err({ code: 'list_refused' })
    if (told.kind === 'unknown') return err({ code: 'provider_unreachable' })
    // Read after the answer: whatever the provider knew when it was asked has had its time to be booked.
    const booked = await bookedPayments(pool, { ...ask, channelId, refs: [...new Set(told.value.map(({ providerRef }) => providerRef))] })
    const orders = await knownOrders(pool, ask, told.value.flatMap(({ reference }) => reference ?? []))
    answers.push({ channelId, askedAt, orders, ...compareSides({ lines: told.value.map((line) => ofChannel(line, channelId, orders)), booked, span, askedAt }) })
  }
  return answers.length === 0 ? err({ code: 'list_impossible' }) : ok(answers)
}

/** Two channels with the same credentials are told the same list: an order of the other one is foreign to this one. */
function ofChannel(line: SettlementLine, channelId: Id<'channel'>, orders: ReadonlyMap<string, KnownOrder>): SettlementLine {
  const order = line.reference === null ? undefined : orders.get(line.reference)
  return order === undefined || order.channelId === channelId ? line : { ...line, reference: null }
}

function statementIn(channel: { readonly open: OpenConnector } | null, mode: Mode): OpenConnector['statement'] {
  if (channel === null || (channel.open.mode !== null && channel.open.mode !== mode)) return null
  return channel.open.statement
}
