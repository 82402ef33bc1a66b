import { setTimeout as wait } from 'node:timers/promises'
import { styleSheet } from '../../simulator-page.ts'
import { json, plain, seeOther, type Answer, type Asked } from '../../simulator-server.ts'
import { apiAnswer } from './api.ts'
import type { ApiDesk } from './api-posts.ts'
import { ANSWERS, journalPage, merchantsPage, paymentsPage, sentPage, startPage, type AnswerMode } from './desk-pages.ts'
import { merchantSvg } from './link-pages.ts'
import { newCredentials, readMerchant, type Values } from './merchants.ts'
import { logoSvg } from './methods.ts'
import { openingLink, visiting } from './payer-routes.ts'
import { readForm } from './wire.ts'

export type Desk = ApiDesk & {
  readonly endpoints: () => Readonly<Record<string, string>>
  /** Replaced by the form of the page. */
  answers: AnswerMode
}

const SLOW_MS = 20_000

/** Every address of the simulator. */
export async function answer(desk: Desk, asked: Asked): Promise<Answer> {
  const { path } = asked
  if (path === '/style.css') return styleSheet()
  const api = /^\/api\/v4(\/.*)$/.exec(path)?.[1]
  if (api !== undefined) return machine(desk, asked, api)
  const link = /^\/lp(?:\/([^/]*))?\/?$/.exec(path)
  if (link !== null) return openingLink(desk.gateway, asked, link[1] ?? '')
  if (path.startsWith('/lp/')) return visiting(desk.gateway, asked, desk.origin())
  if (path.startsWith('/assets/')) return picture(desk, path)
  return asked.method === 'POST' ? posted(desk, asked) : shown(desk, path)
}

async function machine(desk: Desk, asked: Asked, path: string): Promise<Answer> {
  const asksFor = asked.method === 'GET' ? /^\/payments\/([^/]+)$/.exec(path)?.[1] : undefined
  if (asksFor !== undefined) desk.statusCalls.set(asksFor, (desk.statusCalls.get(asksFor) ?? 0) + 1)
  if (desk.answers === 'slow') await wait(SLOW_MS, null, { ref: false })
  if (desk.answers === 'error') return plain(503, 'Service Unavailable')
  if (desk.answers === 'garbage') {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Please come back later</body></html>' }
  }
  return apiAnswer(desk, asked, path)
}

function picture({ gateway }: Desk, path: string): Answer {
  const [, kind, name = ''] = /^\/assets\/(payment_methods|merchants)\/([a-z0-9]+)\.svg$/.exec(path) ?? []
  const merchant = kind === 'merchants' ? gateway.merchantByToken(name) : null
  const svg = kind === 'payment_methods' ? logoSvg(name) : merchant && merchantSvg(merchant)
  return svg === null ? plain(404, 'No such picture.') : { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: svg }
}

function shown({ gateway, endpoints, answers }: Desk, path: string): Answer {
  switch (path) {
    case '/': return startPage(gateway, endpoints())
    case '/payments': return paymentsPage(gateway)
    case '/sent': return sentPage(gateway)
    case '/sent.json': return json(200, gateway.deliveries.log())
    case '/journal': return journalPage(gateway.journal())
    case '/journal.json': return json(200, gateway.journal())
    case '/merchants': return merchantsPage(gateway, newCredentials(), answers)
    default: return plain(404, 'There is nothing here.')
  }
}

/** The named texts of a form or of a JSON object; numbers are taken as they are written. */
function valuesOf({ contentType, body }: Asked): Values {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(readForm(body.toString('latin1')))
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
}

async function posted(desk: Desk, asked: Asked): Promise<Answer> {
  const { gateway } = desk
  const values = valuesOf(asked)
  const done = (page: string): Answer => asked.contentType.startsWith('application/json') ? plain(200, 'done') : seeOther(page)
  const repeat = /^\/sent\/(\d+)\/repeat$/.exec(asked.path)?.[1]
  if (repeat !== undefined) {
    const sent = gateway.deliveries.log()[Number(repeat) - 1]
    if (sent === undefined) return plain(404, 'That was never sent.')
    await gateway.deliveries.resend(sent)
    return done('/sent')
  }
  switch (asked.path) {
    case '/enrol': {
      const merchant = readMerchant(values)
      if (typeof merchant === 'string') return plain(422, merchant)
      gateway.enrol(values)
      return done('/merchants')
    }
    case '/clock':
      if (!/^\d{1,10}(\.\d+)?$/.test(values['ms'] ?? '')) return plain(422, 'ms is a number of milliseconds')
      await gateway.agenda.advance(Math.round(Number(values['ms'])))
      return done('/sent')
    case '/answers': {
      const mode = ANSWERS.find((one) => one === values['mode'])
      if (mode === undefined) return plain(422, `mode is one of ${ANSWERS.join(', ')}`)
      desk.answers = mode
      return done('/merchants')
    }
    case '/callbacks':
      gateway.isMute = values['mode'] === 'lose'
      return done('/merchants')
    default: return plain(404, 'There is nothing here.')
  }
}
