import { openAgenda } from '../../connectors/simulator-agenda.ts'
import { styleSheet } from '../../connectors/simulator-page.ts'
import { json, listen, plain, seeOther, type Answer, type Asked } from '../../connectors/simulator-server.ts'
import type { FiscalSimulator, FiscalSimulatorKind, FiscalValues } from '../simulator.ts'
import { answerApi, type Desk } from './simulator/api.ts'
import { checkPage, registersPage, requestsPage, startPage } from './simulator/desk-pages.ts'
import { enrol, newCredentials, openOffice, type CashRegister } from './simulator/office.ts'

/** The counterpart of Checkbox. `simulator/` reckons and registers by itself; nothing of the fiscaliser is used. */
export const checkboxSimulator: FiscalSimulatorKind = { fiscaliser: 'checkbox', title: 'Checkbox', start }

const KEPT_REQUESTS = 500

async function start({ port }: { readonly port: number }): Promise<FiscalSimulator> {
  const agenda = openAgenda()
  const office = openOffice(agenda)
  const base = { url: '' }
  const desk: Desk = { office, pageOf: (id) => `${base.url}/check/${id}`, tried: new Set() }
  const server = await listen(port, async (asked) => answer(desk, asked, { api: `${base.url}/api/v1` }))
  base.url = server.url
  const registerOf = ({ licenceKey = '' }: FiscalValues): CashRegister => {
    const found = office.registers.get(licenceKey)
    if (found === undefined) throw new Error('no register of these credentials is enrolled')
    return found
  }
  return {
    url: server.url,
    endpoints: { api: `${server.url}/api/v1` },
    enrol: (values) => enrol(office, values),
    newCredentials,
    befall: (values, fault) => void registerOf(values).faults.push(fault),
    setDown: (isDown) => void (office.isDown = isDown),
    registered: (values) => [...registerOf(values).registered],
    now: () => agenda.now(),
    advance: (ms) => agenda.advance(ms),
    async stop() {
      agenda.stop()
      await server.stop()
    },
  }
}

const API = '/api/v1'

async function answer(desk: Desk, asked: Asked, endpoints: Readonly<Record<string, string>>): Promise<Answer> {
  const { office } = desk
  const { path, method } = asked
  if (path.startsWith(`${API}/`)) return noted(desk, asked, answerApi(desk, asked, path.slice(API.length)))
  if (method === 'POST') return posted(desk, asked)
  const [, id] = /^\/check\/([^/]+)$/.exec(path) ?? []
  if (id !== undefined) return checkPage(office, id)
  switch (path) {
    case '/': return startPage(office, endpoints)
    case '/style.css': return styleSheet()
    case '/registers': return registersPage(office, newCredentials())
    case '/requests': return requestsPage(office)
    case '/requests.json': return json(200, office.requests)
    case '/registered.json': return json(200, [...office.registers.values()].map(({ fiscalNumber, registered }) => ({ fiscalNumber, registered })))
    default: return plain(404, 'There is nothing here.')
  }
}

/** Passwords and PINs are not kept on the page either. */
function noted({ office }: Desk, { method, path, headers, body }: Asked, given: Answer): Answer {
  const remarks = headers['x-client-name'] === undefined ? ['The header X-Client-Name is missing, which the documentation asks for.'] : []
  const isSigningIn = path.includes('/signin')
  office.requests.push({
    number: ++office.counter.request, at: office.agenda.now(), what: `${method} ${path}`, remarks,
    body: isSigningIn ? 'credentials' : body.toString('utf8'),
    answer: given.status === 0 ? 'the connection ended' : `HTTP ${given.status}\n${isSigningIn ? '' : given.body.toString()}`,
  })
  if (office.requests.length > KEPT_REQUESTS) office.requests.shift()
  return given
}

async function posted({ office }: Desk, { path, contentType, body }: Asked): Promise<Answer> {
  const isJson = contentType.startsWith('application/json')
  const values = valuesIn(body.toString('utf8'), isJson)
  if (path === '/enrol') enrol(office, values)
  else if (path === '/clock') await office.agenda.advance(Number(values['ms'] ?? 0))
  else if (path === '/down') office.isDown = values['isDown'] === 'yes' || values['isDown'] === 'true'
  else return plain(404, 'There is nothing here.')
  return isJson ? json(200, {}) : seeOther(path === '/enrol' ? '/registers' : '/')
}

function valuesIn(text: string, isJson: boolean): FiscalValues {
  if (!isJson) return Object.fromEntries(new URLSearchParams(text))
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)])) : {}
}
