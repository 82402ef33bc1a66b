import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Value } from 'typebox/value'
import { freePort } from '../src/platform/http/free-port.ts'
import { POOL_SIZE } from './arena.ts'
import type { Arena } from './arena.ts'
import { OutcomeJson } from './job.ts'
import type { Job, Outcome } from './job.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const READY_MS = 60_000

/** A server under measurement, in a process of its own. */
export type Server = {
  readonly port: number
  /** From the start of the process to the first good answer. Milliseconds. */
  readonly startMs: number
  /** Resident memory now. Bytes. */
  memory(): number
  stop(): Promise<void>
}

/** Which server, and a path that it answers with 200 once it can work. */
export type Which = { readonly program: 'kvit' | 'bare' | 'hello'; readonly ready: string; readonly profileTo?: string }

const PROGRAMS = {
  kvit: [join(ROOT, 'bin', 'kvit.mjs'), 'serve'],
  bare: [join(ROOT, 'bench', 'bare.ts')],
  hello: [join(ROOT, 'bench', 'hello.mjs')],
} as const

export async function startServer(arena: Arena, { program, ready, profileTo }: Which): Promise<Server> {
  const port = await freePort(0)
  const begin = performance.now()
  const profile = profileTo === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileTo}`]
  const child = spawn(process.execPath, [...profile, ...PROGRAMS[program]], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_URL: arena.databaseUrl, DATABASE_POOL: String(POOL_SIZE), KVIT_MASTER_KEY: arena.masterKey,
      SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'bench@kvit.example', TRUSTED_PROXIES: '127.0.0.1',
      // Nothing leaves the machine: what Kvit fetches from Paysera in the background is refused at once.
      KVIT_ENDPOINTS: ['pay', 'methods', 'key'].map((name) => `paysera.${name}=http://127.0.0.1:9`).join(','),
    },
  })
  const startMs = await firstAnswer(child, { port, path: ready, begin })
  return { port, startMs, memory: () => residentBytes(child), stop: () => stopped(child) }
}

async function firstAnswer(child: ChildProcess, { port, path, begin }: { port: number; path: string; begin: number }): Promise<number> {
  while (performance.now() - begin < READY_MS && child.exitCode === null) {
    const status = await fetch(`http://127.0.0.1:${port}${path}`).then(async (answer) => {
      await answer.text()
      return answer.status
    }, () => 0)
    if (status === 200) return performance.now() - begin
    await wait(5)
  }
  await stopped(child)
  throw new Error(`the server did not answer ${path}`)
}

function residentBytes({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const killing = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(killing)
}

/** Runs one job in a process of its own. Throws if more than one request in a thousand failed. */
export async function runJob(job: Job): Promise<Outcome> {
  const child = spawn(process.execPath, [join(ROOT, 'bench', 'load.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(job))
  const outcome = Value.Parse(OutcomeJson, JSON.parse(await text(child.stdout)))
  if (outcome.failed > outcome.done / 1000) throw new Error(`${outcome.failed} of ${outcome.done + outcome.failed} failed: ${outcome.firstFailure}`)
  return outcome
}
