// The other process of every measurement: sends one side's work and tells what came of it. Job in, outcome out, as JSON.
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Value } from 'typebox/value'
import { newId } from '../src/kernel/ids.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { openConnection } from './connection.ts'
import type { Connection } from './connection.ts'
import { watchBacklog } from './backlog.ts'
import type { Backlog } from './backlog.ts'
import { JobJson } from './job.ts'
import type { Job, Outcome } from './job.ts'
import { percentile } from './statistics.ts'

/** Does one piece of work on the line of this number (0 to `atOnce` - 1). Null: there is none left. */
type Work = (line: number) => Promise<boolean> | null

type Side = { readonly work: Work; readonly backlog: Backlog | null; close(): Promise<void> }

type OfKind<K extends Job['kind']> = Extract<Job, { kind: K }>

async function httpSide(job: OfKind<'http'>): Promise<Side> {
  const requests = readFileSync(job.requests, 'latin1').split('\n').map((text, n) => requestBytes(text, n, job))
  const connections = await Promise.all(Array.from({ length: job.atOnce }, () => openConnection(job.port)))
  const backlog = job.flat === null ? null : await watchBacklog(job.flat)
  const at = { next: 0 }
  const send = async (connection: Connection, request: Buffer): Promise<boolean> => {
    const status = await connection.ask(request)
    if (status === job.expectedStatus) return true
    throw new Error(`answered ${status}`)
  }
  return {
    backlog,
    work(line) {
      const request = requests[job.again ? at.next++ % requests.length : at.next++]
      const connection = connections[line]
      return request === undefined || connection === undefined ? null : send(connection, request)
    },
    async close() {
      for (const connection of connections) connection.close()
      await backlog?.close()
    },
  }
}

/** Each its own payer's address, as a proxy in front of Kvit would tell it: the limits per address are not what is measured. */
function requestBytes(text: string, n: number, { apiKey }: OfKind<'http'>): Buffer {
  const [path = '', form] = text.split(' ', 2)
  const shown = apiKey === undefined ? '' : `authorization: Bearer ${apiKey}\r\n`
  const from = `x-forwarded-for: 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}\r\n${shown}`
  const head = `${form === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${from}`
  if (form === undefined) return Buffer.from(`${head}\r\n`, 'latin1')
  return Buffer.from(`${head}content-type: application/x-www-form-urlencoded\r\ncontent-length: ${form.length}\r\n\r\n${form}`, 'latin1')
}

/** The denominator: the bytes of one callback in one INSERT, as a transaction of its own, through the same driver and pool. */
async function insertSide(job: OfKind<'insert'>): Promise<Side> {
  const { pool, close } = openDatabase({ url: job.databaseUrl, poolSize: job.poolSize, applicationName: 'kvit bench raw' })
  const merchants = Array.from({ length: 100 }, () => newId('merchant'))
  const channel = newId('channel')
  const [line = ''] = readFileSync(job.requests, 'latin1').split('\n', 1)
  const query = line.slice(line.indexOf('?') + 1)
  const body = Buffer.alloc(0)
  const at = { next: 0 }
  const insert = async (): Promise<boolean> => {
    const merchant = merchants[at.next++ % merchants.length]
    await pool.query({ name: 'raw', text: 'insert into bench_raw values ($1, $2, $3, $4, $5, $6)', values: [merchant, newId('inboundMessage'), channel, new Date(), query, body] })
    return true
  }
  await Promise.all(Array.from({ length: job.poolSize }, insert))
  return { backlog: null, work: insert, close }
}

const state = { measuring: false, done: 0, failed: 0, firstFailure: '' }
const latencies: number[] = []

async function timed(work: Promise<boolean>, due: number): Promise<void> {
  try {
    await work
    if (!state.measuring) return
    state.done += 1
    latencies.push(performance.now() - due)
  } catch (error) {
    state.failed += 1
    state.firstFailure ||= String(error)
  }
}

/** As fast as the answers come back. */
async function closedLoop({ work, backlog }: Side, { atOnce }: Job, isOver: () => boolean): Promise<void> {
  await Promise.all(Array.from({ length: atOnce }, async (_, line) => {
    while (!isOver()) {
      if (backlog !== null) await backlog.room()
      const one = work(line)
      if (one === null) return
      await timed(one.then((done) => { backlog?.sent(); return done }), performance.now())
    }
  }))
}

/** At the given rate, whether or not the answers keep up: what waits for a free line has been waiting since it was due. */
async function openLoop({ work }: Side, { atOnce }: Job, { perSecond, isOver }: { perSecond: number; isOver: () => boolean }): Promise<void> {
  const free = Array.from({ length: atOnce }, (_, line) => line)
  const running = new Set<Promise<void>>()
  const begin = performance.now()
  for (let arrived = 0; !isOver();) {
    const due = begin + (arrived / perSecond) * 1000
    const line = due <= performance.now() ? free.pop() : undefined
    if (line === undefined) {
      await new Promise((resolve) => { setTimeout(resolve, 1) })
      continue
    }
    const one = work(line)
    if (one === null) break
    arrived += 1
    const ended: Promise<void> = timed(one, due).then(() => { free.push(line); running.delete(ended) })
    running.add(ended)
  }
  await Promise.all(running)
}

async function run(job: Job): Promise<Outcome> {
  const side = job.kind === 'http' ? await httpSide(job) : await insertSide(job)
  const end = performance.now() + (job.warmupSeconds + job.seconds) * 1000
  const isOver = () => performance.now() >= end
  const window = { begin: 0, applied: 0 }
  const starting = setTimeout(() => {
    state.measuring = true
    window.begin = performance.now()
    window.applied = side.backlog?.applied() ?? 0
  }, job.warmupSeconds * 1000)
  await (job.perSecond === null ? closedLoop(side, job, isOver) : openLoop(side, job, { perSecond: job.perSecond, isOver }))
  const seconds = (performance.now() - window.begin) / 1000
  const applied = side.backlog === null ? null : side.backlog.applied() - window.applied
  clearTimeout(starting)
  await side.close()
  const sorted = Float64Array.from(latencies).sort()
  return {
    done: state.done, failed: state.failed, seconds, perSecond: state.done / seconds,
    p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95), p99Ms: percentile(sorted, 0.99), maxMs: sorted.at(-1) ?? 0,
    appliedPerSecond: applied === null ? null : applied / seconds, mostWaiting: side.backlog?.mostWaiting() ?? null,
    firstFailure: state.firstFailure === '' ? null : state.firstFailure,
  }
}

const job = Value.Parse(JobJson, JSON.parse(await text(process.stdin)))
process.stdout.write(JSON.stringify(await run(job)))
