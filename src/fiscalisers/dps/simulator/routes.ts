import { styleSheet } from '../../../connectors/simulator-page.ts'
import { HANG_UP, json, plain, seeOther } from '../../../connectors/simulator-server.ts'
import type { Answer, Asked } from '../../../connectors/simulator-server.ts'
import type { FiscalFault } from '../../simulator.ts'
import { certOf, enrol, newCredentials } from './books.ts'
import type { Books, Entry, Registrar } from './books.ts'
import { perform, SERVER_CERT } from './commands.ts'
import { stampOf } from './moments.ts'
import { FAULTS, knownFault } from './known-inputs.ts'
import { papersIn, takePackage, unframed } from './packages.ts'
import { documentPage, registerPage, startPage } from './pages.ts'
import { readPaper } from './papers.ts'
import { refusal, refused, rejected } from './refusals.ts'
import { register } from './registering.ts'
import { enveloped, jsonOf, opened, unpacked } from './wire.ts'

export type Desk = {
  readonly books: Books
  /** What befalls the next document of a register, by its number. */
  readonly faults: Map<string, FiscalFault>
  /** UIDs of receipts that have met a fault by their kopecks. */
  readonly met: Set<string>
  readonly advance: (ms: number) => void
  /** What was asked of the server and how it was answered, for tests: the last of them, oldest first. */
  readonly requests: string[]
  isDown: boolean
}


const REQUESTS_KEPT = 500

/** Every address of the simulator. */
export function answer(desk: Desk, asked: Asked): Answer {
  const { path } = asked
  if (path === '/sign' || path.startsWith('/fs')) {
    const answered = desk.isDown ? rejected(503) : served(desk, asked)
    desk.requests.push(`${asked.method} ${path} ${asked.contentType} ${answered.status}`)
    if (desk.requests.length > REQUESTS_KEPT) desk.requests.shift()
    return answered
  }
  if (path === '/style.css') return styleSheet()
  return asked.method === 'POST' ? posted(desk, asked) : page(desk, path)
}

function served(desk: Desk, asked: Asked): Answer {
  const { path, method, contentType } = asked
  if (path === '/sign') return sign(desk.books, asked)
  if (!/^\/fs\/(doc|pck|cmd)$/.test(path)) return rejected(403)
  if (method !== 'POST') return rejected(405)
  const isSigned = contentType === 'application/octet-stream'
  const isJson = /^application\/json(; ?charset=utf-8)?$/i.test(contentType)
  if (!isSigned && !(isJson && path === '/fs/cmd')) return rejected(415)
  const bytes = unpacked(asked)
  if (typeof bytes === 'number') return rejected(bytes)
  if (path === '/fs/doc') return takeDocument(desk, bytes)
  return path === '/fs/pck' ? takeOffline(desk, bytes) : command(desk.books, bytes, isSigned)
}

/** The signer that stands in for a real one: who shows a known token gets a test envelope, which is no signature. */
function sign(books: Books, { method, authorization, body }: Asked): Answer {
  const cert = certOf(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  if (method !== 'POST') return rejected(405)
  if (![...books.registrars.values()].some(({ certs }) => certs.has(cert))) return rejected(401)
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: enveloped(cert, body) }
}

function command(books: Books, bytes: Buffer, isSigned: boolean): Answer {
  const envelope = isSigned ? opened(bytes) : null
  if (isSigned && envelope === null) return refused(refusal(12, 'Підпис не перевірено'))
  const fields = jsonOf(envelope?.content ?? bytes)
  return fields === null ? refused(refusal(11, 'Команда не є об’єктом JSON')) : perform(books, { fields, cert: envelope?.cert ?? null })
}

/** The register with this number, if this key may work with it. */
function accessible(books: Books, number: string, cert: string): Registrar | Answer {
  const registrar = books.registrars.get(number)
  if (registrar === undefined) return refused(refusal(1, `ПРРО ${number} не зареєстровано`))
  return registrar.certs.has(cert) ? registrar : refused(refusal(2, 'Власник сертифіката не має доступу до ПРРО'))
}

function takeDocument(desk: Desk, bytes: Buffer): Answer {
  const envelope = opened(bytes)
  if (envelope === null) return refused(refusal(12, 'Підпис не перевірено'))
  const paper = readPaper(envelope.content)
  if (typeof paper === 'string') return refused(refusal(9, paper))
  const registrar = accessible(desk.books, paper.registerNumber, envelope.cert)
  if ('status' in registrar) return registrar
  const known = desk.met.has(paper.uid) ? null : knownFault(paper)
  if (known !== null) desk.met.add(paper.uid)
  return befallen(desk, registrar, known, () => {
    if (paper.offline || paper.type === 102 || paper.type === 103) return refused(refusal(9, 'Офлайн-документи приймаються лише пакетом'))
    if (registrar.offline !== null) return refused(refusal(9, 'Офлайн-сесію не завершено'))
    const entry = register(desk.books, registrar, { paper, signed: bytes, xml: envelope.content }, null)
    return 'code' in entry ? refused(entry) : ticket(desk.books, registrar, entry)
  })
}

