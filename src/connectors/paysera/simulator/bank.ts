import { randomBytes, randomInt } from 'node:crypto'
import type { Agenda } from '../../simulator-agenda.ts'
import { callbackFields, packet, packetForm, STRANGER_ID, withPacket, type Packet, type Payment } from './callback.ts'
import { newSigningKey, type SigningKey } from './certificate.ts'
import type { Callback, Deliveries, SentCallback } from '../../simulator-deliveries.ts'
import { limitError, METHODS, type PaymentMethod } from './methods.ts'
import { offered } from './methods-xml.ts'
import { afterRedirect, SCRIPTS, type Outcome, type Step } from './outcomes.ts'
import { newProjectValues, readProject, type Project, type Values } from './projects.ts'
import { checkRequest, type Refused } from './request.ts'
import type { Fields } from './wire.ts'

/** A payer at the pay page with one order. */
export type Visit = {
  readonly token: string
  readonly projectId: string
  readonly request: Fields
  /** Null until a method is picked, unless the merchant named one. */
  readonly methodKey: string | null
  /** What happened last and where the browser went; null before. */
  readonly done: { readonly outcome: Outcome; readonly browserAt: string | null } | null
}

/** Money as the provider counts it, whatever its callbacks said. `minor` is in hundredths of the currency. */
export type JournalEntry = {
  readonly at: Date
  readonly kind: 'paid' | 'refunded'
  readonly projectId: string
  readonly orderId: string
  readonly requestId: string
  readonly minor: bigint
  readonly currency: string
  readonly mode: 'test' | 'live'
}

type Performed = { readonly browserAt: string | null; readonly sent: readonly SentCallback[] }

/** The provider without its web pages: projects, visits, what was paid, and what is told about it. */
export interface Bank {
  /** Registers a project or replaces it. Throws with the reason if the values are no project's. */
  enrol(values: Values): Project
  projects(): readonly Project[]
  /** A payer arrives with a query or form text. */
  arrive(form: string): Refused | Visit
  visit(token: string): Visit | null
  project(visit: Visit): Project
  /** Methods that can take this order now. */
  methodsFor(visit: Visit): readonly PaymentMethod[]
  choose(visit: Visit, methodKey: string): Refused | Visit
  /** True where the project forbids paying an order twice and this one was paid. */
  isSettled(visit: Visit): boolean
  /** Resolves when everything due now was sent. */
  perform(visit: Visit, outcome: Outcome): Promise<Performed>
  journal(): readonly JournalEntry[]
  certificate(): string
  /** From now on another key signs and is published; what was sent stays as it was. */
  rotateKey(): void
}

type State = {
  key: SigningKey
  nextRequestId: number
  readonly projects: Map<string, Project>
  readonly visits: Map<string, Visit>
  readonly orders: Map<string, Fields>
  readonly journal: JournalEntry[]
  readonly agenda: Agenda
  readonly deliveries: Deliveries
}

const COMMON_NAME = 'paysera-simulator.example'

export function openBank(agenda: Agenda, deliveries: Deliveries): Bank {
  const state: State = {
    key: newSigningKey(agenda.now(), COMMON_NAME), nextRequestId: randomInt(100_000_000, 900_000_000),
    projects: new Map(), visits: new Map(), orders: new Map(), journal: [], agenda, deliveries,
  }
  return {
    enrol(values) {
      const project = readProject(values)
      if (typeof project === 'string') throw new Error(project)
      state.projects.set(project.id, project)
      return project
    },
    projects: () => [...state.projects.values()],
    arrive: (form) => arrive(state, form),
    visit: (token) => state.visits.get(token) ?? null,
    project: (visit) => projectOf(state, visit.projectId),
    methodsFor: (visit) => methodsFor(visit, projectOf(state, visit.projectId)),
    choose: (visit, methodKey) => choose(state, visit, methodKey),
    isSettled: (visit) => !projectOf(state, visit.projectId).payTwice && state.journal.some((entry) =>
      entry.projectId === visit.projectId && entry.orderId === visit.request.get('orderid')),
    perform: (visit, outcome) => perform(state, visit, outcome),
    journal: () => state.journal,
    certificate: () => state.key.certificate,
    rotateKey() {
      state.key = newSigningKey(agenda.now(), COMMON_NAME)
    },
  }
}

function projectOf(state: State, id: string): Project {
  const project = state.projects.get(id)
  if (project === undefined) throw new Error(`project ${id} was never enrolled`)
  return project
}

function keep(state: State, visit: Visit): Visit {
  state.visits.set(visit.token, visit)
  return visit
}

function arrive(state: State, form: string): Refused | Visit {
  const checked = checkRequest(form, { projectById: (id) => state.projects.get(id) ?? null, now: state.agenda.now() })
  if (checked.kind === 'refused') return checked
  const { project, fields } = checked
  const order = `${project.id} ${fields.get('orderid') ?? ''}`
  const request = checked.kind === 'repeated' ? state.orders.get(order) : fields
  if (request === undefined) return { kind: 'refused', code: '0x10', about: 'repeat_request for an order never sent' }
  state.orders.set(order, request)
  const methodKey = request.get('payment') ?? null
  return keep(state, { token: randomBytes(12).toString('hex'), projectId: project.id, request, methodKey, done: null })
}

const moneyOf = (request: Fields): { readonly amount: bigint; readonly currency: string } =>
  ({ amount: BigInt(request.get('amount') ?? '0'), currency: request.get('currency')?.toUpperCase() ?? '' })

