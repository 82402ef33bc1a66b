import { describe, expect, test } from 'vitest'
import { http } from '../../connectors/conformance-stage.ts'
import type { Http } from '../../connectors/contract.ts'
import { shiftTotals } from '../shift-totals.ts'
import { VECTOR_SALE, uah } from './fixtures/documents.ts'
import { documentOf, done, itemOf, openTill, playedAt } from './fixtures/till.ts'
import type { Till } from './fixtures/till.ts'
import { dps } from './fiscaliser.ts'
import { offlineLeft } from './offline-limits.ts'
import { makeOffline, offlineGrant, replayOffline } from './offline-replay.ts'
import type { OfflineDocument } from './offline-replay.ts'
import { beginOffline, drawOffline } from './offline-session.ts'
import type { OfflineItem, OfflineSession } from './offline-session.ts'
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
const TWO_SHIFTS: readonly OfflineItem['content'][] = [SALE, { kind: 'z_report', totals: ONE_SALE }, { kind: 'close_shift' }, { kind: 'open_shift' }, SALE]

async function begin(till: Till, until = after(36)): Promise<OfflineSession> {
  return beginOffline(done(await offlineGrant(till.setup, http)), simulator().now(), until)
}

async function make(till: Till, items: readonly OfflineItem[], from?: OfflineSession): Promise<readonly OfflineDocument[]> {
  const made = await makeOffline(items, from ?? await begin(till), till.setup, till.signer)
  if (made.stopped !== null) throw new Error(JSON.stringify(made.stopped))
  return made.documents
}

const inShift = async (): Promise<Till> => {
  const till = openTill(simulator())
  done(await till.file({ kind: 'open_shift' }))
  return till
}

const session = (hours: number, ...contents: readonly OfflineItem['content'][]): readonly OfflineItem[] => [
  itemOf({ kind: 'offline_begin', revokesLastOnline: false }, simulator().now()),
  ...contents.map((content, n) => itemOf(content, after((hours * (n + 1)) / contents.length))),
  itemOf({ kind: 'offline_end' }, after(hours)),
]

