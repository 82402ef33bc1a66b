import type { GuideStep } from '../../connectors/contract.ts'

/** `awaiting_provider`: everything is with the provider, who reviews. `testing`: it may take test payments. */
type ChannelState = 'draft' | 'awaiting_provider' | 'testing' | 'live' | 'suspended'

/**
 * `submitted`: the merchant has handed the service in for review; `withdrawn`: and took that back. `connected`:
 * credentials were given that the connector can read. `resumed_*`: a suspension ended, after going live or before.
 */
export type ChannelEvent = 'submitted' | 'withdrawn' | 'connected' | 'went_live' | 'suspended' | 'resumed_testing' | 'resumed_live'

/** Row: where the channel is. Column: what happened. No cell: not possible there. */
const NEXT: Record<ChannelState, Partial<Record<ChannelEvent, ChannelState>>> = {
  draft: { submitted: 'awaiting_provider', withdrawn: 'draft', connected: 'testing' },
  awaiting_provider: { submitted: 'awaiting_provider', withdrawn: 'draft', connected: 'testing' },
  testing: { submitted: 'testing', withdrawn: 'testing', connected: 'testing', went_live: 'live', suspended: 'suspended' },
  live: { submitted: 'live', withdrawn: 'live', connected: 'live', went_live: 'live', suspended: 'suspended' },
  suspended: {
    submitted: 'suspended', withdrawn: 'suspended', connected: 'suspended', resumed_testing: 'testing',
    resumed_live: 'live',
  },
}

/** The state after the event. Null where the event cannot happen. */
export const nextState = (from: ChannelState, event: ChannelEvent): ChannelState | null => NEXT[from][event] ?? null

/** When each step of the guide was done, by step id. */
export type GuideDone = Readonly<Record<string, Date>>

/** The first step that is not done yet. Null when the channel is set up. */
export function nextStep(guide: readonly GuideStep[], done: GuideDone, state: ChannelState): string | null {
  const open = guide.find((step) => (step.kind === 'go_live' ? state !== 'live' : done[step.id] === undefined))
  return open?.id ?? null
}

/**
 * Whether everything that must come before going live is done: the credentials, and a test payment where the guide
 * has one.
 */
export const isReadyForLive = (guide: readonly GuideStep[], done: GuideDone): boolean =>
  guide.every((step) => (step.kind !== 'credentials' && step.kind !== 'test_payment') || done[step.id] !== undefined)
