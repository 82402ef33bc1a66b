import { randomUUID } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { http } from '../../connectors/conformance-stage.ts'
import { checkDocument } from './document.ts'
import type { CheckBody } from './document.ts'
import { dps } from './fiscaliser.ts'
import { COFFEE, dec, uah, VECTOR_SALE } from './fixtures/documents.ts'
import { documentOf, done, openTill, playedAt } from './fixtures/till.ts'
import type { Till } from './fixtures/till.ts'
import { registrarOf } from './draw.ts'
import { decode } from '../tables/alphabet.ts'

const NOON = new Date('2026-03-02T10:00:00Z')
const SALE = { kind: 'sale', sale: VECTOR_SALE } as const

const simulator = playedAt(NOON)

const inShift = async (): Promise<Till> => {
  const till = openTill(simulator())
  done(await till.file({ kind: 'open_shift' }))
  return till
}

type Said = { readonly status: number; readonly text: string }

async function ask(place: string, body: Buffer, headers: Readonly<Record<string, string>> = {}, method = 'POST'): Promise<Said> {
  const sent = method === 'GET' ? {} : { body: new Uint8Array(body) }
  const answer = await fetch(`${simulator().endpoints['fs']}/${place}`, { method, ...sent, headers: { 'content-type': 'application/octet-stream', ...headers } })
  return { status: answer.status, text: await answer.text() }
}

/** Signs what an arbitrary program would send. */
const signed = async (till: Till, xml: Buffer): Promise<Buffer> => done(await till.signer.sign(xml))

async function xmlOf(till: Till, body: CheckBody, change: Partial<Parameters<typeof checkDocument>[1]> = {}): Promise<Buffer> {
  const localNumber = (await till.state()).nextLocalNumber ?? 0
  return checkDocument(registrarOf(till.setup), { uid: randomUUID(), at: NOON, localNumber, cashier: 'К', testing: false, offline: null, ...change }, body)
}

