import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { birthOf, isGone } from '../../src/platform/db/embedded-process.ts'
import { Clone, machineNode, pinnedNode, type CloneOptions, type Run } from './clone.ts'

const clones: Clone[] = []
afterEach(async () => {
  for (const clone of clones.splice(0)) await clone.remove()
})

function cloned(options: Partial<CloneOptions> = {}): Clone {
  const clone = new Clone({ mode: 0o755, packages: 'linked', user: null, ...options })
  clones.push(clone)
  return clone
}

const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }

/** Ctrl-C in a terminal: everything in the foreground gets the signal, and npm hands it on once more. */
async function pressCtrlC({ npm }: Run): Promise<void> {
  const ended = once(npm, 'exit')
  if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGINT')
  await ended
}

async function expectAllGone({ started }: Run): Promise<void> {
  expect(await isGone(started.server, 10_000)).toBe(true)
  expect(await isGone(started.postgres, 10_000)).toBe(true)
}

test('a clean clone installs, builds and starts with the machine\'s own Node, and hands over to the pinned one', async ({ skip }) => {
  skip(machineNode() === null, 'this machine has no Node of its own')
  const clone = cloned({ packages: 'none' })
  const run = await clone.start()
  expect(run.output()).toContain('Installing packages …')
  expect(run.output()).toContain('Building the server …')
  expect(run.started).toMatchObject({ how: 'started', node: pinnedNode() })
  // The few things a newcomer needs are printed, and each of them answers.
  for (const shown of ['Cabinet', 'Pay an invoice', 'In hryvnias', 'Letters sent', 'Paysera, played', 'LinkPay, played', 'LiqPay, played']) {
    const [, url] = new RegExp(`${shown}\\s+(http\\S+)`).exec(run.output()) ?? []
    expect((await fetch(url ?? '')).status, shown).toBe(200)
  }
  const [, curl] = /^ {2}(curl [^]*?)\n\n/m.exec(run.output()) ?? []
  expect(execFileSync('sh', ['-c', curl ?? 'false'], { encoding: 'utf8' })).toContain('"document":"issued"')
  await pressCtrlC(run)
  await expectAllGone(run)
})

test('a second start takes under three seconds and finds the data of the first', async () => {
  const clone = cloned()
  const first = await clone.start()
  await pressCtrlC(first)
  const took: number[] = []
  for (let n = 0; n < STARTS_MEASURED; n++) {
    const again = await clone.start()
    took.push(again.tookMs)
    expect(again.output()).not.toContain('Building')
    expect(again.started).toMatchObject({ how: 'started', dataFolder: first.started.dataFolder })
    await pressCtrlC(again)
  }
  console.log(`later starts took ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  expect(Math.min(...took)).toBeLessThan(3000)
})

/** The quickest of so many counts: whatever else the machine does only ever adds. */
const STARTS_MEASURED = 4

test('Ctrl-C stops everything, the database too', async () => {
  const run = await cloned().start()
  await pressCtrlC(run)
  await expectAllGone(run)
})

test('when the starter is killed, the server and the database end by themselves', async () => {
  const run = await cloned().start()
  const ended = once(run.npm, 'exit')
  if (run.npm.pid !== undefined) process.kill(-run.npm.pid, 'SIGKILL')
  await ended
  await expectAllGone(run)
})

test('after a kill of the server the next start adopts its database', async () => {
  const clone = cloned()
  const first = await clone.start()
  const ended = once(first.npm, 'exit')
  process.kill(first.started.server, 'SIGKILL')
  await ended
  expect(birthOf(first.started.postgres)).not.toBeNull()
  const second = await clone.start()
  expect(second.started).toMatchObject({ how: 'adopted', postgres: first.started.postgres })
  await pressCtrlC(second)
  await expectAllGone(second)
})

test('a second npm start beside a running one says so and leaves it alone', async () => {
  const clone = cloned()
  const first = await clone.start()
  await expect(clone.start()).rejects.toThrow('Kvit already runs with the data in')
  expect(birthOf(first.started.postgres)).not.toBeNull()
  await pressCtrlC(first)
})

test('where another program has one of the sandbox\'s ports, Kvit starts with another', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => {
    // Taken already: then it is another program's, which does as well.
    other.once('error', () => resolve()).listen({ port: 4010, host: '127.0.0.1' }, resolve)
  })
  const run = await cloned().start()
  expect(run.output()).toContain('Kvit is running.')
  await pressCtrlC(run)
  other.close()
})

test('as root in an ordinary folder, data lies in the clone', async ({ skip }) => {
  skip(!isRoot, 'only root can check what root meets')
  const clone = cloned()
  const run = await clone.start()
  expect(run.started.dataFolder).toBe(join(clone.folder, '.kvit'))
  await pressCtrlC(run)
})

test('as root in a home that others cannot enter, data lies where the database can reach it', async ({ skip }) => {
  skip(!isRoot, 'only root can check what root meets')
  const clone = cloned({ mode: 0o700 })
  const run = await clone.start()
  expect(run.started.dataFolder).toMatch(/^\/var\/lib\/kvit-[0-9a-f]{8}$/)
  expect(existsSync(join(clone.folder, '.kvit'))).toBe(false)
  await pressCtrlC(run)
  await expectAllGone(run)
  const again = await clone.start()
  expect(again.started).toMatchObject({ how: 'started', dataFolder: run.started.dataFolder })
  await pressCtrlC(again)
})

test('as a plain user', async () => {
  const clone = cloned(isRoot ? { packages: 'copied', user: NOBODY, mode: 0o700 } : {})
  const run = await clone.start()
  expect(run.started.dataFolder).toBe(join(clone.folder, '.kvit'))
  await pressCtrlC(run)
  await expectAllGone(run)
})

test('after npm ci --ignore-scripts, PostgreSQL gets the library links that a script would have made', async () => {
  const clone = cloned()
  clone.withoutLibraryLinks()
  const run = await clone.start()
  await pressCtrlC(run)
})

test('a pinned Node that cannot run here is explained with what to install', async ({ skip }) => {
  skip(machineNode() === null, 'this machine has no Node of its own')
  const clone = cloned()
  clone.withoutLibraryOfNode()
  await expect(clone.start(['node', 'scripts/start.mjs'])).rejects.toThrow('apt-get install libatomic1')
})
