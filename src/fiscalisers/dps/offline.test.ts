import { describe, expect, test } from 'vitest'
import { http } from '../../connectors/conformance-stage.ts'
import type { Http } from '../../connectors/contract.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { OfflineDocument, OfflineMade } from '../contract.ts'
import { shiftTotals } from '../shift-totals.ts'
import { VECTOR_SALE, uah } from './fixtures/documents.ts'
import { documentOf, done, itemOf, openTill, playedAt } from './fixtures/till.ts'
import type { Till } from './fixtures/till.ts'
import { dps } from './fiscaliser.ts'
import { make, drawOffline } from './make-offline.ts'
import { replay } from './offline-replay.ts'
import { standingIn } from './offline-standing.ts'
import { decode } from '../tables/alphabet.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Noon in Kyiv on the second day of a month, in winter. */
const NOON = new Date('2026-03-02T10:00:00Z')

const simulator = playedAt(NOON)

const after = (hours: number): Date => new Date(simulator().now().getTime() + hours * HOUR_MS)
const SALE = { kind: 'sale', sale: VECTOR_SALE } as const
const ONE_SALE = shiftTotals({ sales: [VECTOR_SALE], returns: [], serviceIn: [], serviceOut: [] })
/** A shift ends within a day, also without the server. */
const TWO_SHIFTS: readonly OfflineDocument['content'][] = [SALE, { kind: 'z_report', totals: ONE_SALE }, { kind: 'close_shift' }, { kind: 'open_shift' }, SALE]

async function given(till: Till): Promise<Secret> {
  const { offline } = await till.state()
  if (offline === null) throw new Error('the server gave nothing')
  return offline
}

/** One after the other, each from where the one before left off; nobody but the signer is asked. */
async function makeAll(till: Till, items: readonly OfflineDocument[], from?: Secret): Promise<readonly OfflineMade[]> {
  const all: OfflineMade[] = []
  let standing = from ?? await given(till)
  for (const item of items) {
    const made = await make(item, standing, till.setup, http)
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    all.push(made.value)
    standing = made.value.next
  }
  return all
}

const bring = (till: Till, made: readonly OfflineMade[], by = http) =>
  replay(made.map(({ drawn, signed, filed }) => ({ drawn, signed, fiscalNumber: filed.fiscalNumber })), till.setup, by)

const xmlOf = ({ drawn }: OfflineMade): string => decode(drawn.content)

const inShift = async (): Promise<Till> => {
  const till = openTill(simulator())
  done(await till.file({ kind: 'open_shift' }))
  return till
}

const session = (hours: number, ...contents: readonly OfflineDocument['content'][]): readonly OfflineDocument[] => [
  itemOf({ kind: 'offline_begin' }, simulator().now()),
  ...contents.map((content, n) => itemOf(content, after((hours * (n + 1)) / contents.length))),
  itemOf({ kind: 'offline_end' }, after(hours)),
]