describe('the server’s door', () => {
  test('POST only, three addresses, known content types, 200 KB uncompressed', async () => {
    const huge = Buffer.alloc(200 * 1024 + 1)
    expect((await ask('doc', Buffer.of(), {}, 'GET')).status).toBe(405)
    expect((await ask('else', Buffer.of(1))).status).toBe(403)
    expect((await ask('doc', Buffer.of(1), { 'content-type': 'text/xml' })).status).toBe(415)
    expect((await ask('doc', Buffer.of(1), { 'content-type': 'application/json' })).status).toBe(415)
    expect((await ask('doc', huge)).status).toBe(416)
    expect((await ask('doc', gzipSync(huge), { 'content-encoding': 'gzip' })).status).toBe(416)
    expect((await ask('doc', Buffer.from('no envelope'))).text).toContain('Код помилки: 12 CryptographyError\r\n')
  })

  test('real gzip and deflate are taken, zlib that says it is gzip is not', async () => {
    const till = await inShift()
    const document = await signed(till, await xmlOf(till, SALE))
    expect((await ask('doc', deflateSync(document), { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await ask('doc', gzipSync(document), { 'content-encoding': 'gzip' })).status).toBe(200)
    const next = await signed(till, await xmlOf(till, SALE))
    expect((await ask('doc', deflateSync(next), { 'content-encoding': 'deflate' })).status).toBe(200)
  })

  test('commands anyone may give need no signature, the others do', async () => {
    const json = (command: object) => ask('cmd', Buffer.from(JSON.stringify(command)), { 'content-type': 'application/json; charset=UTF-8' })
    expect((await json({ Command: 'ServerState', UID: 'x' })).text).toContain('2026-03-02T10:00:00')
    expect((await json({ Command: 'TransactionsRegistrarState', NumFiscal: 1 })).text).toContain(' 12 ')
    const till = await inShift()
    const ordered = async (command: object): Promise<Said> => ask('cmd', await signed(till, Buffer.from(JSON.stringify(command))))
    expect((await ordered({ Command: 'Unknown' })).text).toContain(' 11 ')
    expect((await ordered({ Command: 'Objects' })).text).toContain(String(till.credentials['registerNumber']))
    const NumFiscal = Number(till.credentials['registerNumber'])
    expect((await ordered({ Command: 'Documents', NumFiscal, ShiftId: 0 })).status).toBe(204)
    expect((await ordered({ Command: 'DocumentInfoByLocalNum', NumFiscal, NumLocal: 1 })).text).toContain('"CheckDocType":100')
    expect((await ordered({ Command: 'DocumentInfoByLocalNum', NumFiscal, NumLocal: 2 })).status).toBe(204)
    expect((await ordered({ Command: 'TransactionsRegistrarState', NumFiscal: 1 })).status).toBe(404)
  })

  test('another register’s key has no access', async () => {
    const [mine, other] = [await inShift(), await inShift()]
    const answer = await ask('doc', await signed(other, await xmlOf(mine, SALE)))
    expect([answer.status, answer.text.slice(0, 16)]).toEqual([401, 'Код помилки: 2 O'])
  })
})

describe('what it does not take', () => {
  const broken: readonly (readonly [string, (xml: string) => string])[] = [
    ['elements in another order', (xml) => xml.replace(/(<TIN>.*<\/TIN>)(<IPN>.*<\/IPN>)/, '$2$1')],
    ['an amount with one decimal', (xml) => xml.replace('<PRICE>617.28<', '<PRICE>617.2<')],
    ['a total that the lines do not make up', (xml) => xml.replaceAll('<SUM>1234.56<', '<SUM>1234.57<')],
    ['a Latin tax letter', (xml) => xml.replace('<LETTERS>А<', '<LETTERS>A<')],
    ['an element it does not know', (xml) => xml.replace('<VER>', '<VERSION>1</VERSION><VER>')],
    ['a missing element', (xml) => xml.replace(/<UID>.*<\/UID>/, '')],
    ['an unclosed element', (xml) => xml.replace('</CHECKHEAD>', '')],
    ['a bare ampersand', (xml) => xml.replace('Кава', 'Кава & чай')],
    ['a return without its sale', (xml) => xml.replace('<DOCSUBTYPE>0<', '<DOCSUBTYPE>1<')],
    ['another encoding in the declaration', (xml) => xml.replace('windows-1251', 'UTF-8')],
  ]

  test.each(broken)('%s', async (_, change) => {
    const till = await inShift()
    const xml = decode(await xmlOf(till, SALE))
    expect(change(xml)).not.toBe(xml)
    const bytes = Buffer.from(Array.from(change(xml), (char) => byteOf(char)))
    expect((await ask('doc', await signed(till, bytes))).text).toContain('Код помилки: 9 DocumentValidationError')
    expect((await ask('doc', await signed(till, Buffer.from(Array.from(xml, (char) => byteOf(char)))))).status).toBe(200)
  })

  test('UTF-8 under a declaration of windows-1251', async () => {
    const till = await inShift()
    expect((await ask('doc', await signed(till, Buffer.from(decode(await xmlOf(till, SALE)), 'utf8')))).text).toContain('UTF-8')
  })

  test('steps out of turn, each with its own number', async () => {
    const till = openTill(simulator())
    const code = async (body: CheckBody, change = {}): Promise<string> => {
      const { text } = await ask('doc', await signed(till, await xmlOf(till, body, change)))
      return /^Код помилки: (\d+)/.exec(text)?.[1] ?? 'taken'
    }
    expect(await code(SALE)).toBe('5')
    expect(await code({ kind: 'open_shift' })).toBe('taken')
    expect(await code({ kind: 'open_shift' })).toBe('4')
    expect(await code({ kind: 'close_shift' })).toBe('6')
    expect(await code(SALE, { localNumber: 9 })).toBe('7')
    expect(await code(SALE, { testing: true })).toBe('9')
    expect(await code({ kind: 'return', sale: VECTOR_SALE, of: '1' })).toBe('9')
    expect(await code(SALE)).toBe('taken')
    const sale = (await till.state()).lastFiscalNumber ?? ''
    expect(await code({ kind: 'storno', of: '1' })).toBe('9')
    expect(await code({ kind: 'storno', of: sale })).toBe('taken')
    expect(await code({ kind: 'return', sale: VECTOR_SALE, of: sale })).toBe('9')
    expect(simulator().registered(till.credentials).map(({ kind }) => kind)).toEqual(['open_shift'])
    const totals = { sales: null, returns: null, serviceIn: uah(0n), serviceOut: uah(0n) }
    expect((await till.file({ kind: 'z_report', totals: { ...totals, serviceIn: uah(1n) } })).kind).toBe('refused')
    done(await till.file({ kind: 'z_report', totals }))
    expect(await till.file({ kind: 'z_report', totals })).toMatchObject({ providerCode: '8 ZRepAlreadyRegistered' })
    expect(await code(SALE)).toBe('8')
    expect(await code({ kind: 'close_shift' })).toBe('taken')
  })

  test('sales of a shift that has lasted longer than a day', async () => {
    const till = await inShift()
    await simulator().advance(25 * 3_600_000)
    expect(await till.file(SALE)).toMatchObject({ kind: 'refused' })
  })
})

const byteOf = (char: string): number => {
  const code = char.codePointAt(0) ?? 0
  return code < 128 ? code : Array.from({ length: 128 }, (_, n) => 128 + n).find((byte) => new TextDecoder('windows-1251').decode(Uint8Array.of(byte)) === char) ?? 63
}

describe('the fiscaliser at it', () => {
  test('a number that another document has taken is said to be wrong, with the one to take', async () => {
    const till = await inShift()
    const [mine, theirs] = [documentOf(SALE, NOON), documentOf(SALE, NOON)]
    const state = await till.state()
    const [first, second] = [dps.draw(mine, state, till.setup), dps.draw(theirs, state, till.setup)]
    if (!first.ok || !second.ok) throw new Error('both can be drawn')
    done(await dps.file(first.value, till.setup, http))
    expect(await dps.file(second.value, till.setup, http)).toEqual({ kind: 'misnumbered', expected: 3 })
    expect(await dps.find(second.value, till.setup, http)).toEqual({ kind: 'done', value: null })
    const again = dps.draw(theirs, await till.state(), till.setup)
    expect(again.ok && (await dps.file(again.value, till.setup, http))).toMatchObject({ kind: 'done', value: { localNumber: 3 } })
  })

  test.each([
    ['a proxy that lets nothing through', 403, ''],
    ['a server that does not understand the question', 400, 'Код помилки: 11 InvalidQueryParameter\r\n'],
  ] as const)('%s says nothing of a document that is looked for', async (_, status, said) => {
    const till = await inShift()
    const drawn = dps.draw(documentOf(SALE, NOON), await till.state(), till.setup)
    if (!drawn.ok) throw new Error('it can be drawn')
    const first = done(await dps.file(drawn.value, till.setup, http))
    const body = Buffer.from(said).toString('latin1')
    const behindIt: typeof http = async (request) => (request.url.endsWith('/cmd') ? { kind: 'answer', status, headers: {}, body } : http(request))
    expect((await dps.find(drawn.value, till.setup, behindIt)).kind).toBe('unknown')
    expect(done(await dps.find(drawn.value, till.setup, http))?.fiscalNumber).toBe(first.fiscalNumber)
  })

  test('a proxy that lets no document through refuses none: it is sent once more as it stands', async () => {
    const till = await inShift()
    const drawn = dps.draw(documentOf(SALE, NOON), await till.state(), till.setup)
    if (!drawn.ok) throw new Error('it can be drawn')
    for (const status of [400, 403, 405, 413, 415, 416]) {
      const barred: typeof http = async (request) => (request.url.endsWith('/doc') ? { kind: 'answer', status, headers: {}, body: '' } : http(request))
      expect(await dps.file(drawn.value, till.setup, barred)).toEqual({ kind: 'unknown', cause: `HTTP ${status}` })
    }
    expect(await dps.find(drawn.value, till.setup, http)).toEqual({ kind: 'done', value: null })
    expect((await dps.file(drawn.value, till.setup, http)).kind).toBe('done')
  })

  test('what is longer than the server takes is not drawn, and everything that a till may sell at once is', async () => {
    const till = await inShift()
    const selling = async (count: number) => {
      const total = uah(COFFEE.cost.minor * BigInt(count))
      const lines = Array.from({ length: count }, () => ({ ...COFFEE, name: 'К'.repeat(128) }))
      return dps.draw(documentOf({
        kind: 'sale', sale: { ...VECTOR_SALE, lines, total, payments: VECTOR_SALE.payments.map((one) => ({ ...one, amount: total })) },
      }, NOON), await till.state(), till.setup)
    }
    const most = await selling(300)
    expect(most.ok && (await dps.file(most.value, till.setup, http)).kind).toBe('done')
    expect(await selling(700)).toMatchObject({ ok: false, error: { problem: 'text' } })
  })

  test('a document that is sent once more is not filed twice, and answers as the first time', async () => {
    const till = await inShift()
    const drawn = dps.draw(documentOf(SALE, NOON), await till.state(), till.setup)
    if (!drawn.ok) throw new Error('it can be drawn')
    const [one, two] = [done(await dps.file(drawn.value, till.setup, http)), done(await dps.file(drawn.value, till.setup, http))]
    expect([two.fiscalNumber, two.url, two.at]).toEqual([one.fiscalNumber, one.url, one.at])
    expect(simulator().registered(till.credentials).length).toBe(2)
  })

  test('a test register says so on every document, and its signer makes no signature', async () => {
    const till = openTill(simulator(), { mode: 'test' })
    done(await till.file({ kind: 'open_shift' }))
    expect((await till.state()).mode).toBe('test')
    expect(done(await till.signer.sign(Buffer.from('x'))).toString('utf8')).toContain('no signature')
  })

  test('a test envelope from the tax service’s own address is believed by nobody', async () => {
    const till = await inShift()
    const setup = { ...till.setup, endpoints: { ...till.setup.endpoints, fs: 'https://fs.tax.gov.ua:8643/fs' } }
    const drawn = dps.draw(documentOf(SALE, NOON), await till.state(), till.setup)
    if (!drawn.ok) throw new Error('it can be drawn')
    const local = String(simulator().endpoints['fs'])
    const diverted: typeof http = (request) => http({ ...request, url: request.url.replace(setup.endpoints.fs, local) })
    expect((await dps.file(drawn.value, setup, diverted)).kind).toBe('unknown')
  })

  test('where no signer has been set, nothing is sent', async () => {
    const till = await inShift()
    const setup = { ...till.setup, endpoints: { fs: till.setup.endpoints['fs'] ?? '' } }
    const drawn = dps.draw(documentOf(SALE, NOON), await till.state(), till.setup)
    const asked: string[] = []
    const outcome = drawn.ok ? await dps.file(drawn.value, setup, (request) => {
      asked.push(request.url)
      return Promise.resolve({ kind: 'unknown', cause: 'ENOTFOUND', isUnsent: true })
    }) : null
    expect([outcome?.kind, asked]).toEqual(['unknown', ['https://signer.invalid/sign']])
  })

  const line = fc.record({
    price: fc.bigInt(0n, 10_000_000n), thousandths: fc.integer({ min: 1, max: 99_999 }), off: fc.bigInt(0n, 100n),
    name: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  })

  test('any sale that can be drawn is taken, whatever its goods are called', async () => {
    const till = await inShift()
    let taken = 0
    await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), fc.boolean(), async (goods, isCash) => {
      const lines = goods.map(({ price, thousandths, off, name }) => {
        const cost = (price * BigInt(thousandths) * 2n + 1000n) / 2000n
        return { ...COFFEE, name, price: uah(price), quantity: dec((thousandths / 1000).toFixed(3)), cost: uah(cost), discount: uah((cost * off) / 101n) }
      })
      const total = uah(lines.reduce((all, { cost, discount }) => all + cost.minor - discount.minor, 0n))
      if (total.minor % 100n > 90n) return // a known input of a failure
      const payment = isCash ? { form: 'cash', means: 'ГОТІВКА', given: uah(total.minor + 7n) } as const : { form: 'cashless', means: 'Картка', given: null } as const
      const sale = { lines, total, rounding: uah(0n), taxes: [], payments: [{ ...payment, amount: total, card: null }] }
      const drawn = dps.draw(documentOf({ kind: 'sale', sale }, NOON), await till.state(), till.setup)
      if (!drawn.ok) return
      expect(await dps.file(drawn.value, till.setup, http)).toMatchObject({ kind: 'done' })
      taken += 1
    }), { numRuns: 60 })
    expect(taken).toBeGreaterThan(20)
    expect(simulator().registered(till.credentials).length).toBe(taken + 1)
  })
})

