import { once } from 'node:events'
import smpp from 'smpp'
import type { Pdu, Session } from 'smpp'
import { html, page, styleSheet, timeText } from '../connectors/simulator-page.ts'
import { json, listen, plain } from '../connectors/simulator-server.ts'
import type { Answer, Asked } from '../connectors/simulator-server.ts'

/** Plays the SMS centre of an operator: takes every message by SMPP, shows it, and tells that it was delivered. */
export interface SmsCatcher {
  /** `smpp://kvit:kvit@127.0.0.1:<port>`: no encryption; any name is welcome with the password `kvit`. */
  readonly smsUrl: string
  /** The page. Programs read `/messages.json`. */
  readonly pageUrl: string
  /** Oldest first; the last 500 are kept. */
  messages(): readonly CaughtSms[]
  stop(): Promise<void>
}

type CaughtSms = {
  readonly at: Date
  readonly from: string
  /** Digits without a plus, as they came. */
  readonly to: string
  readonly text: string
  readonly parts: number
  readonly alphabet: 'GSM' | 'UCS-2'
  /** What its sender was told: `DELIVRD`, or what the number stands for. */
  readonly told: string
}

const KEPT = 500
const RECEIPT_AFTER_MS = 300

/** Numbers that end so are answered so: the failures an operator's centre shows. */
const KNOWN_INPUTS = [
  ['0404', 'the phone is never reached: taken, then UNDELIV'],
  ['0408', 'taken, then EXPIRED'],
  ['0011', 'no such number: refused'],
  ['0058', 'too many messages: refused as throttled, twice, then taken'],
  ['0059', 'too many messages: throttled every time'],
  ['0000', 'taken, but the answer never comes'],
  ['0002', 'the connection breaks instead of an answer'],
] as const

type Part = { readonly pdu: Pdu; readonly at: number; readonly total: number; readonly key: string; readonly text: string }

type Centre = { readonly caught: CaughtSms[]; readonly parts: Map<string, Part[]>; readonly throttled: Map<string, number>; counter: number }

/** Port 0 takes a free one. */
export async function startSmsCatcher(ports: { readonly page: number; readonly smpp: number }): Promise<SmsCatcher> {
  const centre: Centre = { caught: [], parts: new Map(), throttled: new Map(), counter: 0 }
  const sessions = new Set<Session>()
  const server = smpp.createServer((session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    serveSession(session, centre)
  })
  server.listen(ports.smpp, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the SMS catcher has no port')
  const smsUrl = `smpp://kvit:kvit@127.0.0.1:${address.port}`
  const pages = await listen(ports.page, async (asked) => shown(centre.caught, smsUrl, asked))
  return {
    smsUrl, pageUrl: pages.url, messages: () => centre.caught,
    async stop() {
      for (const session of sessions) session.destroy()
      await Promise.all([pages.stop(), new Promise<void>((resolve) => server.close(() => resolve()))])
    },
  }
}

function serveSession(session: Session, centre: Centre): void {
  const bound = { isBound: false }
  session.on('error', () => session.destroy()) // A client that hangs up in the middle; the next one is served.
  session.on('bind_transceiver', (pdu: Pdu) => {
    bound.isBound = pdu.password === 'kvit'
    session.send(pdu.response({ command_status: bound.isBound ? 0 : 0x0e }))
  })
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response())
    session.close()
  })
  session.on('submit_sm', (pdu: Pdu) => {
    if (bound.isBound) take(session, pdu, centre)
    else session.send(pdu.response({ command_status: 0x04 }))
  })
}

function take(session: Session, pdu: Pdu, centre: Centre): void {
  const to = pdu.destination_addr ?? ''
  const refused = statusFor(to, centre)
  if (refused !== 0) return void session.send(pdu.response({ command_status: refused }))
  if (to.endsWith('0002')) return session.destroy()
  // Decimal here and hexadecimal in the receipt: both are in use, and some centres mix them.
  const id = 1_000_000_000 + ++centre.counter
  if (!to.endsWith('0000')) session.send(pdu.response({ message_id: String(id) }))
  const told = to.endsWith('0404') ? 'UNDELIV' : to.endsWith('0408') ? 'EXPIRED' : to.endsWith('0000') ? 'nothing' : 'DELIVRD'
  keepPart(pdu, centre, told)
  if (pdu.registered_delivery !== 1 || told === 'nothing') return
  setTimeout(() => {
    const day = new Date().toISOString().replaceAll(/\D/g, '').slice(2, 12)
    const text = `id:${id.toString(16).toUpperCase()} sub:001 dlvrd:001 submit date:${day} done date:${day} stat:${told} err:${told === 'DELIVRD' ? '000' : '001'} text:`
    session.deliver_sm({
      esm_class: 4, source_addr_ton: 1, source_addr_npi: 1, source_addr: to, destination_addr: pdu.source_addr ?? '', short_message: Buffer.from(text),
    })
  }, RECEIPT_AFTER_MS).unref()
}

