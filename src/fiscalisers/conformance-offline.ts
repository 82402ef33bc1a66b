import { expect, test } from 'vitest'
import { http } from '../connectors/conformance-stage.ts'
import type { Http } from '../connectors/contract.ts'
import type { Secret } from '../kernel/secret.ts'
import { CASH_SALE, LIQPAY_SALE } from './conformance-documents.ts'
import { documentOf, openTill } from './conformance-stage.ts'
import type { Stage, Till } from './conformance-stage.ts'
import type { OfflineDocument, OfflineMade, OpenOffline, Replay } from './contract.ts'
import type { FiscalFault } from './simulator.ts'

const MINUTE_MS = 60_000

type ByRegister = Extract<OpenOffline, { by: 'register' }>

/** Work while the tax service cannot be reached: by the service itself, or numbered here and told afterwards. */
export function describeOffline(by: OpenOffline['by'], offers: (fault: FiscalFault) => boolean, stage: () => Stage): void {
  if (by === 'service') describeByService(offers, stage)
  else describeByRegister(offers, stage)
}

function describeByService(offers: (fault: FiscalFault) => boolean, stage: () => Stage): void {
  test.runIf(offers('offline'))('offline: the tax service has not heard of it, then it has, and a service that is down says neither', async () => {
    const till = await openTill(stage())
    const { offline } = till.open()
    if (offline?.by !== 'service') throw new Error('it does not number by itself')
    const drawn = await till.draw({ kind: 'sale', sale: CASH_SALE })
    stage().simulator.befall(till.credentials, 'offline')
    expect(await till.open().file(drawn, http)).toMatchObject({ kind: 'done', value: { offline: true } })
    expect(await offline.heard(drawn, http)).toEqual({ kind: 'done', value: false })
    stage().simulator.setDown(true)
    const silent = await offline.heard(drawn, http)
    stage().simulator.setDown(false)
    expect(silent.kind).toBe('unknown')
    await stage().simulator.advance(10 * MINUTE_MS)
    expect(await offline.heard(drawn, http)).toEqual({ kind: 'done', value: true })
    expect(till.registered().filter(({ kind }) => kind === 'sale').length).toBe(1)
  })
}

const NOBODY: Http = () => Promise.resolve({ kind: 'unknown', cause: 'nobody is there' })

/** Made one after the other while nobody answers, the markers around them. */
async function made(stage: Stage, till: Till, contents: readonly OfflineDocument['content'][]): Promise<{ offline: ByRegister; all: OfflineMade[] }> {
  const { offline: from } = await till.state()
  const { offline } = till.open()
  if (offline?.by !== 'register' || from === null) throw new Error('nothing is given to make documents from')
  const all: OfflineMade[] = []
  let standing: Secret = from
  for (const content of [{ kind: 'offline_begin' as const }, ...contents, { kind: 'offline_end' as const }]) {
    const one = await offline.make({ ...documentOf({ kind: 'open_shift' }, stage.simulator.now()), content }, standing, NOBODY)
    if (!one.ok) throw new Error(`${content.kind} cannot be made: ${one.error.detail}`)
    all.push(one.value)
    standing = one.value.next
  }
  return { offline, all }
}

const brought = (offline: ByRegister, all: readonly OfflineMade[]): Promise<Replay> =>
  offline.replay(all.map(({ drawn, signed, filed }) => ({ drawn, signed, fiscalNumber: filed.fiscalNumber })), http)

const SALES = [{ kind: 'sale', sale: CASH_SALE }, { kind: 'sale', sale: LIQPAY_SALE }] as const

function describeByRegister(offers: (fault: FiscalFault) => boolean, stage: () => Stage): void {
  test('without the service documents are made by what it gave, and are registered in their order by their numbers when it is back', async () => {
    const till = await openTill(stage())
    const { offline, all } = await made(stage(), till, SALES)
    expect(all.every(({ filed }) => filed.offline)).toBe(true)
    expect(all.slice(1, -1).filter(({ filed }) => filed.url === null)).toEqual([])
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
    stage().simulator.setDown(true)
    expect(await brought(offline, all)).toMatchObject({ kind: 'unknown', delivered: 0 })
    stage().simulator.setDown(false)
    expect(await brought(offline, all)).toMatchObject({ kind: 'done', delivered: all.length })
    expect(till.registered().slice(1).map(({ fiscalNumber }) => fiscalNumber)).toEqual(all.slice(1, -1).map(({ filed }) => filed.fiscalNumber))
    await till.file({ kind: 'sale', sale: CASH_SALE })
  })
  test('brought again, in whole or in part, nothing is registered twice', async () => {
    const till = await openTill(stage())
    const { offline, all } = await made(stage(), till, SALES)
    expect(await brought(offline, all.slice(0, 2))).toMatchObject({ kind: 'done', delivered: 2 })
    if (offers('answer_lost')) stage().simulator.befall(till.credentials, 'answer_lost')
    if (offers('answer_lost')) expect((await brought(offline, all)).kind).toBe('unknown')
    expect(await brought(offline, all)).toMatchObject({ kind: 'done', delivered: all.length })
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  })
  test.runIf(offers('refuse'))('what is refused stops all that follows, and it says so', async () => {
    const till = await openTill(stage())
    const { offline, all } = await made(stage(), till, SALES)
    stage().simulator.befall(till.credentials, 'refuse')
    expect(await brought(offline, all)).toMatchObject({ kind: 'refused', delivered: 0, providerCode: expect.stringMatching(/\S/) })
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
  })
  test('what may be made follows the shift, and what it is made from shows no secret', async () => {
    const till = await openTill(stage())
    const { offline: from } = await till.state()
    const { offline } = till.open()
    if (offline?.by !== 'register' || from === null) throw new Error('nothing is given to make documents from')
    expect((await offline.make(documentOf(SALES[0], stage().simulator.now()), from, NOBODY)).ok).toBe(false) // before the time begins
    expect(offline.after(from, 'open_shift')).toBeNull()
    expect(offline.after(from, 'sale')).not.toBeNull()
    expect(JSON.stringify(await till.state())).not.toContain(from.reveal())
  })
}