describe('a time without the server', () => {
  test('documents made meanwhile are taken in their order, with their own numbers, and the register goes on', async () => {
    const till = await inShift()
    done(await till.file(SALE))
    const documents = await make(till, session(3, SALE, SALE, { kind: 'service_out', amount: uah(5000n) }))
    await simulator().advance(3 * HOUR_MS)
    const replay = await replayOffline(documents, till.setup, http)
    expect(replay).toMatchObject({ kind: 'done', delivered: 5 })
    expect(simulator().registered(till.credentials).map(({ kind, fiscalNumber }) => [kind, fiscalNumber]).slice(2)).toEqual(
      documents.slice(1, -1).map(({ kind, fiscalNumber }) => [kind, fiscalNumber]),
    )
    expect(replay.kind === 'done' && replay.grant?.sessionId).not.toBe(documents[0]?.fiscalNumber.split('.')[0])
    done(await till.file(SALE))
    expect((await till.state()).nextLocalNumber).toBe(9)
  })

  test('OfflineBegin and the document after it have no hash, each later one has that of the one before, OfflineEnd too', async () => {
    const till = await inShift()
    const documents = await make(till, session(1, SALE, SALE))
    const hashes = documents.map(({ content }) => /<PREVDOCHASH>(\w{64})</.exec(decode(content))?.[1] ?? null)
    expect(hashes.map((hash) => hash !== null)).toEqual([false, false, true, true])
    expect(hashes[2]).not.toBe(hashes[3])
    expect(documents[2]?.url).toContain(`&mac=${hashes[2]}`)
    expect(documents.map(({ fiscalNumber }) => fiscalNumber.split('.')[1])).toEqual(['1', '2', '3', '4'])
  })

  test('a shift may close and the next one open within it, each with its Z-report', async () => {
    const till = await inShift()
    const documents = await make(till, session(20, ...TWO_SHIFTS, { kind: 'z_report', totals: ONE_SALE }, { kind: 'close_shift' }))
    await simulator().advance(20 * HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done', delivered: 9 })
    expect((await till.state()).shiftOpen).toBe(false)
  })

  test('a test register’s markers do not say that they are tests, its receipts do', async () => {
    const till = openTill(simulator(), { mode: 'test' })
    done(await till.file({ kind: 'open_shift' }))
    const documents = await make(till, session(1, SALE))
    expect(documents.map(({ content }) => decode(content).includes('<TESTING>true</TESTING>'))).toEqual([false, true, false])
    await simulator().advance(HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done' })
  })

  test('the chain may be taken of the bare XML, and that is accepted as well', async () => {
    const till = openTill(simulator(), { chainOver: 'xml' })
    done(await till.file({ kind: 'open_shift' }))
    const documents = await make(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done', delivered: 4 })
  })

  test('an online receipt whose answer was lost, and which was made again offline, is revoked', async () => {
    const till = await inShift()
    done(await till.file(SALE))
    const items = session(1, SALE).map((item) => (item.content.kind === 'offline_begin' ? { ...item, content: { ...item.content, revokesLastOnline: true } } : item))
    const documents = await make(till, items)
    await simulator().advance(HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done' })
    expect(simulator().registered(till.credentials).filter(({ kind }) => kind === 'sale').map(({ fiscalNumber }) => fiscalNumber)).toEqual([documents[1]?.fiscalNumber])
  })
})

describe('bringing it to the server', () => {
  test('more than a hundred documents go in several packages, none over 200 KB, one after the other', async () => {
    const till = await inShift()
    const documents = await make(till, session(2, ...Array.from({ length: 120 }, () => SALE)))
    await simulator().advance(2 * HOUR_MS)
    const packages: number[] = []
    const counting: Http = (request) => {
      if (request.url.endsWith('/pck')) packages.push(request.bytes?.length ?? 0)
      return http(request)
    }
    expect(await replayOffline(documents, till.setup, counting)).toMatchObject({ kind: 'done', delivered: 122 })
    expect(packages.length).toBeGreaterThan(1)
    expect(simulator().registered(till.credentials).length).toBe(121)
    expect(simulator().requests().filter((one) => one.includes('/pck') && !one.endsWith(' 200'))).toEqual([])
  })

  test.each(['answer_lost', 'cut_off', 'down'] as const)('%s: it is unknown, and the next try goes on where the server stands', async (fault) => {
    const till = await inShift()
    const documents = await make(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    simulator().befall(till.credentials, fault)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'unknown', delivered: 0 })
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done', delivered: 4, grant: { nextLocalNumber: 6 } })
    expect(simulator().registered(till.credentials).map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  })

  test('a document changed by one character stops everything, and nothing of its package counts', async () => {
    const till = await inShift()
    const documents = await make(till, session(1, SALE, SALE))
    await simulator().advance(HOUR_MS)
    for (const at of [1, 2]) {
      const changed = await Promise.all(documents.map(async (one, n) => (n === at
        ? { ...one, signed: done(await till.signer.sign(Buffer.from(one.content.toString('latin1').replace('<CODE>1<', '<CODE>2<'), 'latin1'))) } : one)))
      expect(await replayOffline(changed, till.setup, http)).toMatchObject({ kind: 'stopped', delivered: 0, refusal: { providerCode: '10 PackageValidationError' } })
    }
    const order = [documents[0], documents[2], documents[1], documents[3]].filter((one) => one !== undefined)
    expect(await replayOffline(order, till.setup, http)).toMatchObject({ kind: 'stopped', delivered: 0 })
    expect(simulator().registered(till.credentials).map(({ kind }) => kind)).toEqual(['open_shift'])
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done', delivered: 4 })
  })

  test('where another till has used the numbers meanwhile, nothing is sent and a person must look', async () => {
    const till = await inShift()
    const documents = await make(till, session(1, SALE))
    done(await till.file(SALE))
    await simulator().advance(HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'stopped', delivered: 0 })
    expect(simulator().registered(till.credentials).length).toBe(2)
  })

  test('while packages of a time without it are missing, the server takes nothing else', async () => {
    const till = await inShift()
    const [first, second] = await make(till, session(1, SALE))
    if (first === undefined || second === undefined) throw new Error('there are three documents')
    await simulator().advance(HOUR_MS)
    expect(await replayOffline([first, second], till.setup, http)).toEqual({ kind: 'done', delivered: 2, grant: null })
    expect((await till.file(SALE)).kind).toBe('refused')
  })
})

describe('limits of the law', () => {
  test('after 36 hours nothing may be made, and the server would not take it', async () => {
    const till = await inShift()
    const from = await begin(till)
    const late = makeOffline([...session(37, SALE)], from, till.setup, till.signer)
    expect((await late).stopped).toMatchObject({ problem: 'shift' })
    const documents = await make(till, session(37, SALE), { ...from, until: after(100) })
    await simulator().advance(37 * HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'stopped', explanation: expect.stringContaining('36') })
  })

  test('the fifth time of 35 hours in a month is over the 168, and a new month begins anew', async () => {
    const till = openTill(simulator())
    const spans: { began: Date; last: Date }[] = []
    for (const n of [1, 2, 3, 4]) {
      done(await till.file({ kind: 'open_shift' }))
      const [began, last] = [simulator().now(), after(35)]
      expect(offlineLeft(spans, began, last, 'Europe/Kyiv').alarm, `time ${n}`).not.toBe('over')
      const documents = await make(till, session(35, ...TWO_SHIFTS))
      await simulator().advance(35 * HOUR_MS)
      expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'done' })
      spans.push({ began, last })
      done(await till.file({ kind: 'z_report', totals: ONE_SALE }))
      done(await till.file({ kind: 'close_shift' }))
    }
    done(await till.file({ kind: 'open_shift' }))
    const left = offlineLeft(spans, simulator().now(), after(1), 'Europe/Kyiv')
    expect([left.monthSpentMs, left.until]).toEqual([141 * HOUR_MS, after(28)])
    expect(offlineLeft(spans, simulator().now(), after(29), 'Europe/Kyiv').alarm).toBe('over')
    const documents = await make(till, session(29, ...TWO_SHIFTS))
    await simulator().advance(29 * HOUR_MS)
    expect(await replayOffline(documents, till.setup, http)).toMatchObject({ kind: 'stopped', explanation: expect.stringContaining('168') })
    await simulator().advance(31 * 24 * HOUR_MS)
    expect(offlineLeft(spans, simulator().now(), after(35), 'Europe/Kyiv')).toMatchObject({ monthSpentMs: 35 * HOUR_MS, alarm: 'urgent' })
  })

  test('F03: alarms come before the end: at eight hours, at two, and when it is over', () => {
    const alarm = (hours: number) => offlineLeft([], NOON, new Date(NOON.getTime() + hours * HOUR_MS), 'Europe/Kyiv').alarm
    expect([0, 27.9, 28, 33.9, 34, 36, 36.1].map(alarm)).toEqual(['none', 'none', 'warn', 'warn', 'urgent', 'urgent', 'over'])
  })

  test('a time over the turn of a month counts in both with what lies in it', () => {
    const began = new Date('2026-03-31T09:00:00Z') // noon in Kyiv, twelve hours before April
    const full = Array.from({ length: 4 }, (_, n) => ({ began: new Date(Date.UTC(2026, 2, 2 + 3 * n)), last: new Date(Date.UTC(2026, 2, 2 + 3 * n) + 36 * HOUR_MS) }))
    const at = (hours: number) => offlineLeft(full, began, new Date(began.getTime() + hours * HOUR_MS), 'Europe/Kyiv')
    expect(at(11)).toMatchObject({ monthSpentMs: 155 * HOUR_MS, until: new Date(began.getTime() + 36 * HOUR_MS) })
    expect(at(13)).toMatchObject({ spentMs: 13 * HOUR_MS, monthSpentMs: HOUR_MS })
  })
})