test('a person brings about faults by kopecks, once for each receipt', async () => {
  const till = await inShift()
  const total = uah(91n)
  const sale = {
    ...VECTOR_SALE, lines: [{ ...COFFEE, quantity: dec('1'), price: total, cost: total }], total,
    payments: [{ form: 'cash', means: 'ГОТІВКА', amount: total, given: null, card: null }],
  } as const
  const drawn = dps.draw(documentOf({ kind: 'sale', sale }, NOON), await till.state(), till.setup)
  if (!drawn.ok) throw new Error('it can be drawn')
  expect((await dps.file(drawn.value, till.setup, http)).kind).toBe('unknown')
  expect(done(await dps.find(drawn.value, till.setup, http))?.localNumber).toBe(2)
  expect(simulator().registered(till.credentials).length).toBe(2)
})

test('its pages show registers, documents and what can befall them', async () => {
  const till = await inShift()
  done(await till.file(SALE))
  const { url } = simulator()
  const number = till.credentials['registerNumber'] ?? ''
  const read = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text()
  expect(await read('/')).toContain(number)
  expect(await read(`/registers/${number}`)).toContain('answer_lost')
  const { lastFiscalNumber } = await till.state()
  expect(await read(`/registers/${number}/${lastFiscalNumber}`)).toContain('&lt;NAME&gt;Кава&lt;/NAME&gt;')
})
