import { setTimeout as wait } from 'node:timers/promises'
import { styleSheet } from '../../simulator-page.ts'
import { HANG_UP, json, plain, seeOther, type Answer, type Asked } from '../../simulator-server.ts'
import { performAction, type ApiDesk } from './api.ts'
import { CHECKOUT_FIELDS, checkCheckout, remarksOn } from './checks.ts'
import { ANSWERS, journalPage, outboxPage, paymentsPage, requestsPage, sentPage, shopsPage, startPage, type AnswerMode } from './desk-pages.ts'
import { openRequest } from './envelope.ts'
import { openOrder } from './orders.ts'
import { visiting } from './payer-routes.ts'
import { refusalPage } from './pay-pages.ts'
import { pagePath, PAGE_PATHS } from './payment.ts'
import { refusal, refusalAnswer, type Refusal } from './refusals.ts'
import { compensationCsv } from './reports.ts'
import { newCredentials, readShop, type Values } from './shops.ts'
import { textOf } from './wire.ts'

export type Desk = ApiDesk & {
  readonly endpoints: () => Readonly<Record<string, string>>
  /** How often `status` was asked of each order, whatever was answered. */
  readonly statusCalls: Map<string, number>
  /** Replaced by the form of the page. */
  answers: AnswerMode
}

const SLOW_MS = 20_000

/** Every address of the simulator. */
export async function answer(desk: Desk, asked: Asked): Promise<Answer> {
  const { path } = asked
  if (path === '/style.css') return styleSheet()
  if (path === '/api/request') return machine(desk, asked)
  if (path === '/api/3/checkout') return openingOrder(desk, asked)
  if (path.startsWith('/api/')) return refusalAnswer(refusal('err_path', path))
  if (Object.values(PAGE_PATHS).some((place) => path.startsWith(`${place}/`))) return visiting(desk.office, asked)
  const [, publicKey = '', token = ''] = /^\/files\/([^/]+)\/(\d+)\.csv$/.exec(path) ?? []
  if (token !== '') return compensationCsv(desk.office, publicKey, token) ?? plain(404, 'There is no such file.')
  return asked.method === 'POST' ? posted(desk, asked) : shown(desk, path)
}

const rawOf = ({ method, query, contentType, body }: Asked): string =>
  method === 'GET' ? `GET ?${query}` : `${method}\ncontent-type: ${contentType || 'none'}\n\n${body.toString('utf8')}`

const textOfAnswer = ({ status, headers, body }: Answer): string =>
  status === 0 ? 'the connection ended' : `HTTP ${status}${headers['location'] === undefined ? '' : `\nlocation: ${headers['location']}`}\n\n${body.toString()}`

async function machine(desk: Desk, asked: Asked): Promise<Answer> {
  const opened = openRequest(asked, desk.office.shopByKey)
  const done = asked.method !== 'POST' ? refusedBy(refusal('err_path', `${asked.method} /api/request`))
    : 'refused' in opened ? refusedBy(opened.refused) : undefined
  if (done === undefined && 'envelope' in opened && opened.envelope.action === 'status') {
    const orderId = textOf(opened.envelope.fields, 'order_id')
    desk.statusCalls.set(orderId, (desk.statusCalls.get(orderId) ?? 0) + 1)
  }
  // What never reaches LiqPay does nothing; what is only lost on the way back is done.
  const isStopped = desk.answers === 'error' || desk.answers === 'garbage'
  const result = done ?? ('envelope' in opened && !isStopped ? performAction(desk, opened.envelope) : { answer: HANG_UP, refused: null, remarks: [] })
  const answered = await disturbed(desk.answers, result.answer)
  const action = 'envelope' in opened ? ` ${opened.envelope.action}` : ''
  desk.office.note({ to: `/api/request${action}`, says: opened.json, raw: rawOf(asked), remarks: result.remarks, refused: result.refused, answer: textOfAnswer(answered) })
  return answered
}

const refusedBy = (refused: Refusal): ReturnType<typeof performAction> => ({ answer: refusalAnswer(refused), refused, remarks: [] })

