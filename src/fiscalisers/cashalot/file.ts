import type { Http, Outcome } from '../../connectors/contract.ts'
import type { Drawn, Filed, Filing, FiscalSetup } from '../contract.ts'
import { command, isCode, send } from './client.ts'
import type { Answered } from './client.ts'
import type { Config } from './config.ts'
import { readStanding } from './draw.ts'
import type { Standing } from './draw.ts'
import { filedOf } from './filed.ts'
import { noteSending, noteTaken } from './sendings.ts'
import { ask, cleanUp } from './state.ts'
import { shiftTotals } from './totals.ts'

/** Source: protocol sheet C. */
export async function file(drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Filing> {
  const standing = standingOf(drawn, setup)
  if (standing === null) return NOT_OURS
  const noted = noteSending(standing.key, setup, http)
  const first = await send(drawn.content.toString('utf8'), setup, noted)
  if (isCode(first, 'InconsistentRegistrarState')) return fileAfterCleanup(drawn, standing, setup, http)
  return filedBy(await closedAnyway(first, standing, setup, noted), standing, setup, http)
}

/** A document drawn for another register is not this one's to send or to find: a person looks. */
export const NOT_OURS = { kind: 'unknown', cause: 'the document was drawn for another register' } as const

export function standingOf(drawn: Drawn, { config }: FiscalSetup<Config>): Standing | null {
  const standing = readStanding(drawn.ref)
  return standing?.numFiscal === config.numFiscal ? standing : null
}

/** A shift whose Z-report was made by a try before this one is closed without another. Source: A1, code 8. */
async function closedAnyway(answer: Outcome<Answered>, { kind, key }: Standing, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Answered>> {
  if (kind !== 'close_shift' || !isCode(answer, 'ZRepAlreadyRegistered')) return answer
  return send(command('CloseShift', key, setup, { ZRepAuto: false }), setup, http)
}

/**
 * The service lost its thread and took nothing. It is brought into line, and the document is sent once more if the register
 * then stands where it stood when the document was drawn.
 */
async function fileAfterCleanup(drawn: Drawn, standing: Standing, setup: FiscalSetup<Config>, http: Http): Promise<Filing> {
  const cleaned = await cleanUp(standing.key, setup, http)
  if (cleaned.kind !== 'done') return cleaned
  const { closing, made, record } = cleaned.value
  if (closing !== null && standing.kind === 'close_shift') return withTotals(filedOf(closing, record, standing, setup), standing, setup, http)
  const now = await ask(standing.key, setup, http, made)
  if (now.kind !== 'done') return now
  // More than what Cleanup made itself may be this document, taken at a try before this one.
  if (now.value.next !== standing.next + made) return { kind: 'unknown', cause: 'Cleanup has moved the register’s next number' }
  if (made > 0) return { kind: 'misnumbered', expected: now.value.next }
  const noted = noteSending(standing.key, setup, http)
  const again = await send(drawn.content.toString('utf8'), setup, noted)
  return filedBy(await closedAnyway(again, standing, setup, noted), standing, setup, http)
}

/** The number at the end of the message. Source: A1. */
function expectedIn(answer: Outcome<Answered>): number | null {
  const [, number] = answer.kind === 'refused' ? /(\d{1,15})\D*$/.exec(answer.providerCode) ?? [] : []
  return number === undefined ? null : Number(number)
}

async function filedBy(answer: Outcome<Answered>, standing: Standing, setup: FiscalSetup<Config>, http: Http): Promise<Filing> {
  if (isCode(answer, 'CheckLocalNumberInvalid')) return { kind: 'misnumbered', expected: expectedIn(answer) }
  if (answer.kind !== 'done') return answer
  const { told, record } = answer.value
  const filed = filedOf(told, record, standing, setup)
  if (filed.kind === 'done') noteTaken(standing.key, setup, record)
  return withTotals(filed, standing, setup, http)
}

/** Of a shift's closing with the sums of the shift. */
export async function withTotals(filed: Outcome<Filed>, { kind, key }: Standing, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Filed>> {
  if (filed.kind !== 'done' || kind !== 'close_shift') return filed
  return { kind: 'done', value: { ...filed.value, zReport: await shiftTotals(key, setup, http) } }
}
