import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { readConfig } from '../config.ts'
import { defaultDataFolder } from '../platform/db/embedded-programs.ts'
import { startEmbedded } from '../platform/db/embedded.ts'
import type { Embedded } from '../platform/db/embedded.ts'
import { freePort } from '../platform/http/free-port.ts'
import { startServer } from '../serve.ts'
import type { Running } from '../serve.ts'
import { DemoJson, makeDemo } from './make-demo.ts'
import { welcome } from './welcome.ts'

/** What the sandbox process tells when everything in it answers. */
const SandboxJson = Type.Object({
  url: Type.String(),
  simulators: Type.Record(Type.String(), Type.Object({ url: Type.String(), endpoints: Type.Record(Type.String(), Type.String()) })),
  mail: Type.Object({ smtpUrl: Type.String(), pageUrl: Type.String() }),
  sms: Type.Object({ smsUrl: Type.String(), pageUrl: Type.String() }),
})
export type SandboxFacts = Static<typeof SandboxJson>

const SANDBOX_PORT = '4000'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** `npm start`: database, sandbox and server in one go, with a demo merchant made over the public API the first time. */
export async function demo(): Promise<void> {
  const dataFolder = defaultDataFolder(process.cwd())
  const stopping = stopSignal()
  say('Starting the database and the sandbox …')
  const sandbox = spawn(process.execPath, [process.argv[1] ?? '', 'sandbox', SANDBOX_PORT], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [told, started] = await Promise.allSettled([toldBy(sandbox), startEmbedded({ dataFolder, durable: true })])
  if (started.status === 'rejected') {
    sandbox.kill('SIGTERM')
    throw started.reason
  }
  const database = started.value
  if (database.how === 'adopted') say('A database left running by an earlier start was taken over.')
  const running: { server: Running | null } = { server: null }
  try {
    if (told.status === 'rejected') throw told.reason
    const facts = told.value
    running.server = await serverOn(database, facts)
    const { publicUrl } = running.server
    const made = await demoMerchant(database.dataFolder, publicUrl, facts)
    welcome(say, { demo: made, publicUrl, facts, dataFolder: database.dataFolder })
    reportToTest(database, publicUrl)
    await stopping
    say('\nStopping …')
  } finally {
    await running.server?.stop()
    sandbox.kill('SIGTERM')
    await database.stop()
  }
  say('Stopped; the database too.')
  // The channel to the process that started this one would keep it alive.
  if (process.connected) process.disconnect?.()
}

/** Ctrl-C, a kill, or the end of the process that started this one. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

function toldBy(sandbox: ChildProcess): Promise<SandboxFacts> {
  return new Promise((resolve, reject) => {
    sandbox.once('message', (message) => resolve(Value.Parse(SandboxJson, message)))
    sandbox.once('exit', (code) => reject(new Error(`the sandbox ended with code ${code}`)))
  })
}

async function serverOn(database: Embedded, facts: SandboxFacts): Promise<Running> {
  const port = await freePort(Number(process.env['PORT'] ?? 3000))
  const endpoints = Object.entries(facts.simulators).flatMap(([connector, simulator]) =>
    Object.entries(simulator.endpoints).map(([name, address]) => `${connector}.${name}=${address}`))
  const config = readConfig({
    DATABASE_URL: database.url(), PUBLIC_URL: `http://127.0.0.1:${port}`, HOST: '127.0.0.1', PORT: String(port),
    SMTP_URL: facts.mail.smtpUrl, TEST_SMTP_URL: facts.mail.smtpUrl, SMS_URL: facts.sms.smsUrl, TEST_SMS_URL: facts.sms.smsUrl,
    TEST_LETTERS_PAGE: facts.mail.pageUrl, TEST_TEXTS_PAGE: facts.sms.pageUrl,
    MAIL_FROM: 'kvit@kvit.example', TEST_E_INVOICE_FOLDER: join(database.dataFolder, 'e-invoices'),
    KVIT_MASTER_KEY: masterKey(database.dataFolder), KVIT_ENDPOINTS: endpoints.join(','), LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  })
  if (!config.ok) throw new Error(config.error.map(({ sentence }) => sentence).join(' '))
  return startServer(config.value)
}

function masterKey(folder: string): string {
  const file = join(folder, 'master-key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** Made once, over the public API as a program would; later starts only tell the simulator of the merchant again. */
async function demoMerchant(folder: string, publicUrl: URL, facts: SandboxFacts): Promise<Static<typeof DemoJson>> {
  const file = join(folder, 'demo.json')
  if (existsSync(file)) {
    const made: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!Value.Check(DemoJson, made)) throw new Error(`the demo merchant in ${folder} was made by an earlier version; remove that folder to begin anew`)
    for (const [connector, values] of Object.entries(made.simulated)) await enrol(facts, connector, values)
    return made
  }
  say('Making the demo merchant …')
  const made = await makeDemo({ publicUrl, facts, enrol: (connector, values) => enrol(facts, connector, values), say })
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}

async function enrol(facts: SandboxFacts, connector: string, values: Readonly<Record<string, string>>): Promise<void> {
  const simulator = facts.simulators[connector]
  if (simulator === undefined) throw new Error(`the sandbox has no simulator of ${connector}`)
  const answer = await fetch(`${simulator.url}/enrol`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(values) })
  if (!answer.ok) throw new Error(`the simulator of ${connector} refused the demo merchant: ${await answer.text()}`)
}

/** The start-up checks ask for one line that a program can read. */
function reportToTest(database: Embedded, publicUrl: URL): void {
  if (process.env['KVIT_REPORT'] !== '1') return
  const { how, pid, dataFolder } = database
  say(JSON.stringify({ how, postgres: pid, dataFolder, server: process.pid, node: process.versions.node, url: publicUrl.href }))
}
