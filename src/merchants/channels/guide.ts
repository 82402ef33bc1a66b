import type { ChannelRow } from './store.ts'
import type { GuideDone } from './channel.ts'

/** When each step was done, as the row keeps it. */
export function guideOf({ guide }: Pick<ChannelRow, 'guide'>): GuideDone {
  const done: Record<string, Date> = {}
  if (typeof guide !== 'object' || guide === null || Array.isArray(guide)) return done
  for (const [step, at] of Object.entries(guide)) if (typeof at === 'string') done[step] = new Date(at)
  return done
}
