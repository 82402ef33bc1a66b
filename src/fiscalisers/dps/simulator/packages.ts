import { createHash } from 'node:crypto'
import { draftOf, limitProblem } from './books.ts'
import type { Books, Registrar } from './books.ts'
import { msOf } from './moments.ts'
import { readPaper } from './papers.ts'
import type { Paper } from './papers.ts'
import { refusal } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import { register } from './registering.ts'
import type { Sent } from './registering.ts'
import { opened } from './wire.ts'

const MOST_DOCUMENTS = 100

/** The documents of a package, or what is wrong with its frames. Lengths are little-endian. */
export function unframed(bytes: Buffer): readonly Buffer[] | string {
  const documents: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return 'обірвана довжина документа'
    const length = bytes.readInt32LE(at)
    if (length <= 0 || at + 4 + length > bytes.length) return `недопустима довжина документа ${length}`
    documents.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  if (documents.length === 0) return 'порожній пакет'
  return documents.length > MOST_DOCUMENTS ? `у пакеті ${documents.length} документів` : documents
}

/** Every document of the package, unwrapped; a text says what is wrong with one. */
export function papersIn(documents: readonly Buffer[]): readonly Sent[] | string {
  const sent: Sent[] = []
  for (const [n, signed] of documents.entries()) {
    const envelope = opened(signed)
    if (envelope === null) return `документ ${n + 1}: підпис не перевірено`
    const paper = readPaper(envelope.content)
    if (typeof paper === 'string') return `документ ${n + 1}: ${paper}`
    sent.push({ paper, signed, xml: envelope.content })
  }
  return sent
}

/** All of the package or nothing of it. `true`: with it the time without the server ended, and there is a new session. */
export function takePackage(books: Books, registrar: Registrar, papers: readonly Sent[]): { readonly isEnded: boolean } | Refusal {
  const draft = draftOf(registrar)
  const counted = { lastFiscal: books.lastFiscal, lastShift: books.lastShift }
  for (const [n, sent] of papers.entries()) {
    const problem = offlineProblem(draft, sent, books.now()) ?? taken(books, draft, sent)
    if (problem !== null) {
      Object.assign(books, counted)
      return refusal(10, `Документ ${n + 1}: ${problem}`)
    }
  }
  books.registrars.set(registrar.number, draft)
  return { isEnded: draft.offline === null }
}

/** Before the document counts: its place in the session, its number, the chain. */
function offlineProblem(draft: Registrar, { paper }: Sent, now: Date): string | null {
  if ((paper.type === 102) !== (draft.offline === null)) return draft.offline === null ? 'пакет починається з OfflineBegin' : 'офлайн-сесію вже розпочато'
  if (!paper.offline) return 'немає ознаки OFFLINE'
  const last = draft.offline?.last
  if (msOf(paper) > now.getTime() + 60_000 || (last !== undefined && msOf(paper) < msOf(last))) return 'час документа не може бути майбутнім або меншим за попередній'
  const number = (draft.offline?.count ?? 0) + 1
  const expected = `${draft.session.id}.${number}.${controlNumber(draft.session.seed, paper)}`
  if (paper.taxNumber !== expected) return `фіскальний номер ${paper.taxNumber} не відповідає сесії, порядку або контрольному числу`
  return chainProblem(draft, paper)
}

/** Begin has no hash, nor has the first document after it; every later one has that of the one before, as it was sent or before it was signed. */
function chainProblem({ offline }: Registrar, paper: Paper): string | null {
  const link = offline?.lastLink ?? null
  if (link === null) return paper.previousHash === '' ? null : 'PREVDOCHASH у першому документі'
  const hashes = [link.signed, link.xml].map((bytes) => createHash('sha256').update(bytes).digest('hex'))
  return hashes.includes(paper.previousHash) ? null : 'PREVDOCHASH не відповідає попередньому документу'
}

function taken(books: Books, draft: Registrar, sent: Sent): string | null {
  const { paper } = sent
  const session = draft.offline ?? { began: paper, last: paper, count: 0, lastLink: null }
  const isMarker = paper.type === 102 || paper.type === 103
  draft.offline = { ...session, count: session.count + 1, last: isMarker ? session.last : paper }
  const limit = limitProblem(draft)
  if (limit !== null) return limit
  if (paper.type === 102 && paper.revokesLast) {
    const lastOnline = draft.entries.findLast((entry) => !entry.isOffline)
    if (lastOnline === undefined || lastOnline.paper.type !== 0) return 'останній онлайн-документ не є чеком'
    lastOnline.revoked = true
  }
  const entry = register(books, draft, sent, paper.taxNumber)
  if ('code' in entry) return entry.says
  if (!isMarker && draft.offline !== null) draft.offline.lastLink = entry
  return null
}

/** CRC-32 bit by bit, its bytes turned round, the last four decimal digits; never zero. */
function controlNumber(seed: string, { date, time, localNumber, registerNumber, desk, sum, previousHash }: Paper): number {
  const said = [seed, date, time, localNumber, registerNumber, desk, ...(sum === '' ? [] : [sum]), ...(previousHash === '' ? [] : [previousHash])].join(',')
  let crc = 0xffff_ffff
  for (const byte of Buffer.from(said)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  const straight = (crc ^ 0xffff_ffff) >>> 0
  const turned = [0, 8, 16, 24].reduce((all, shift) => all * 256 + ((straight >>> shift) & 0xff), 0)
  return turned % 10_000 === 0 ? 1 : turned % 10_000
}
