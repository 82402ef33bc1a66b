import type { Http, Outcome } from '../../connectors/contract.ts'
import type { Drawn, Filed, FiscalSetup } from '../contract.ts'
import type { Config } from './config.ts'
import type { Standing } from './draw.ts'
import { NOT_OURS, standingOf, withTotals } from './file.ts'
import { filedOf, urlOf } from './filed.ts'
import { readObject } from './json.ts'
import type { Told } from './json.ts'
import { mayArriveForMs, takenAs } from './sendings.ts'
import { ask } from './state.ts'
import type { Standpoint } from './state.ts'

/**
 * The service knows no name of ours for a document. What it does tell is where the register stands: if its local number has
 * moved by just this document since it was drawn, the last document is this one. Source: protocol sheet C, idempotency.
 */
export async function find(drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Filed | null>> {
  const standing = standingOf(drawn, setup)
  if (standing === null) return NOT_OURS
  const [answer, told] = answerOf(standing, setup)
  if (told !== null) return withTotals(filedOf(told, answer, standing, setup), standing, setup, http)
  const restMs = mayArriveForMs(standing.key, standing.at, setup)
  if (restMs > 0) {
    const first = judged(standing, await ask(standing.key, setup, http), setup)
    if (first.kind !== 'done' || first.value !== null) return complete(first, standing, setup, http)
    await setup.pause(restMs)
  }
  return complete(judged(standing, await ask(standing.key, setup, http), setup), standing, setup, http)
}

async function complete(found: Outcome<Filed | null>, standing: Standing, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Filed | null>> {
  if (found.kind !== 'done' || found.value === null) return found
  return withTotals({ kind: 'done', value: found.value }, standing, setup, http)
}

function answerOf({ key }: Standing, setup: FiscalSetup<Config>): readonly [answer: string, told: Told | null] {
  const answer = takenAs(key, setup)
  return answer === null ? ['', null] : [answer, readObject(answer)]
}

function judged(standing: Standing, asked: Outcome<Standpoint>, setup: FiscalSetup<Config>): Outcome<Filed | null> {
  // The question was refused, not the document.
  if (asked.kind === 'refused') return { kind: 'unknown', cause: asked.providerCode }
  if (asked.kind === 'unknown') return asked
  switch (verdict(standing, asked.value)) {
    case 'missing': return { kind: 'done', value: null }
    case 'unclear': return { kind: 'unknown', cause: `the register’s next number was ${standing.next} and is ${asked.value.next}` }
    case 'taken': return { kind: 'done', value: filedAs(standing, asked.value, setup) }
  }
}

export type Verdict = 'taken' | 'missing' | 'unclear'

/**
 * Pure. Documents of one register are filed one at a time, so one number further is this document, and two further is this
 * one and another. A closing takes one number, and one more where it makes the Z-report.
 */
export function verdict(standing: Standing, { register, next, isBehind, hasZReport, madeMeanwhile }: Omit<Standpoint, 'record'>): Verdict {
  const { shiftOpen, lastFiscalNumber: last } = register
  const moved = next - standing.next
  if (madeMeanwhile > 0 || shiftOpen === null) return 'unclear'
  if (standing.kind === 'close_shift') {
    if (shiftOpen) return moved === 0 || moved === 1 ? 'missing' : 'unclear'
    return (moved === 1 || moved === 2) && last !== null ? 'taken' : 'unclear'
  }
  if (moved === 0) return last === standing.last && !isBehind && shiftOpen === (standing.kind !== 'open_shift') ? 'missing' : 'unclear'
  return moved === 1 && shiftOpen && !hasZReport && last !== null && last !== standing.last ? 'taken' : 'unclear'
}

/** Its time is the one it was drawn at: the service does not tell the one it was registered at. */
function filedAs(standing: Standing, now: Standpoint, setup: FiscalSetup<Config>): Filed {
  const fiscalNumber = now.register.lastFiscalNumber ?? ''
  return {
    fiscalNumber, localNumber: now.next - 1, at: standing.at, url: urlOf(null, { fiscalNumber, at: standing.at }, standing, setup),
    offline: now.isBehind, ref: fiscalNumber, answer: now.record, zReport: null,
  }
}
