import { html, page, styleSheet } from '../connectors/simulator-page.ts'
import { listen, plain, type Answer } from '../connectors/simulator-server.ts'
import { isFree } from '../platform/http/free-port.ts'
import { startMailCatcher } from './mail-catcher.ts'
import { FISCAL_SIMULATORS, SIMULATORS } from './simulators.ts'
import { startSmsCatcher } from './sms-catcher.ts'

/** What the parent process is told, and what the command prints, once everything answers. */
export type SandboxAddresses = {
  /** The page that lists the others. */
  readonly url: string
  /** By connector or fiscaliser. A project is registered by `POST <url>/enrol` with JSON, by the names of the config form. */
  readonly simulators: Readonly<Record<string, { readonly url: string; readonly endpoints: Readonly<Record<string, string>> }>>
  readonly mail: { readonly smtpUrl: string; readonly pageUrl: string }
  readonly sms: { readonly smsUrl: string; readonly pageUrl: string }
}

interface Sandbox extends SandboxAddresses {
  stop(): Promise<void>
}

/**
 * Starts every simulator and the catchers. `port` is that of the page which lists them; the mail page, SMTP, the
 * simulators, the page of text messages, SMPP and the fiscal services take the ports after it in this order. Port 0: every
 * one takes a free port, as does any whose port is another program's.
 */
export async function startSandbox({ port }: { readonly port: number }): Promise<Sandbox> {
  const after = async (n: number): Promise<number> => (port !== 0 && await isFree(port + n) ? port + n : 0)
  const mail = await startMailCatcher({ page: await after(1), smtp: await after(2) })
  const behind = 3 + SIMULATORS.length
  const started = await Promise.all([
    ...SIMULATORS.map(async (kind, n) => part(kind.connector, kind.title, PROVIDER_PAGE, await kind.start({ port: await after(3 + n) }))),
    ...FISCAL_SIMULATORS.map(async (kind, n) => part(kind.fiscaliser, kind.title, FISCAL_PAGE, await kind.start({ port: await after(behind + 2 + n) }))),
  ])
  const sms = await startSmsCatcher({ page: await after(behind), smpp: await after(behind + 1) })
  const simulators = Object.fromEntries(started.map(({ id, url, endpoints }) => [id, { url, endpoints }]))
  const addresses = { simulators, mail: { smtpUrl: mail.smtpUrl, pageUrl: mail.pageUrl }, sms: { smsUrl: sms.smsUrl, pageUrl: sms.pageUrl } }
  const server = await listen(await after(0), async ({ path }) => {
    if (path === '/style.css') return styleSheet()
    return path === '/' ? startPage(started, addresses) : plain(404, 'There is nothing here.')
  })
  return {
    url: server.url,
    ...addresses,
    async stop() {
      await Promise.all([server.stop(), mail.stop(), sms.stop(), ...started.map(({ stop }) => stop())])
    },
  }
}

type Part = { readonly id: string; readonly title: string; readonly shows: string } & Counterpart

/** What simulators of both kinds have. */
type Counterpart = { readonly url: string; readonly endpoints: Readonly<Record<string, string>>; stop(): Promise<void> }

const PROVIDER_PAGE = 'Pay page, callbacks with their answers, known inputs of failures, the provider’s clock.'
const FISCAL_PAGE = 'The documents it has registered, known inputs of failures, the service’s clock.'

const part = (id: string, title: string, shows: string, running: Counterpart): Part =>
  ({ id, title, shows, url: running.url, endpoints: running.endpoints, stop: () => running.stop() })

function startPage(started: readonly Part[], { mail, sms }: Pick<SandboxAddresses, 'mail' | 'sms'>): Answer {
  return page({
    title: 'Kvit sandbox', badge: 'Kvit sandbox, no real money', nav: [], width: 'wide', refreshSeconds: null,
    body: html`<h1>Sandbox</h1>
<p>The other parties, played on this machine: payment providers, fiscal services, a mailbox and a phone. Nothing leaves it,
and everything is forgotten when it ends.</p>
${started.map(({ title, url, shows }) => html`<div class="card"><h2><a href="${url}/">${title}</a></h2>
<p>${shows}</p></div>`)}
<div class="card"><h2><a href="${mail.pageUrl}/">Mail catcher</a></h2>
<p>Every letter sent to <code>${mail.smtpUrl}</code>.</p></div>
<div class="card"><h2><a href="${sms.pageUrl}/">SMS catcher</a></h2>
<p>Every text message sent through <code>${sms.smsUrl}</code>.</p></div>`,
  })
}

/**
 * The command `kvit sandbox`. Tells its parent process (over IPC) or the terminal where everything is, and resolves
 * when it has been stopped: by SIGINT or SIGTERM, or because the parent is gone.
 */
export async function sandbox(options: { readonly port: number }): Promise<void> {
  const running = await startSandbox(options)
  const { url, simulators, mail, sms } = running
  const tell = process.send?.bind(process)
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (tell !== undefined) process.once('disconnect', () => resolve())
  })
  if (tell === undefined) {
    const lines = Object.entries(simulators).map(([name, simulator]) => `  ${name}: ${simulator.url}`)
    process.stdout.write(`Sandbox: ${url}\n${lines.join('\n')}\n  mail: ${mail.pageUrl}, ${mail.smtpUrl}\n  sms: ${sms.pageUrl}, ${sms.smsUrl}\n`)
  } else {
    tell({ url, simulators, mail, sms })
  }
  await ended
  await running.stop()
  if (process.connected) process.disconnect?.()
}
