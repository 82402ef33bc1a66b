import type pg from 'pg'
import type { Http, Report } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { isTrouble } from '../merchants/channels/health.ts'
import { applyReport } from './apply-report.ts'
import type { InboundOutcome } from './decide-report.ts'
import type { ChannelOpener } from './method-titles.ts'
import { beginPolling, isUnfinished } from './poll-attempts.ts'
import { findAttemptSubject } from './report-subject.ts'

export type CheckDeps = { readonly pool: pg.Pool; readonly clock: Clock; readonly http: Http; readonly openChannel: ChannelOpener }

export type CheckError =
  | { readonly code: 'not_found' }
  /** The provider has no call to ask it about a payment. */
  | { readonly code: 'lookup_impossible' }
  /** It knows no such payment of this contract, or takes the text for no reference. */
  | { readonly code: 'unknown_to_provider'; readonly field: 'reference' }
  /** It does not take questions with the channel's credentials, or not about a payment of somebody else. */
  | { readonly code: 'question_refused' }
  | { readonly code: 'provider_unreachable' }

/** What the provider says of a payment, and what that meant for our books. `invoiceId` is null where the payment is for no invoice of ours. */
type Checked = {
  readonly outcome: InboundOutcome
  readonly status: Report['status']
  readonly amount: Report['asked']
  readonly invoiceId: Id<'invoice'> | null
}

/**
 * A person names a payment, as a bank's letter or the provider's portal shows it: it is looked up and applied as if the
 * provider had reported it, and asked about until it has ended. For payments whose report was lost and that nothing else
 * would find.
 */
export async function checkReference(
  { pool, clock, http, openChannel }: CheckDeps, { merchantId, channelId, reference }: { merchantId: Id<'merchant'>; channelId: Id<'channel'>; reference: string },
): Promise<Result<Checked, CheckError>> {
  const channel = await openChannel(merchantId, channelId)
  if (channel === null) return err({ code: 'not_found' })
  const { lookup } = channel.open
  if (lookup === null) return err({ code: 'lookup_impossible' })
  const answer = await lookup(reference, http)
  if (answer.kind === 'refused') return err(isTrouble(answer.reason) ? { code: 'question_refused' } : { code: 'unknown_to_provider', field: 'reference' })
  if (answer.kind === 'unknown') return err({ code: 'provider_unreachable' })
  const { status, asked } = answer.value
  const at = clock.now()
  const { outcome, attemptId } = await applyReport(pool, { merchantId, channelId, report: answer.value, inboundId: null, at })
  if (attemptId !== null && isUnfinished(answer.value)) await beginPolling(pool, { merchantId, attemptId, providerRef: reference, at })
  const subject = attemptId === null ? null : await findAttemptSubject(pool, merchantId, attemptId)
  return ok({ outcome, status, amount: asked, invoiceId: subject?.invoice.id ?? null })
}