async function disturbed(mode: AnswerMode, answered: Answer): Promise<Answer> {
  switch (mode) {
    case 'normal': return answered
    case 'slow':
      await wait(SLOW_MS, null, { ref: false })
      return answered
    case 'error': return plain(503, 'Service Unavailable')
    case 'garbage': return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Please come back later</body></html>' }
    case 'half': return { ...answered, body: answered.body.toString().slice(0, Math.floor(answered.body.length / 2)) }
    case 'lost': return HANG_UP
  }
}

/** A good request leads to the hosted page. A wrong one is JSON for a program that posts, and a page for a link. Source: sheet 1. */
function openingOrder({ office, origin }: Desk, asked: Asked): Answer {
  const opened = openRequest(asked, office.shopByKey)
  const payment = 'refused' in opened ? opened.refused : checkCheckout(opened.envelope.fields) ?? openOrder(office, opened.envelope, 'checkout')
  const refused = 'code' in payment ? payment : null
  const refusedAnswer = (one: Refusal): Answer => (asked.method === 'POST' ? refusalAnswer(one) : refusalPage(one))
  const answered: Answer = 'code' in payment ? refusedAnswer(payment) : { status: 302, headers: { location: origin() + pagePath(payment) }, body: '' }
  const remarks = 'envelope' in opened ? remarksOn(opened.envelope.fields, CHECKOUT_FIELDS) : []
  const action = 'envelope' in opened ? ` ${opened.envelope.action}` : ''
  office.note({
    to: `/api/3/checkout${action}`, says: opened.json, raw: rawOf(asked), remarks, refused,
    answer: asked.method === 'POST' || refused === null ? textOfAnswer(answered) : 'HTTP 400, a page',
  })
  return answered
}

function shown({ office, endpoints, answers }: Desk, path: string): Answer {
  switch (path) {
    case '/': return startPage(office, endpoints())
    case '/requests': return requestsPage(office)
    case '/requests.json': return json(200, office.requests())
    case '/payments': return paymentsPage(office)
    case '/sent': return sentPage(office)
    case '/sent.json': return json(200, office.deliveries.log())
    case '/outbox': return outboxPage(office)
    case '/outbox.json': return json(200, office.outbox())
    case '/journal': return journalPage(office.journal())
    case '/journal.json': return json(200, office.journal())
    case '/shops': return shopsPage(office, [newCredentials(), newCredentials('test')], answers)
    default: return plain(404, 'There is nothing here.')
  }
}

/** The named texts of a form or of a JSON object. */
function valuesOf({ contentType, body }: Asked): Values {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  return Object.fromEntries(Object.entries(parsed ?? {}).map(([name, value]) => [name, String(value)]))
}

async function posted(desk: Desk, asked: Asked): Promise<Answer> {
  const { office } = desk
  const values = valuesOf(asked)
  const done = (page: string): Answer => asked.contentType.startsWith('application/json') ? plain(200, 'done') : seeOther(page)
  const repeat = /^\/sent\/(\d+)\/repeat$/.exec(asked.path)?.[1]
  if (repeat !== undefined) {
    const sent = office.deliveries.log()[Number(repeat) - 1]
    if (sent === undefined) return plain(404, 'That was never sent.')
    await office.deliveries.resend(sent)
    return done('/sent')
  }
  switch (asked.path) {
    case '/enrol': {
      const shop = readShop(values)
      if (typeof shop === 'string') return plain(422, shop)
      office.enrol(values)
      return done('/shops')
    }
    case '/clock':
      if (!/^\d{1,10}(\.\d+)?$/.test(values['ms'] ?? '')) return plain(422, 'ms is a number of milliseconds')
      await office.agenda.advance(Math.round(Number(values['ms'])))
      return done('/sent')
    case '/answers': {
      const mode = ANSWERS.find((one) => one === values['mode'])
      if (mode === undefined) return plain(422, `mode is one of ${ANSWERS.join(', ')}`)
      desk.answers = mode
      return done('/shops')
    }
    case '/callbacks':
      office.isMute = values['mode'] === 'lose'
      return done('/shops')
    default: return plain(404, 'There is nothing here.')
  }
}
