import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import { liqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import type { LiqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { apiClient } from '../../src/demo/api-client.ts'
import type { ApiClient } from '../../src/demo/api-client.ts'
import { cashalotSimulator } from '../../src/fiscalisers/cashalot/simulator.ts'
import { checkboxSimulator } from '../../src/fiscalisers/checkbox/simulator.ts'
import type { FiscalSimulator } from '../../src/fiscalisers/simulator.ts'
import { freePort } from '../../src/platform/http/free-port.ts'
import { startMailCatcher } from '../../src/sandbox/mail-catcher.ts'
import type { MailCatcher } from '../../src/sandbox/mail-catcher.ts'
import { startSmsCatcher } from '../../src/sandbox/sms-catcher.ts'
import type { SmsCatcher } from '../../src/sandbox/sms-catcher.ts'
import { openTestDatabase } from '../support/database.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

type Simulator = Awaited<ReturnType<typeof payseraSimulator.start>>

/** The whole system for a story: the built server and cabinet, real PostgreSQL, HTTP, SMTP and SMPP, and the providers and fiscal services played by their simulators. */
export type Town = {
  url(path: string): string
  newClient(): ApiClient
  readonly paysera: Simulator
  readonly linkpay: LinkPaySimulator
  readonly liqpay: LiqPaySimulator
  readonly checkbox: FiscalSimulator
  readonly cashalot: FiscalSimulator
  readonly mail: MailCatcher
  readonly sms: SmsCatcher
  /** Where an operator of e-invoices would take the files away. */
  readonly eInvoices: string
  /** The one-time token of the newest letter to this address whose link leads to the page. */
  mailedToken(to: string, page: string): Promise<string>
  readonly database: ReturnType<typeof openTestDatabase>
}

export function kvitInATown(): Town {
  const database = openTestDatabase()
  useServers()
  const eInvoices = mkdtempSync(join(tmpdir(), 'kvit-e-invoices-'))
  const parts: {
    server?: ServerProcess; paysera?: Simulator; linkpay?: LinkPaySimulator; liqpay?: LiqPaySimulator; checkbox?: FiscalSimulator; cashalot?: FiscalSimulator
    mail?: MailCatcher; sms?: SmsCatcher; url?: URL
  } = {}
  const part = <K extends keyof typeof parts>(name: K): NonNullable<(typeof parts)[K]> => {
    const found = parts[name]
    if (found === undefined) throw new Error(`the story has no ${name} yet`)
    return found
  }
  beforeAll(async () => {
    parts.paysera = await payseraSimulator.start({ port: 0 })
    parts.linkpay = await linkPaySimulator.start({ port: 0 })
    parts.liqpay = await liqPaySimulator.start({ port: 0 })
    parts.checkbox = await checkboxSimulator.start({ port: 0 })
    parts.cashalot = await cashalotSimulator.start({ port: 0 })
    parts.mail = await startMailCatcher({ page: 0, smtp: 0 })
    parts.sms = await startSmsCatcher({ page: 0, smpp: 0 })
    const port = await freePort(0)
    parts.url = new URL(`http://127.0.0.1:${port}`)
    parts.server = await startServer({
      databaseUrl: database.url, masterKey: randomBytes(32).toString('base64'), publicUrl: parts.url.origin,
      endpoints: {
        paysera: parts.paysera.endpoints, linkpay: parts.linkpay.endpoints, liqpay: parts.liqpay.endpoints,
        checkbox: parts.checkbox.endpoints, cashalot: parts.cashalot.endpoints,
      },
      more: {
        PORT: String(port), SMTP_URL: parts.mail.smtpUrl, TEST_SMTP_URL: parts.mail.smtpUrl, TEST_SMS_URL: parts.sms.smsUrl,
        MAIL_FROM: 'kvit@kvit.example', TEST_E_INVOICE_FOLDER: eInvoices, LOG_LEVEL: 'warn',
      },
    })
  })
  afterAll(async () => {
    await parts.server?.stop()
    const others = [parts.paysera, parts.linkpay, parts.liqpay, parts.checkbox, parts.cashalot, parts.mail, parts.sms]
    for (const one of others) await one?.stop()
    rmSync(eInvoices, { recursive: true, force: true })
  })
  return {
    url: (path) => new URL(path, part('url')).href,
    newClient: () => apiClient(part('url')),
    get paysera() { return part('paysera') },
    get linkpay() { return part('linkpay') },
    get liqpay() { return part('liqpay') },
    get checkbox() { return part('checkbox') },
    get cashalot() { return part('cashalot') },
    get mail() { return part('mail') },
    get sms() { return part('sms') },
    eInvoices, database,
    async mailedToken(to, page) {
      const letter = await until(`a letter to ${to}`, () => part('mail').letters().findLast((one) => one.recipients.includes(to)))
      const [, token] = new RegExp(`/${page}#([A-Za-z0-9_-]{22})`).exec(letter.text ?? '') ?? []
      if (token === undefined) throw new Error(`the letter to ${to} has no link to ${page}`)
      return token
    },
  }
}

/** Asks again and again until there is an answer; fails with the name of what was awaited. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, withinMs = 15_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
