import type { Report } from '../connectors/contract.ts'
import type { Attempt, AttemptEvent, AttemptState } from './attempt.ts'
import { isLive, step } from './attempt.ts'
import { differences, printed } from './compare-report.ts'
import type { Difference } from './compare-report.ts'
import type { InvoiceInPayment } from './money-change.ts'
import type { ReportSubject } from './report-subject.ts'

/** What an inbound message led to. */
export type InboundOutcome = 'applied' | 'repeated' | 'conflicted' | 'unmatched' | 'noted'

/** What the report changes. A pure answer: nothing is written here. */
export type Decision =
  | { readonly kind: 'nothing'; readonly outcome: InboundOutcome; readonly reason: string }
  | {
      readonly kind: 'change'
      readonly attempt: { readonly state: AttemptState; readonly moved: boolean; readonly conflict: readonly Difference[] | null
        readonly waiting: boolean; readonly claimed: boolean }
      /** The money to book, once per provider reference; null where the report brings none. */
      readonly money: boolean
      /** Whether the invoice's lease on this attempt ends. */
      readonly released: boolean
      readonly outcome: InboundOutcome
      readonly reason: string | null
    }

const EVENT: Readonly<Record<Report['status'], AttemptEvent | null>> = {
  confirmed: 'confirmed', waiting: 'waiting', authorised: 'authorised', refused: 'refused', unconfirmed: 'unconfirmed',
  refunded: 'confirmed', charged_back: 'confirmed', // money that went back had come: the way back is applied after this
  open: null, noted: null, unrecognised: null,
}

/**
 * What a verified report means for its attempt. The outcome does not depend on the order in which reports arrive, nor on how often each is repeated.
 */
export function decide({ attempt, invoice, booked }: ReportSubject, report: Report): Decision {
  if (report.status === 'noted') return nothing('noted', 'further information about a payment already told')
  if (report.status === 'open') return nothing('noted', 'the payer has not paid yet')
  if (report.status === 'charged_back' && !tellsOfMoneyBack(report)) return chargedBack(attempt, invoice)
  if (report.status === 'unrecognised') return nothing('noted', report.doubt ?? 'a status that the protocol does not list')
  const said = EVENT[report.status]
  if (said === null) return nothing('noted', 'no meaning')
  if (said === 'refused' && isOther(attempt, report)) return nothing('noted', 'another try of this attempt was refused')
  if (said === 'refused' && attempt.claimedAt !== null) {
    return nothing('noted', 'refused after it was said to be executed; a person decides')
  }
  if (said === 'confirmed' && booked !== null) return nothing('repeated', 'this money is in the books already')
  const conflict = differencesThatMatter(attempt, report, said)
  const happened: AttemptEvent = conflict.length > 0 ? 'mismatched' : said
  const moved = step(attempt.state, happened)
  if (moved.kind === 'impossible') return nothing('conflicted', `${happened} cannot follow ${attempt.state}`)
  const state = moved.kind === 'move' ? moved.to : attempt.state
  const money = happened === 'confirmed'
  const waiting = happened === 'waiting' && attempt.waitingSince === null && isLive(state)
  const claimed = happened === 'unconfirmed' && attempt.claimedAt === null
  if (moved.kind === 'repeat' && !money && !waiting && !claimed && happened !== 'mismatched') {
    return nothing('repeated', `already ${attempt.state}`)
  }
  return {
    kind: 'change',
    attempt: { state, moved: moved.kind === 'move', conflict: happened === 'mismatched' ? conflict : null, waiting, claimed },
    money,
    released: !isLive(state),
    outcome: happened === 'mismatched' ? 'conflicted' : 'applied',
    reason: happened === 'mismatched' ? conflict.map((difference) => difference.what).join(', ') : null,
  }
}

/** Whether a report says that money went back, and of a chargeback also clearly how much. */
export const tellsOfMoneyBack = ({ status, refund, doubt }: Report): boolean =>
  status === 'refunded' || (status === 'charged_back' && refund !== null && doubt === null)

/** The payer's bank took money back, and it is not clear how much: nothing is booked, and a person looks. */
function chargedBack({ state, asked }: Attempt, { paidMinor, refundedMinor }: InvoiceInPayment): Decision {
  if (state === 'conflicted') return nothing('repeated', 'a person looks at it already')
  if (refundedMinor > 0n && refundedMinor >= paidMinor) return nothing('repeated', 'the money is booked as gone back')
  const conflict = [{ what: 'charged_back', ours: printed(asked), theirs: '' }] as const
  return {
    kind: 'change', attempt: { state: 'conflicted', moved: true, conflict, waiting: false, claimed: false }, money: false, released: true,
    outcome: 'conflicted', reason: 'charged_back',
  }
}

/** Only what moves money or ends an attempt has to fit; "waiting" and "refused" settle nothing, but their mode must be right. */
function differencesThatMatter(attempt: Attempt, report: Report, said: AttemptEvent): readonly Difference[] {
  const all = differences(attempt, report)
  return said === 'waiting' || said === 'refused' ? all.filter((difference) => difference.what === 'mode') : all
}

/** A payer who went back and chose another bank leaves an attempt with two names at the provider; the one refused is not the one under way. */
const isOther = ({ providerRef }: Attempt, report: Report): boolean =>
  providerRef !== null && report.providerRef !== null && report.providerRef !== providerRef

const nothing = (outcome: InboundOutcome, reason: string): Decision => ({ kind: 'nothing', outcome, reason })
