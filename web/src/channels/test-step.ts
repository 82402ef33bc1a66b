import type { Channel } from '../api/nouns.ts'

/** After this long without the provider's message something is probably wrong with the credentials. */
const LONG_WAIT_MS = 60_000

/** The one thing to do next in the step of the test payment. */
type NextAct =
  /** Make the first test payment. */
  | 'make'
  /** Pay the one that was made. */
  | 'pay'
  /** Correct the credentials: the provider refused them, or nothing came for a while. */
  | 'correct'
  /** The credentials were given anew after it was made, so it cannot end well: make another. */
  | 'remake'
  /** Its money is booked. */
  | 'done'

type Tested = Pick<Channel, 'testInvoice' | 'secretsSet' | 'verifyProblem'> & { readonly isTicked: boolean }

export function nextAct({ testInvoice, secretsSet, verifyProblem, isTicked }: Tested, now: Date): NextAct {
  if (isTicked) return 'done'
  if (testInvoice === null) return 'make'
  if (verifyProblem !== null) return 'correct'
  if (Object.values(secretsSet).some((at) => at > testInvoice.createdAt)) return 'remake'
  return now.getTime() - Date.parse(testInvoice.createdAt) > LONG_WAIT_MS ? 'correct' : 'pay'
}
