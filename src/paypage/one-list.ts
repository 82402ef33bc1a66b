import { isInTrouble } from '../merchants/channels/health.ts'
import type { OfferedMethod } from './face-of.ts'
import { brandOf } from './method-mark.ts'
import type { PaySubject } from './store.ts'

/**
 * Without the methods of channels that are in trouble now. If all of them are, all are kept: a payer who may try is better off than
 * one who may not.
 */
export function answering(offered: readonly OfferedMethod[], { channels }: Pick<PaySubject, 'channels'>, now: Date): readonly OfferedMethod[] {
  const inTrouble = new Set(channels.filter(({ troubleAt }) => isInTrouble(troubleAt, now)).map(({ id }) => id))
  const healthy = offered.filter(({ channelId }) => !inTrouble.has(channelId))
  return healthy.length > 0 ? healthy : offered
}

/** A card is a card, whoever takes it; leasing and the like are each a contract of their own. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set(['bank', 'card', 'wallet'])

/**
 * What several channels offer stands in the list once, through the first of them; but rather not through the one by which
 * this invoice was refused last. `home`: the payer's country, lower case, where methods of no country count.
 */
export function onceEach(
  offered: readonly OfferedMethod[], { attempt, home }: Pick<PaySubject, 'attempt'> & { readonly home: string },
): readonly OfferedMethod[] {
  const refusedBy = attempt?.state === 'failed' ? attempt.channelId : null
  const seen = new Map<string, OfferedMethod>()
  for (const one of offered.toSorted((a, b) => Number(a.channelId === refusedBy) - Number(b.channelId === refusedBy))) {
    const same = sameness(one, home)
    if (!seen.has(same)) seen.set(same, one)
  }
  return offered.filter((one) => !SAME_FOR_ALL.has(one.method.kind) || seen.get(sameness(one, home))?.channelId === one.channelId)
}

const sameness = ({ method }: OfferedMethod, home: string): string =>
  (method.kind === 'card' ? 'card' : `${method.kind} ${(method.country ?? home).toLowerCase()} ${brandOf(method)}`)
