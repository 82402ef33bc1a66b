import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { birthOf } from '../../src/platform/db/embedded-process.ts'

const BUILT = join(process.cwd(), 'dist', 'server')
/** A copy for this test file, beside the other one: a build that is made meanwhile does not pull it away. */
const COPIES = join(process.cwd(), 'dist', 'tried')
const COPY = join(COPIES, String(process.pid))
const START_MS = 60_000
const END_MS = 20_000

/** A real `kvit serve` as a process of its own, made by `npm run build` as in production. */
export type ServerProcess = {
  readonly pid: number
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** Everything it wrote to standard output and error so far. */
  said(): string
  isRunning(): boolean
  /** `kill -9`. Resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM, as an operator stops it. Resolves with its exit code; null if it had to be killed. */
  stop(): Promise<number | null>
}

export type ServerOptions = {
  readonly databaseUrl: string
  /** 32 bytes in base64. */
  readonly masterKey: string
  /** What links are made of; an address on this machine that nobody listens on if left out. */
  readonly publicUrl?: string
  /** Base addresses of simulators by connector: `Simulator.endpoints`. */
  readonly endpoints?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly more?: Readonly<Record<string, string>>
}

/** The environment of a server on this machine. */
export function serverEnvironment({ databaseUrl, masterKey, publicUrl = 'http://127.0.0.1:9', endpoints = {}, more = {} }: ServerOptions): Record<string, string> {
  const named = Object.entries(endpoints).flatMap(([connector, addresses]) =>
    Object.entries(addresses).map(([name, address]) => `${connector}.${name}=${address}`))
  return {
    PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, HOST: '127.0.0.1', PORT: '0',
    SMTP_URL: 'smtp://127.0.0.1:9', KVIT_MASTER_KEY: masterKey, KVIT_ENDPOINTS: named.join(','),
    NODE_COMPILE_CACHE: join(process.cwd(), 'dist', 'compile-cache'), ...more,
  }
}

/** Runs a command of the built program to its end. */
export async function runKvit(command: string, env: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly said: string }> {
  const { child, output } = launched(command, env)
  const code = await ended(child)
  return { code, said: output() }
}

const running = new Set<ChildProcess>()

/** Starts a server and waits until it listens. Throws with what it said if it ends before that. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { child, output } = launched('serve', serverEnvironment(options))
  const url = await listening(child, output)
  const gone = ended(child)
  return {
    pid: child.pid ?? 0, url, port: Number(new URL(url).port), said: output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), END_MS)
      const code = await gone
      clearTimeout(patience)
      return code
    },
  }
}

/** Called once at the top of a test file that starts servers; ends whatever a failed test left running. */
export function useServers(): void {
  beforeAll(() => {
    if (!existsSync(join(BUILT, 'main.js'))) throw new Error('dist/server is not there: run "npm run build" first, as "npm test" does')
    mkdirSync(COPY, { recursive: true })
    for (const run of readdirSync(COPIES)) if (birthOf(Number(run)) === null) rmSync(join(COPIES, run), { recursive: true, force: true })
    for (const part of ['server', 'web']) cpSync(join(BUILT, '..', part), join(COPY, part), { recursive: true })
  })
  afterAll(async () => {
    const left = [...running]
    for (const child of left) child.kill('SIGKILL')
    await Promise.all(left.map(ended))
    rmSync(COPY, { recursive: true, force: true })
  })
}

function launched(command: string, env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--enable-source-maps', join(COPY, 'server', 'main.js'), command], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => said.push(bytes.toString('utf8')))
  return { child, output: () => said.join('') }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('close', (code) => resolve(code)))

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`kvit serve ${why}:\n${output()}`))
    }
    const patience = setTimeout(() => fail('did not listen within a minute'), START_MS)
    child.once('exit', (code) => fail(`ended with ${code}`))
    child.stdout?.on('data', () => {
      const [, url] = /Kvit listens on (http:\/\/\S+) and/.exec(output()) ?? []
      if (url === undefined) return
      clearTimeout(patience)
      resolve(url)
    })
  })
}
