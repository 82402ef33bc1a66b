import type { Http } from '../../connectors/contract.ts'
import type { FiscalSetup } from '../contract.ts'
import { TIMEOUT_MS } from './client.ts'
import type { Config } from './config.ts'
import { recallSending, rememberSending } from './memory.ts'

/**
 * How long a command that was not answered may still be carried out behind our back. The service has no name of ours for a
 * document, so that a second copy would be a second receipt: nothing is said to be missing before this time is over.
 */
const SETTLE_MS = TIMEOUT_MS + 10_000

type Surroundings = Pick<FiscalSetup<Config>, 'memory' | 'clock'>

/** Notes that the document is on its way, and that it no longer is as soon as the service answers or was never reached. */
export function noteSending(key: string, setup: Surroundings, http: Http): Http {
  return async (request) => {
    const at = setup.clock.now()
    rememberSending({ key, at, isOver: false, taken: null }, setup)
    const answer = await http(request)
    // A gateway's 5xx tells nothing of the service behind it.
    const isOver = answer.kind === 'answer' ? answer.status < 500 : answer.isUnsent === true
    rememberSending({ key, at, isOver, taken: null }, setup)
    return answer
  }
}

export const noteTaken = (key: string, setup: Surroundings, answer: string): void =>
  rememberSending({ key, at: setup.clock.now(), isOver: true, taken: answer }, setup)

/** What the service answered when it took the document; null where that is not remembered. */
export const takenAs = (key: string, setup: Surroundings): string | null => recallSending(key, setup)?.taken ?? null

/** For how long the document may still be on its way; 0: it is not. Without a note it was sent, if at all, when it was drawn. Milliseconds. */
export function mayArriveForMs(key: string, drawnAt: Date, setup: Surroundings): number {
  const noted = recallSending(key, setup)
  if (noted?.isOver === true) return 0
  const restMs = (noted?.at ?? drawnAt).getTime() + SETTLE_MS - setup.clock.now().getTime()
  return Number.isNaN(restMs) ? SETTLE_MS : Math.min(SETTLE_MS, Math.max(0, restMs))
}