function statusFor(to: string, { throttled }: Centre): number {
  if (!/^[1-9]\d{7,14}$/.test(to) || to.endsWith('0011')) return 0x0b
  if (to.endsWith('0059')) return 0x58
  if (!to.endsWith('0058')) return 0
  const times = (throttled.get(to) ?? 0) + 1
  throttled.set(to, times > 2 ? 0 : times)
  return times > 2 ? 0 : 0x58
}

function keepPart(pdu: Pdu, centre: Centre, told: string): void {
  const part = partOf(pdu)
  const known = [...centre.parts.get(part.key) ?? [], part]
  if (known.length < part.total) return void centre.parts.set(part.key, known)
  centre.parts.delete(part.key)
  const whole = known.toSorted((a, b) => a.at - b.at)
  centre.caught.push({
    at: new Date(), from: pdu.source_addr ?? '', to: pdu.destination_addr ?? '', text: whole.map(({ text }) => text).join(''), parts: part.total,
    alphabet: pdu.data_coding === 8 ? 'UCS-2' : 'GSM', told,
  })
  if (centre.caught.length > KEPT) centre.caught.shift()
}

/** Which part of which message: information element 0 of its header (3GPP TS 23.040). */
function partOf(pdu: Pdu): Part {
  const body = pdu.short_message
  const [udh, text] = body === undefined || Buffer.isBuffer(body) ? [undefined, ''] : [body.udh, textOf(body.message)]
  const joined = udh?.find((element) => element[0] === 0 && element[1] === 3)
  const [, , reference = 0, total = 1, at = 1] = joined ?? []
  return { pdu, at, total, key: `${pdu.destination_addr}/${reference}/${total}`, text }
}

const textOf = (message: string | Buffer): string => (Buffer.isBuffer(message) ? message.toString('latin1') : message)

function shown(caught: readonly CaughtSms[], smsUrl: string, { path }: Asked): Answer {
  if (path === '/style.css') return styleSheet()
  if (path === '/messages.json') return json(200, caught)
  return path === '/' ? listPage(caught, smsUrl) : plain(404, 'There is nothing here.')
}

/** Newest first. Reloads itself, because one waits here for a message to come. */
const listPage = (caught: readonly CaughtSms[], smsUrl: string): Answer => page({
  title: 'SMS · catcher', badge: 'SMS catcher, nothing is delivered', nav: [], width: 'wide', refreshSeconds: 5, body: html`
<h1>Text messages</h1>
<p>Every text message sent through <code>${smsUrl}</code> ends here and reaches no phone. The page looks for new ones every 5 seconds.</p>
${caught.length === 0
    ? html`<p class="card">No message yet. Send an invoice by SMS, and it appears here.</p>`
    : html`<div class="scroll"><table class="stacked">
<thead><tr><th>Time, UTC</th><th>To</th><th>Text</th></tr></thead><tbody>
${caught.toReversed().map((sms) => html`<tr><td class="time">${timeText(sms.at)}</td><td>+${sms.to}<br><span class="soft">from ${sms.from}</span></td>
<td>${withLinks(sms.text)}<br><span class="soft">${sms.alphabet}, ${sms.parts === 1 ? '1 part' : `${sms.parts} parts`}, told: ${sms.told}</span></td></tr>`)}
</tbody></table></div>`}
<h2>Known numbers</h2>
<table class="stacked"><thead><tr><th>A number that ends with</th><th>is answered so</th></tr></thead><tbody>
${KNOWN_INPUTS.map(([end, what]) => html`<tr><td><code>${end}</code></td><td>${what}</td></tr>`)}
</tbody></table>`,
})

/** As a phone does: an address in the text can be pressed. */
const withLinks = (text: string) => text.split(/(https?:\/\/\S+)/).map((piece) => (/^https?:/.test(piece) ? html`<a href="${piece}">${piece}</a>` : html`${piece}`))