describe('a time without the server', () => {
  test('documents made meanwhile are taken in their order, with their own numbers, and the register goes on', async () => {
    const till = await inShift()
    done(await till.file(SALE))
    const documents = await makeAll(till, session(3, SALE, SALE, { kind: 'service_out', amount: uah(5000n) }))
    await simulator().advance(3 * HOUR_MS)
    expect(await bring(till, documents)).toEqual({ kind: 'done', value: null, delivered: 5 })
    expect(simulator().registered(till.credentials).map(({ fiscalNumber }) => fiscalNumber).slice(2)).toEqual(documents.slice(1, -1).map(({ filed }) => filed.fiscalNumber))
    expect(standingIn(await given(till)).sessionId).not.toBe(documents[0]?.filed.fiscalNumber.split('.')[0])
    done(await till.file(SALE))
    expect((await till.state()).nextLocalNumber).toBe(9)
  })

  test('OfflineBegin and the document after it have no hash, each later one has that of the one before, OfflineEnd too', async () => {
    const till = await inShift()
    const documents = await makeAll(till, session(1, SALE, SALE))
    const hashes = documents.map((one) => /<PREVDOCHASH>(\w{64})</.exec(xmlOf(one))?.[1] ?? null)
    expect(hashes.map((hash) => hash !== null)).toEqual([false, false, true, true])
    expect(hashes[2]).not.toBe(hashes[3])
    expect(documents[2]?.filed.url).toContain(`&mac=${hashes[2]}`)
    expect(documents.map(({ filed }) => filed.fiscalNumber.split('.')[1])).toEqual(['1', '2', '3', '4'])
  })

  test('a shift may close and the next one open within it, each with its Z-report', async () => {
    const till = await inShift()
    const documents = await makeAll(till, session(20, ...TWO_SHIFTS, { kind: 'z_report', totals: ONE_SALE }, { kind: 'close_shift' }))
    await simulator().advance(20 * HOUR_MS)
    expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 9 })
    expect((await till.state()).shiftOpen).toBe(false)
  })

  test('a test register’s markers do not say that they are tests, its receipts do', async () => {
    const till = openTill(simulator(), { mode: 'test' })
    done(await till.file({ kind: 'open_shift' }))
    const documents = await makeAll(till, session(1, SALE))
    expect(documents.map((one) => xmlOf(one).includes('<TESTING>true</TESTING>'))).toEqual([false, true, false])
    await simulator().advance(HOUR_MS)
    expect(await bring(till, documents)).toMatchObject({ kind: 'done' })
  })

  test('the chain may be taken of the bare XML, and that is accepted as well', async () => {
    const till = openTill(simulator(), { chainOver: 'xml' })
    done(await till.file({ kind: 'open_shift' }))
    const documents = await makeAll(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 4 })
  })

  test('without the signer the chain is taken of the bare XML, and the documents are signed when they are brought', async () => {
    const till = await inShift()
    const from = await given(till)
    const documents: OfflineMade[] = []
    let standing = from
    for (const item of session(1, SALE, SALE)) {
      const made = await make(item, standing, till.setup, () => Promise.resolve({ kind: 'unknown', cause: 'nobody is there' }))
      if (!made.ok) throw new Error(made.error.detail)
      documents.push(made.value)
      standing = made.value.next
    }
    expect(documents.map(({ signed }) => signed)).toEqual([null, null, null, null])
    await simulator().advance(HOUR_MS)
    const signing = { now: 0, most: 0 }
    const counted: Http = async (request) => {
      if (!request.url.endsWith('/sign')) return http(request)
      signing.now += 1
      signing.most = Math.max(signing.most, signing.now)
      const answer = await http(request)
      signing.now -= 1
      return answer
    }
    expect(await bring(till, documents, counted)).toMatchObject({ kind: 'done', delivered: 4 })
    expect(signing.most).toBe(4) // a slow signer is not waited for once per document
  })
})

