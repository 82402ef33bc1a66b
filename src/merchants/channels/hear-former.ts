import type { OpenConnector, Reading } from '../../connectors/contract.ts'
import type { Clock } from '../../kernel/clock.ts'

/** The connector as it was before a secret was replaced, for reading callbacks only. */
export type Former = { readonly open: OpenConnector; readonly acceptedUntil: Date }

/**
 * The present connector, which also hears what was signed with the secrets before, each until its time is over; all else
 * it does as itself. Its own secret is tried first, so that the usual callback costs nothing more. A report that it did
 * not prove itself has the proof `former …`, which is none of the connector's: it says nothing of the present secret.
 */
export const hearingFormer = (present: OpenConnector, former: readonly Former[], clock: Clock): OpenConnector => ({
  ...present,
  readCallback: (raw) => {
    const reading = present.readCallback(raw)
    if (reading.kind !== 'forged') return reading
    const now = clock.now()
    for (const { open } of former.filter(({ acceptedUntil }) => acceptedUntil > now)) {
      const before = open.readCallback(raw)
      if (before.kind !== 'forged') return asFormer(before)
    }
    return reading
  },
})

const FORMER = 'former '

const asFormer = (reading: Reading): Reading => (reading.kind === 'report' ? { ...reading, proof: FORMER + reading.proof } : reading)

/** Whether only a secret before the present ones gave this proof. */
export const isFormer = (proof: string): boolean => proof.startsWith(FORMER)