function takeOffline(desk: Desk, bytes: Buffer): Answer {
  const envelope = opened(bytes)
  if (envelope === null) return refused(refusal(12, 'Підпис пакета не перевірено'))
  const frames = unframed(envelope.content)
  const papers = typeof frames === 'string' ? frames : papersIn(frames)
  if (typeof papers === 'string') return refused(refusal(10, papers))
  const numbers = new Set(papers.map(({ paper }) => paper.registerNumber))
  const registrar = accessible(desk.books, [...numbers].join(), envelope.cert)
  if ('status' in registrar) return registrar
  return befallen(desk, registrar, null, () => {
    const taken = takePackage(desk.books, registrar, papers)
    if ('code' in taken) return refused(taken)
    const { id, seed } = desk.books.registrars.get(registrar.number)?.session ?? registrar.session
    if (!taken.isEnded) return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ OfflineSessionId: Number(id), OfflineSeed: Number(seed) }) }
  })
}

/** The fault that was ordered for the register's next document, once; else that of the document's own kopecks. */
function befallen(desk: Desk, { number }: Registrar, known: FiscalFault | null, work: () => Answer): Answer {
  const fault = desk.faults.get(number) ?? known
  desk.faults.delete(number)
  switch (fault) {
    case 'cut_off': return HANG_UP
    case 'down': return rejected(503)
    case 'refuse': return refused(refusal(9, 'Документ відхилено на замовлення'))
    case 'answer_lost':
      work()
      return HANG_UP
    default: return work()
  }
}

/** Source: protocol sheet A5. */
function ticket(books: Books, { session }: Registrar, { paper, fiscalNumber }: Entry): Answer {
  const { date, time } = stampOf(books.now())
  const offline = paper.type === 100 ? `<OFFLINESESSIONID>${session.id}</OFFLINESESSIONID><OFFLINESEED>${session.seed}</OFFLINESEED>` : ''
  const xml = `<?xml version="1.0" encoding="windows-1251"?>\r\n<TICKET><UID>${paper.uid}</UID><ORDERDATE>${date}</ORDERDATE><ORDERTIME>${time}</ORDERTIME>`
    + `<ORDERNUM>${paper.localNumber}</ORDERNUM><ORDERTAXNUM>${fiscalNumber}</ORDERTAXNUM>${offline}<ERRORCODE>0</ERRORCODE><VER>1</VER></TICKET>`
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: enveloped(SERVER_CERT, Buffer.from(xml, 'latin1')) }
}

function page({ books, isDown, requests }: Desk, path: string): Answer {
  if (path === '/') return startPage(books, isDown, newCredentials('test'))
  if (path === '/requests.json') return json(200, requests)
  const [, number = '', fiscalNumber] = /^\/registers\/(\d+)(?:\/([\d.]+))?$/.exec(path) ?? []
  const registrar = books.registrars.get(number)
  if (registrar === undefined) return plain(404, 'There is nothing here.')
  if (fiscalNumber === undefined) return registerPage(registrar)
  const entry = registrar.entries.find((one) => one.fiscalNumber === fiscalNumber)
  return entry === undefined ? plain(404, 'There is no such document.') : documentPage(registrar, entry)
}

/** The named texts of a form or of a JSON object. */
function valuesOf({ contentType, body }: Asked): Readonly<Record<string, string>> {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  return Object.fromEntries(Object.entries(jsonOf(body) ?? {}).map(([name, value]) => [name, String(value)]))
}

function posted(desk: Desk, asked: Asked): Answer {
  const values = valuesOf(asked)
  const [number = '', wanted] = [values['registerNumber'], values['fault']]
  switch (asked.path) {
    case '/enrol':
      enrol(desk.books, values)
      return asked.contentType.startsWith('application/json') ? plain(200, 'done') : seeOther('/')
    case '/clock':
      if (!/^\d{1,10}(\.\d+)?$/.test(values['ms'] ?? '')) return plain(422, 'ms is a number of milliseconds')
      desk.advance(Math.round(Number(values['ms'])))
      return seeOther('/')
    case '/down':
      desk.isDown = values['isDown'] === 'yes'
      return seeOther('/')
    case '/fault': {
      const fault = FAULTS.find((one) => one === wanted)
      if (fault === undefined || !desk.books.registrars.has(number)) return plain(422, `fault is one of ${FAULTS.join(', ')}, of a known register`)
      desk.faults.set(number, fault)
      return seeOther(`/registers/${number}`)
    }
    default: return plain(404, 'There is nothing here.')
  }
}