describe('bringing it to the server', () => {
  test('more than a hundred documents go in several packages, none over 200 KB, one after the other', async () => {
    const till = await inShift()
    const documents = await makeAll(till, session(2, ...Array.from({ length: 120 }, () => SALE)))
    await simulator().advance(2 * HOUR_MS)
    const packages: number[] = []
    const counting: Http = (request) => {
      if (request.url.endsWith('/pck')) packages.push(request.bytes?.length ?? 0)
      return http(request)
    }
    expect(await bring(till, documents, counting)).toMatchObject({ kind: 'done', delivered: 122 })
    expect(packages.length).toBeGreaterThan(1)
    expect(simulator().registered(till.credentials).length).toBe(121)
    expect(simulator().requests().filter((one) => one.includes('/pck') && !one.endsWith(' 200'))).toEqual([])
  })

  test.each(['answer_lost', 'cut_off', 'down'] as const)('%s: it is unknown, and the next try goes on where the server stands', async (fault) => {
    const till = await inShift()
    const documents = await makeAll(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    simulator().befall(till.credentials, fault)
    expect(await bring(till, documents)).toMatchObject({ kind: 'unknown', delivered: 0 })
    expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 4 })
    expect(simulator().registered(till.credentials).map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  })

  test.each(['/cmd', '/pck'])('a proxy that lets nothing through to %s stops nothing: it is unknown, and brought once more', async (place) => {
    const till = await inShift()
    const documents = await makeAll(till, session(1, SALE))
    await simulator().advance(HOUR_MS)
    const barred: Http = async (request) => (request.url.endsWith(place) ? { kind: 'answer', status: 403, headers: {}, body: '' } : http(request))
    expect(await bring(till, documents, barred)).toMatchObject({ kind: 'unknown', delivered: 0 })
    expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 3 })
  })

  test('a document changed by one character stops everything, and nothing of its package counts', async () => {
    const till = await inShift()
    const documents = await makeAll(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    for (const at of [1, 2]) {
      const changed = await Promise.all(documents.map(async (one, n) => (n === at
        ? { ...one, signed: done(await till.signer.sign(Buffer.from(one.drawn.content.toString('latin1').replace('<CODE>1<', '<CODE>2<'), 'latin1'))) } : one)))
      expect(await bring(till, changed)).toMatchObject({ kind: 'refused', delivered: 0, providerCode: expect.stringContaining('10 PackageValidationError') })
    }
    const order = [documents[0], documents[2], documents[1], documents[3]].filter((one) => one !== undefined)
    expect(await bring(till, order)).toMatchObject({ kind: 'refused', delivered: 0 })
    expect(simulator().registered(till.credentials).map(({ kind }) => kind)).toEqual(['open_shift'])
    expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 4 })
  })

  test('where another till has used the numbers meanwhile, nothing is sent and a person must look', async () => {
    const till = await inShift()
    const documents = await makeAll(till, session(1, SALE))
    done(await till.file(SALE))
    await simulator().advance(HOUR_MS)
    expect(await bring(till, documents)).toMatchObject({ kind: 'refused', delivered: 0 })
    expect(simulator().registered(till.credentials).length).toBe(2)
  })

  test('while packages of a time without it are missing, the server takes nothing else', async () => {
    const till = await inShift()
    const [first, second] = await makeAll(till, session(1, SALE))
    if (first === undefined || second === undefined) throw new Error('there are three documents')
    await simulator().advance(HOUR_MS)
    expect(await bring(till, [first, second])).toEqual({ kind: 'done', value: null, delivered: 2 })
    expect((await till.file(SALE)).kind).toBe('refused')
  })
})

test('documents are drawn only in the order of time and of the shift', async () => {
  const till = await inShift()
  const from = await given(till)
  const at = simulator().now()
  const problem = (content: OfflineDocument['content'], standing: Secret, when = at) => {
    const drawn = drawOffline(itemOf(content, when), standingIn(standing), till.setup)
    return drawn.ok ? null : drawn.error.problem
  }
  expect(problem(SALE, from)).toBe('shift')
  const begun = (await makeAll(till, [itemOf({ kind: 'offline_begin' }, at)], from))[0]?.next ?? from
  expect(problem({ kind: 'offline_begin' }, begun)).toBe('shift')
  expect(problem({ kind: 'open_shift' }, begun)).toBe('shift')
  expect(problem({ kind: 'close_shift' }, begun)).toBe('shift')
  expect(problem(SALE, begun, new Date(at.getTime() - 1))).toBe('number')
  expect(problem({ kind: 'service_in', amount: uah(0n) }, begun)).toBe('amounts')
  expect(problem(SALE, begun)).toBeNull()
})

test('what was on its way when the silence began has its number, and behind an opening nothing can be made', async () => {
  const till = await inShift()
  const from = await given(till)
  const { after } = dps.offline?.by === 'register' ? dps.offline : { after: () => null }
  const behind = after(from, 'sale')
  if (behind === null) throw new Error('behind a sale more can be made')
  const documents = await makeAll(till, session(1, SALE), behind)
  expect(await bring(till, documents)).toMatchObject({ kind: 'refused', delivered: 0 }) // before the one that was on its way
  done(await till.file(SALE))
  await simulator().advance(HOUR_MS)
  expect(await bring(till, documents)).toMatchObject({ kind: 'done', delivered: 3 })
  expect(after(from, 'open_shift')).toBeNull()
})

test('the secret number of a session is in no answer that is kept', async () => {
  const till = openTill(simulator())
  const drawn = dps.draw(documentOf({ kind: 'open_shift' }, simulator().now()), await till.state(), till.setup)
  const filed = drawn.ok ? await dps.file(drawn.value, till.setup, http) : null
  const from = await given(till)
  const answer = filed?.kind === 'done' ? filed.value.answer : ''
  expect(answer).toContain('<OFFLINESEED>***</OFFLINESEED>')
  expect(answer).not.toContain(standingIn(from).seed)
  expect(JSON.stringify(await till.state())).not.toContain(standingIn(from).seed)
})