test('documents are drawn only in the order of time and of the shift', async () => {
  const till = await inShift()
  const from = await begin(till)
  const at = simulator().now()
  const problem = (content: OfflineItem['content'], session: OfflineSession, when = at) => {
    const drawn = drawOffline(itemOf(content, when), session, till.setup)
    return drawn.ok ? null : drawn.error.problem
  }
  expect(problem(SALE, from)).toBe('shift')
  const { session: begun } = await makeOffline([itemOf({ kind: 'offline_begin', revokesLastOnline: false }, at)], from, till.setup, till.signer)
  expect(problem({ kind: 'offline_begin', revokesLastOnline: false }, begun)).toBe('shift')
  expect(problem({ kind: 'open_shift' }, begun)).toBe('shift')
  expect(problem({ kind: 'close_shift' }, begun)).toBe('shift')
  expect(problem(SALE, begun, new Date(at.getTime() - 1))).toBe('number')
  expect(problem({ kind: 'service_in', amount: uah(0n) }, begun)).toBe('amounts')
  expect(problem(SALE, begun)).toBeNull()
})

test('the secret number of a session is in no answer that is kept', async () => {
  const till = openTill(simulator())
  const drawn = dps.draw(documentOf({ kind: 'open_shift' }, simulator().now()), await till.state(), till.setup)
  const filed = drawn.ok ? await dps.file(drawn.value, till.setup, http) : null
  const grant = done(await offlineGrant(till.setup, http))
  const answer = filed?.kind === 'done' ? filed.value.answer : ''
  expect(answer).toContain('<OFFLINESEED>***</OFFLINESEED>')
  expect(answer).not.toContain(grant.seed.reveal())
  expect(JSON.stringify(grant)).not.toContain(grant.seed.reveal())
})
