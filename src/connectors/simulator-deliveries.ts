import type { Agenda } from './simulator-agenda.ts'
import type { Sent } from './simulator.ts'

/** A callback as it is put on the wire, with what the page says about it. */
export type Callback = {
  readonly orderId: string
  /** What the callback says, for people: `status 1`, `status 1, wrong signature`. */
  readonly what: string
  /** The parameters that it carries. */
  readonly says: Readonly<Record<string, string>>
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly contentType: string | null
  readonly body: string
  /** The first answer gets lost on its way back, so that a heard callback is repeated. */
  readonly answerLost: boolean
}

export type SentCallback = Callback & {
  /** As the provider saw it: null when nobody answered in time or the answer was lost. */
  readonly answer: Sent['answer']
  readonly number: number
  readonly at: Date
  /** From 1 for the provider's own tries, null for a resend by hand. */
  readonly attempt: number | null
  readonly took: number
  /** Whether the provider is satisfied and will not repeat it. */
  readonly accepted: boolean
}

/** How one provider delivers. */
export type Habits = {
  /** Tries after the first one, counted from it. Milliseconds. */
  readonly retryAfterMs: readonly number[]
  readonly answerWithinMs: number
  readonly isTaken: (answer: { readonly status: number; readonly body: string }) => boolean
}

const ANSWER_BYTES = 4096

export interface Deliveries {
  /** First try now; the others are planned until one is taken. Resolves after the first. */
  deliver(callback: Callback): Promise<SentCallback>
  /** Sends the same bytes once more, at once, and plans nothing. */
  resend(callback: Callback): Promise<SentCallback>
  /** `resend` of what has this address and body. Throws if that was never sent. */
  repeat(sent: Pick<Sent, 'url' | 'body'>): Promise<SentCallback>
  /** Oldest first. */
  log(): readonly SentCallback[]
}

export function openDeliveries(agenda: Agenda, { retryAfterMs, answerWithinMs, isTaken }: Habits): Deliveries {
  const log: SentCallback[] = []

  async function send(callback: Callback, attempt: number | null): Promise<SentCallback> {
    const at = agenda.now()
    const startedMs = performance.now()
    const answer = await ask(callback, answerWithinMs)
    const heard = callback.answerLost && attempt === 1 ? null : answer
    const sent: SentCallback = {
      ...callback, number: log.length + 1, at, attempt, took: Math.round(performance.now() - startedMs), answer: heard,
      accepted: heard !== null && isTaken(heard),
    }
    log.push(sent)
    return sent
  }

  function planRetry(callback: Callback, firstAt: Date, retry: number): void {
    const afterMs = retryAfterMs[retry]
    if (afterMs === undefined) return
    const what = `${callback.what} of ${callback.orderId}, try ${retry + 2} of ${retryAfterMs.length + 1}`
    agenda.plan(new Date(firstAt.getTime() + afterMs), what, async () => {
      const sent = await send(callback, retry + 2)
      if (!sent.accepted) planRetry(callback, firstAt, retry + 1)
    })
  }

  return {
    async deliver(callback) {
      const sent = await send(callback, 1)
      if (!sent.accepted) planRetry(callback, sent.at, 0)
      return sent
    },
    resend: (callback) => send(callback, null),
    repeat: async ({ url, body }) => {
      const found = log.find((one) => one.url === url && one.body === body)
      if (found === undefined) throw new Error('only a callback of this simulator can be repeated')
      return send(found, null)
    },
    log: () => log,
  }
}

/** One HTTP exchange, redirects not followed. Null if nothing readable came in time. */
async function ask(callback: Callback, withinMs: number): Promise<Sent['answer']> {
  try {
    const response = await fetch(callback.url, {
      method: callback.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
      headers: callback.contentType === null ? {} : { 'content-type': callback.contentType },
      ...(callback.method === 'POST' ? { body: callback.body } : {}),
    })
    // Not `text()`, which would hide a byte order mark at the beginning.
    const body = Buffer.from(await response.arrayBuffer()).subarray(0, ANSWER_BYTES).toString('utf8')
    return { status: response.status, body }
  } catch {
    return null
  }
}
