import type { Http, Outcome } from '../../connectors/contract.ts'
import type { Drawn, Filed, Filing, FiscalSetup } from '../contract.ts'
import { command, contentOf, post, signerOf } from './client.ts'
import type { Said } from './client.ts'
import type { Config } from './config.ts'
import { readRef } from './draw.ts'
import type { Ref } from './draw.ts'
import { expectedNumber, refusalOf, WRONG_NUMBER } from './errors.ts'
import type { ServerError } from './errors.ts'
import { readMoment } from '../tables/moment.ts'
import { readXml } from './read-xml.ts'
import type { Texts } from './read-xml.ts'
import { lastShiftTotals, ofQuestion, toldBy } from './state.ts'
import { readTicket, ticketRecord } from './ticket.ts'
import { numberIn, textIn } from './told.ts'
import type { Told } from './told.ts'
import { VERIFICATION_PAGE, verificationUrl } from '../tables/verification.ts'

type Setup = FiscalSetup<Config>

/** What our own document says of itself. */
type Own = Ref & { readonly root: 'CHECK' | 'ZREP'; readonly texts: Texts }

/** Throws: only what `draw` has drawn is ever filed. */
function ownOf({ ref, content }: Drawn): Own {
  const read = readRef(ref)
  const check = readXml(content, 'CHECK')
  const texts = check ?? readXml(content, 'ZREP')
  if (read === null || texts === null) throw new Error(`${ref} was not drawn here`)
  return { ...read, root: check === null ? 'ZREP' : 'CHECK', texts }
}

const headOf = ({ root, texts }: Pick<Own, 'root' | 'texts'>, name: string): string => texts.get(`${root}HEAD/${name}`) ?? ''

/** Signs and sends. Where the number is taken already, it is looked whether by this very document. */
export async function file(drawn: Drawn, setup: Setup, http: Http): Promise<Filing> {
  const own = ownOf(drawn)
  const signed = await signerOf(setup, http).sign(drawn.content)
  if (signed.kind !== 'done') return signed
  const answer = await post('doc', signed.value, setup, http)
  if (answer.kind === 'error') return answer.error.code === WRONG_NUMBER ? misnumbered(own, answer.error, setup, http) : refusalOf(answer.error)
  if (answer.kind === 'nothing') return { kind: 'unknown', cause: 'no ticket came back' }
  if (answer.kind !== 'bytes') return answer
  const content = contentOf(answer.bytes, setup)
  const ticket = content === null ? null : readTicket(content)
  if (content === null || ticket === null || (ticket.localNumber !== null && ticket.localNumber !== own.localNumber)) return {
    kind: 'unknown', cause: 'an answer that is no ticket of this document',
  }
  if (ticket.error !== null) return refusedBy({ code: ticket.error.code, name: '', explanation: ticket.error.text }, own, setup, http)
  if (ticket.fiscalNumber === null) return { kind: 'unknown', cause: 'a ticket without a fiscal number' }
  return { kind: 'done', value: await filedAs(ticket.fiscalNumber, own, ticketRecord(content, answer.bytes), setup, http) }
}

const refusedBy = async (error: ServerError, own: Own, setup: Setup, http: Http): Promise<Filing> =>
  (error.code === WRONG_NUMBER ? misnumbered(own, error, setup, http) : refusalOf(error))

async function misnumbered(own: Own, error: ServerError, setup: Setup, http: Http): Promise<Filing> {
  const found = await lookUp(own, setup, http)
  if (found.kind !== 'done') return { kind: 'unknown', cause: `the number is taken, and by what is not told: ${found.kind}` }
  return found.value === null ? { kind: 'misnumbered', expected: expectedNumber(error) } : { kind: 'done', value: found.value }
}

export const find = async (drawn: Drawn, setup: Setup, http: Http): Promise<Outcome<Filed | null>> => ofQuestion(await lookUp(ownOf(drawn), setup, http))

/**
 * Under its number the server has this document, another one, or none. Another one is known by its UID, so that a number that
 * a second till has used is not taken for ours. Source: protocol sheet A6, `DocumentInfoByLocalNum`, `Check`, `ZRep`.
 */
async function lookUp(own: Own, setup: Setup, http: Http): Promise<Outcome<Filed | null>> {
  const asked = { Command: 'DocumentInfoByLocalNum', NumFiscal: Number(setup.config.registerNumber), NumLocal: own.localNumber }
  const told = toldBy(await command(asked, setup, http))
  if (told.kind !== 'done') return told
  if (told.value === null) return { kind: 'done', value: null }
  const fiscalNumber = textIn(told.value, 'NumFiscal')
  const documentClass = numberIn(told.value, 'DocClass')
  if (fiscalNumber === null || documentClass === null) return { kind: 'unknown', cause: 'a document without number or class' }
  if ((documentClass === 1) !== (own.root === 'ZREP')) return { kind: 'done', value: null }
  const uid = uidIn(await original(fiscalNumber, own.root, setup, http), own.root, setup)
  if (uid.kind !== 'done') return uid
  if (uid.value.toLowerCase() !== own.uid) return { kind: 'done', value: null }
  return { kind: 'done', value: await filedAs(fiscalNumber, own, infoRecord(told.value), setup, http) }
}

/** What the server knows of the document, without what belongs to the question. */
const infoRecord = (told: Told): string => JSON.stringify(Object.fromEntries([...told].filter(([name]) => name !== 'UID' && name !== 'Timestamp')))

const original = (fiscalNumber: string, root: Own['root'], setup: Setup, http: Http): Promise<Said> =>
  command({ Command: root === 'ZREP' ? 'ZRep' : 'Check', RegistrarNumFiscal: Number(setup.config.registerNumber), NumFiscal: fiscalNumber, Original: true }, setup, http)

function uidIn(answer: Said, root: Own['root'], setup: Setup): Outcome<string> {
  if (answer.kind === 'error') return refusalOf(answer.error)
  if (answer.kind !== 'bytes') return answer.kind === 'nothing' ? { kind: 'unknown', cause: 'a document that cannot be shown' } : answer
  const texts = readXml(contentOf(answer.bytes, setup) ?? answer.bytes, root)
  return texts === null ? { kind: 'unknown', cause: 'a document that cannot be read' } : { kind: 'done', value: headOf({ root, texts }, 'UID') }
}

async function filedAs(fiscalNumber: string, own: Own, answer: string, setup: Setup, http: Http): Promise<Filed> {
  const moment = { date: headOf(own, 'ORDERDATE'), time: headOf(own, 'ORDERTIME') }
  const at = readMoment(moment, setup.timeZone)
  if (at === null) throw new Error('a document of ours carries its moment')
  const sum = own.texts.get('CHECKTOTAL/SUM')
  const endsShift = own.root === 'ZREP' || headOf(own, 'DOCTYPE') === '101'
  return {
    fiscalNumber, localNumber: own.localNumber, at, offline: false, ref: fiscalNumber, answer,
    url: sum === undefined ? null : verificationUrl(VERIFICATION_PAGE, { ...moment, registerNumber: setup.config.registerNumber, fiscalNumber, sum, mac: null }),
    zReport: endsShift ? await lastShiftTotals(setup, http) : null,
  }
}
