import { decimalText } from '../../../connectors/simulator-json.ts'
import { styleSheet } from '../../../connectors/simulator-page.ts'
import { json, plain, seeOther, type Answer, type Asked } from '../../../connectors/simulator-server.ts'
import type { FiscalValues } from '../../simulator.ts'
import { api } from './commands.ts'
import { receiptPage, registersPage, requestsPage, startPage } from './pages.ts'
import { FAULTS } from './register.ts'
import { enrol, newCredentials, registerOf } from './registers.ts'
import { linkTime, type Service } from './service.ts'

/** Every address of the simulator. */
export async function answer(service: Service, endpoints: Readonly<Record<string, string>>, asked: Asked): Promise<Answer> {
  const { path, method } = asked
  if (path === '/style.css') return styleSheet()
  if (path === '/api') return api(service, asked)
  if (path === '/cashregs/check') return receipt(service, new URLSearchParams(asked.query))
  return method === 'POST' ? posted(service, asked) : shown(service, endpoints, path)
}

function shown(service: Service, endpoints: Readonly<Record<string, string>>, path: string): Answer {
  switch (path) {
    case '/': return startPage(service, endpoints, newCredentials(service))
    case '/registers': return registersPage(service)
    case '/documents.json': return json(200, [...service.registers.values()].map(({ numFiscal, documents }) => ({ numFiscal, documents })))
    case '/requests': return requestsPage(service)
    case '/requests.json': return json(200, service.log)
    default: return plain(404, 'There is nothing here.')
  }
}

/** The tax service shows a receipt to whoever names its number, register, time and sum. Source: sheet A14. */
function receipt({ registers }: Service, query: URLSearchParams): Answer {
  const register = registers.get(query.get('fn') ?? '')
  const document = register?.documents.find(({ numFiscal }) => numFiscal === query.get('id'))
  if (register === undefined || document?.amount === undefined || document.amount === null) return plain(404, 'Чек не знайдено')
  const { date, time } = linkTime(document.at)
  const isNamed = query.get('date') === date && query.get('time') === time && query.get('sm') === decimalText(document.amount)
  return isNamed ? receiptPage(register, document) : plain(404, 'Чек не знайдено')
}

/** The named texts of a form or of a JSON object. */
function valuesOf({ contentType, body }: Asked): FiscalValues {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  return Object.fromEntries(Object.entries(parsed ?? {}).map(([name, value]) => [name, String(value)]))
}

async function posted(service: Service, asked: Asked): Promise<Answer> {
  const values = valuesOf(asked)
  const done = (page: string): Answer => (asked.contentType.startsWith('application/json') ? plain(200, 'done') : seeOther(page))
  switch (asked.path) {
    case '/enrol':
      enrol(service, values)
      return done('/registers')
    case '/befall': {
      const fault = FAULTS.find((one) => one === values['fault'])
      if (fault === undefined) return plain(422, `fault is one of ${FAULTS.join(', ')}`)
      registerOf(service, values).befalls.push(fault)
      return done('/registers')
    }
    case '/down':
      service.isDown = values['down'] === 'yes'
      return done('/')
    case '/clock': {
      const ms = Number(values['ms'])
      if (!Number.isSafeInteger(ms) || ms < 0) return plain(422, 'ms must be a whole number of milliseconds, forward')
      await service.agenda.advance(ms)
      return done('/')
    }
    default: return plain(404, 'There is nothing here.')
  }
}
