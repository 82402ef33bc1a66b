import type { FiscalSetup } from '../contract.ts'
import type { Config } from './config.ts'
import { flagAt, objectOf, readObject, textAt } from './json.ts'
import type { Told } from './json.ts'

/** What is remembered between calls: the document that was sent last, and since when the open shift is open. */

type Surroundings = Pick<FiscalSetup<Config>, 'memory'>

type Sending = {
  readonly key: string
  readonly at: Date
  /** The service has answered, or was never reached: the command cannot be carried out any more. */
  readonly isOver: boolean
  /** The answer that said it was taken; null without one. */
  readonly taken: string | null
}

const partOf = ({ memory }: Surroundings, name: 'sending' | 'shift'): Told | null => {
  const all = readObject(memory.read() ?? '')
  return all === null ? null : objectOf(all.get(name))
}

function keep({ memory }: Surroundings, part: Readonly<Record<string, unknown>>): void {
  const all = readObject(memory.read() ?? '')
  const plain = (name: 'sending' | 'shift'): unknown => {
    const kept = objectOf(all?.get(name))
    return kept === null ? undefined : Object.fromEntries(kept)
  }
  memory.write(JSON.stringify({ sending: plain('sending'), shift: plain('shift'), ...part }))
}

export const rememberSending = (sending: Sending, setup: Surroundings): void => keep(setup, { sending })

/** Null where another document was sent last, or nothing is remembered. */
export function recallSending(key: string, setup: Surroundings): Sending | null {
  const told = partOf(setup, 'sending')
  const at = told === null ? null : textAt(told, 'at')
  if (told === null || at === null || textAt(told, 'key') !== key) return null
  return { key, at: new Date(at), isOver: flagAt(told, 'isOver') === true, taken: textAt(told, 'taken') }
}

/** `shift`: the fiscal number of its opening. */
export const rememberShift = (shift: string, openedAt: Date, setup: Surroundings): void => keep(setup, { shift: { shift, openedAt } })

export function recallShift(shift: string, setup: Surroundings): Date | null {
  const told = partOf(setup, 'shift')
  const at = told === null || textAt(told, 'shift') !== shift ? null : textAt(told, 'openedAt')
  return at === null ? null : new Date(at)
}
