import { setTimeout as wait } from 'node:timers/promises'
import { styleSheet } from '../../simulator-page.ts'
import { json, plain, seeOther, type Answer, type Asked } from '../../simulator-server.ts'
import type { Agenda } from '../../simulator-agenda.ts'
import type { Bank, Visit } from './bank.ts'
import type { Deliveries } from '../../simulator-deliveries.ts'
import { ANSWERS, journalPage, projectsPage, sentPage, startPage, type AnswerMode } from './desk-pages.ts'
import { methodsXml, readMethodsPath } from './methods-xml.ts'
import { isOutcome } from './outcomes.ts'
import { bankPage, closedPage, errorPage, logoSvg, methodPage, settledPage, unknownVisitPage } from './pay-pages.ts'
import { newProjectValues, readProject, type Values } from './projects.ts'
import { formDecode } from './wire.ts'

export type Desk = {
  readonly bank: Bank
  readonly agenda: Agenda
  readonly deliveries: Deliveries
  readonly endpoints: () => Readonly<Record<string, string>>
  /** Replaced by the form of the page. */
  answers: AnswerMode
}

const SLOW_MS = 20_000

/** Every address of the simulator. */
export async function answer(desk: Desk, asked: Asked): Promise<Answer> {
  const { path } = asked
  if (path === '/style.css') return styleSheet()
  if (path === '/pay' || path === '/pay/') return arriving(desk, asked)
  if (path.startsWith('/pay/visit/')) return visiting(desk, asked)
  if (path === '/download/public.key' || readMethodsPath(path) !== null) return machine(desk, path)
  const logo = /^\/assets\/image\/payment_types\/([a-z0-9_]+)\.svg$/.exec(path)?.[1]
  if (logo !== undefined) return picture(logoSvg(logo))
  return asked.method === 'POST' ? posted(desk, asked) : shown(desk, path)
}

const picture = (svg: string | null): Answer => svg === null
  ? plain(404, 'No such logo.')
  : { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: svg }

function arriving({ bank }: Desk, { method, query, body }: Asked): Answer {
  const arrived = bank.arrive(method === 'POST' ? body.toString('latin1') : query)
  return 'kind' in arrived ? errorPage(arrived) : seeOther(`/pay/visit/${arrived.token}`)
}

async function visiting({ bank }: Desk, { method, path, query, body }: Asked): Promise<Answer> {
  const [, token = '', page] = /^\/pay\/visit\/([0-9a-f]+)(?:\/(method|outcome|closed))?$/.exec(path) ?? []
  const visit = bank.visit(token)
  if (visit === null) return unknownVisitPage()
  if (method === 'POST') return acted(bank, visit, formDecode(body.toString('latin1')).fields)
  if (page === 'closed') return closedPage(bank, visit)
  if (bank.isSettled(visit)) return settledPage(bank, visit)
  const asked = formDecode(query).fields
  const choosing = visit.methodKey === null || (asked.has('choose') && !visit.request.has('payment'))
  return choosing ? methodPage(bank, visit, asked.get('country') ?? null) : bankPage(bank, visit)
}

async function acted(bank: Bank, visit: Visit, form: ReadonlyMap<string, string>): Promise<Answer> {
  const here = `/pay/visit/${visit.token}`
  const method = form.get('method')
  if (method !== undefined) {
    const chosen = bank.choose(visit, method)
    return 'kind' in chosen ? errorPage(chosen) : seeOther(here)
  }
  const outcome = form.get('outcome') ?? ''
  if (!isOutcome(outcome)) return plain(400, `${outcome} is no outcome of this page.`)
  if (bank.isSettled(visit)) return seeOther(here)
  const { browserAt } = await bank.perform(visit, outcome)
  return seeOther(browserAt ?? `${here}/closed`)
}

async function machine(desk: Desk, path: string): Promise<Answer> {
  if (desk.answers === 'slow') await wait(SLOW_MS, null, { ref: false })
  if (desk.answers === 'error') return plain(503, 'Service Unavailable')
  if (desk.answers === 'garbage') {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Please come back later</body></html>' }
  }
  const ask = readMethodsPath(path)
  if (ask === null) {
    return { status: 200, headers: { 'content-type': 'application/x-x509-ca-cert' }, body: desk.bank.certificate() }
  }
  const project = desk.bank.projects().find((one) => one.id === ask.projectId)
  if (project === undefined) return plain(404, 'No such project.')
  const xml = methodsXml(ask, project.forbidden, desk.endpoints()['methods'] ?? '')
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: xml }
}

function shown({ bank, agenda, deliveries, endpoints, answers }: Desk, path: string): Answer {
  switch (path) {
    case '/': return startPage(agenda, endpoints())
    case '/sent': return sentPage(agenda, deliveries)
    case '/sent.json': return json(200, deliveries.log())
    case '/journal': return journalPage(bank.journal())
    case '/journal.json': return json(200, bank.journal())
    case '/projects': return projectsPage(bank, newProjectValues(), answers)
    default: return plain(404, 'There is nothing here.')
  }
}

/** The named texts of a form or of a JSON object; numbers are taken as they are written. */
function valuesOf({ contentType, body }: Asked): Values {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(formDecode(body.toString('latin1')).fields)
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
}

async function posted(desk: Desk, asked: Asked): Promise<Answer> {
  const { bank, agenda, deliveries } = desk
  const values = valuesOf(asked)
  const done = (page: string): Answer => asked.contentType.startsWith('application/json') ? plain(200, 'done') : seeOther(page)
  const repeat = /^\/sent\/(\d+)\/repeat$/.exec(asked.path)?.[1]
  if (repeat !== undefined) {
    const sent = deliveries.log()[Number(repeat) - 1]
    if (sent === undefined) return plain(404, 'That was never sent.')
    await deliveries.resend(sent)
    return done('/sent')
  }
  switch (asked.path) {
    case '/enrol': {
      const project = readProject(values)
      if (typeof project === 'string') return plain(422, project)
      bank.enrol(values)
      return done('/projects')
    }
    case '/clock':
      if (!/^\d{1,10}$/.test(values['ms'] ?? '')) return plain(422, 'ms is a number of milliseconds')
      await agenda.advance(Number(values['ms']))
      return done('/sent')
    case '/key':
      bank.rotateKey()
      return done('/projects')
    case '/answers': {
      const mode = ANSWERS.find((one) => one === values['mode'])
      if (mode === undefined) return plain(422, `mode is one of ${ANSWERS.join(', ')}`)
      desk.answers = mode
      return done('/projects')
    }
    default: return plain(404, 'There is nothing here.')
  }
}