function methodsFor({ request }: Visit, project: Project): readonly PaymentMethod[] {
  const only = request.get('only_payments')?.split(',')
  const without = request.get('disalow_payments')?.split(',') ?? []
  const methods = offered(moneyOf(request), [...project.forbidden, ...without])
  return only === undefined ? methods : methods.filter((method) => only.includes(method.key))
}

function choose(state: State, visit: Visit, methodKey: string): Refused | Visit {
  const { amount, currency } = moneyOf(visit.request)
  const method = METHODS.find((one) => one.key === methodKey)
  const code = method === undefined ? '0x8' : limitError(method, amount, currency)
  if (code !== null) return { kind: 'refused', code, about: 'payment' }
  const forbidden = projectOf(state, visit.projectId).forbidden.includes(methodKey)
  return forbidden ? { kind: 'refused', code: '0x8', about: 'payment' } : keep(state, { ...visit, methodKey })
}

/** One click on the bank's page: the payments it opens and the project as it was set then. */
type Click = { readonly project: Project; readonly payments: readonly Payment[]; readonly firstPacket: Packet | null }

async function perform(state: State, visit: Visit, outcome: Outcome): Promise<Performed> {
  const project = projectOf(state, visit.projectId)
  const script = SCRIPTS[outcome]
  const steps = project.order === 'redirect_first' ? afterRedirect(script.steps) : script.steps
  const payments = [0, 1].map((): Payment => ({
    project, request: visit.request, methodKey: visit.methodKey ?? 'wallet', requestId: String(state.nextRequestId++),
  }))
  const now = state.agenda.now()
  const [firstStep] = steps
  const firstPacket = firstStep === undefined ? null : made(state, payments, firstStep).pairs
  const click = { project, payments, firstPacket }
  const sent: SentCallback[] = []
  for (const [index, step] of steps.entries()) {
    if (step.afterMs === 0) {
      sent.push(...await take(state, click, step, index === 0))
    } else {
      const what = `${whatIsSaid(step)} of ${visit.request.get('orderid') ?? ''}`
      state.agenda.plan(new Date(now.getTime() + step.afterMs), what, async () => {
        await take(state, click, step, index === 0)
      })
    }
  }
  const browserAt = whereTo(script.browser, visit.request, firstPacket)
  keep(state, { ...visit, done: { outcome, browserAt } })
  return { browserAt, sent }
}

/** The return to the shop carries the same signed pairs as the callback, the return after giving up none. */
function whereTo(browser: 'accept' | 'cancel' | 'nowhere', request: Fields, first: Packet | null): string | null {
  if (browser === 'nowhere') return null
  if (browser === 'cancel') return request.get('cancelurl') ?? null
  return withPacket(request.get('accepturl') ?? '', first ?? [])
}

const whatIsSaid = (step: Step): string =>
  [`status ${step.status}`, step.claim?.replaceAll('_', ' '), step.proof === 'genuine' ? undefined : `proof ${step.proof}`]
    .filter((part) => part !== undefined).join(', ')

function made(state: State, payments: readonly Payment[], step: Step): { readonly fields: Fields; readonly pairs: Packet } {
  const payment = payments[step.payment]
  if (payment === undefined) throw new Error('a step speaks of a payment that was not opened')
  const other = [...state.projects.values()].findLast((project) => project.id !== payment.project.id)
  const fields = callbackFields({ step, payment, otherProjectId: other?.id ?? STRANGER_ID, at: state.agenda.now() })
  const foreignPassword = other?.password ?? newProjectValues().password
  return { fields, pairs: packet(fields, { project: payment.project, foreignPassword, key: state.key.privateKey, proof: step.proof }) }
}

/** Books what the step books and sends what it sends. */
async function take(state: State, click: Click, step: Step, isFirst: boolean): Promise<readonly SentCallback[]> {
  const { fields, pairs } = made(state, click.payments, step)
  if (step.books !== null) state.journal.push(entryOf(fields, step.books, state.agenda.now()))
  if (!step.told) return []
  const says = Object.fromEntries(fields)
  const callback = { says, ...callbackOf(click, step, isFirst ? (click.firstPacket ?? pairs) : pairs) }
  const sent = [await state.deliveries.deliver(callback)]
  for (let again = 1; again < step.times; again++) sent.push(await state.deliveries.resend(callback))
  return sent
}

function callbackOf({ project, payments }: Click, step: Step, pairs: Packet): Omit<Callback, 'says'> {
  const request = payments[0]?.request
  const address = request?.get('callbackurl') ?? ''
  const post = project.delivery === 'post'
  return {
    orderId: request?.get('orderid') ?? '', what: whatIsSaid(step),
    method: post ? 'POST' : 'GET',
    url: post ? address : withPacket(address, pairs),
    contentType: post ? 'application/x-www-form-urlencoded' : null,
    body: post ? packetForm(pairs) : '',
    answerLost: step.answerLost,
  }
}

function entryOf(fields: Fields, books: 'paid' | 'refunded' | 'refunded_in_part', at: Date): JournalEntry {
  const paid = books === 'paid'
  return {
    at, kind: paid ? 'paid' : 'refunded',
    projectId: fields.get('projectid') ?? '', orderId: fields.get('orderid') ?? '', requestId: fields.get('requestid') ?? '',
    minor: BigInt(fields.get(paid ? 'payamount' : 'refund_amount') ?? '0'),
    currency: fields.get(paid ? 'paycurrency' : 'refund_currency') ?? '',
    mode: fields.get('test') === '1' ? 'test' : 'live',
  }
}
