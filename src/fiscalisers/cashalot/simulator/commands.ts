import { jsonText } from '../../../connectors/simulator-json.ts'
import { HANG_UP, plain, type Answer, type Asked as HttpAsked } from '../../../connectors/simulator-server.ts'
import { cleanup, closeShift, lastShiftTotals, openShift, registerCheck, registerZReport } from './documents.ts'
import { isOpenedBy, markOf } from './keys.ts'
import { FAULTS, hasZReport, type CashalotFault, type Register } from './register.ts'
import { bad, good, type Answered, type Asked, type Said, type Service } from './service.ts'
import { membersOf, readMembers, rowsOf, wordOf, type Members } from './wire.ts'

type Command = (asked: Asked, members: Members) => Answered | Promise<Answered>

/** Commands that make documents: these are what something befalls. */
const FILING: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['OpenShift', openShift], ['RegisterCheck', registerCheck], ['RegisterZRep', registerZReport], ['CloseShift', closeShift],
])

const ASKING: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['TransactionsRegistrarState', state], ['LastShiftTotals', lastShiftTotals], ['Cleanup', cleanup], ['Objects', objects],
])

const SLOW_MS = 15_000
const LATE_MS = 3_600_000
const DELIVERED_AFTER_MS = 300_000

/** The one address. Source: sheet C. */
export async function api(service: Service, http: HttpAsked): Promise<Answer> {
  const members = readMembers(http.body)
  const name = members === null ? '' : wordOf(members, 'Command')
  const answer = service.isDown ? plain(503, 'Service Unavailable') : await commanded(service, http, members, name)
  service.log.push({
    number: service.log.length + 1, at: service.agenda.now(), command: name, numFiscal: members === null ? '' : wordOf(members, 'NumFiscal'),
    uid: members === null ? '' : wordOf(members, 'UID'), answer: answer.status === 0 ? 'the connection ended' : answer.body.toString(),
  })
  return answer
}

async function commanded(service: Service, http: HttpAsked, members: Members | null, name: string): Promise<Answer> {
  if (http.method !== 'POST') return plain(405, 'POST only')
  if (!/^application\/json; ?charset=utf-8$/i.test(http.contentType)) return plain(415, 'application/json; charset=UTF-8 only')
  if (members === null) return said(bad('InvalidQueryParameter', 'The body is no JSON object'))
  if (name === 'ServerState') return said(good({ Available: true, Version: 'simulator' }))
  const filing = FILING.get(name)
  const command = filing ?? ASKING.get(name)
  if (command === undefined) return said(bad('InvalidQueryParameter', `There is no command ${name}`))
  const asked = signed(service, members)
  if ('code' in asked) return said(asked)
  return filing === undefined ? said(await command(asked, members)) : filed(asked, () => filing(asked, members), faultIn(asked.register, members))
}

const said = ({ code, message, said: more }: Answered): Answer => ({
  status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: jsonText({ ...more, ErrorCode: code, ErrorMessage: message }),
})

const KEY_FIELDS = ['Certificate', 'PrivateKey', 'Password'] as const
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Who asks, and about which register. */
function signed(service: Service, members: Members): Asked | Answered {
  const [certificate, privateKey, password] = KEY_FIELDS.map((name) => wordOf(members, name))
  if (!certificate || !privateKey || !password) return bad('CryptographyError', 'Certificate, PrivateKey and Password are required')
  const uid = wordOf(members, 'UID')
  if (!GUID.test(uid)) return bad('InvalidQueryParameter', 'UID must be a GUID')
  const shown = markOf({ certificate, privateKey, password })
  const register = service.registers.get(wordOf(members, 'NumFiscal'))
  if (register === undefined) return bad('TransactionsRegistrarAbsent', 'ПРРО не зареєстровано')
  if (!isOpenedBy(register.key, shown)) {
    const isOther = [...service.registers.values()].some(({ key }) => isOpenedBy(key, shown))
    return isOther ? bad('OperatorAccessToTransactionsRegistrarNotGranted', 'Немає доступу до ПРРО') : bad('CryptographyError', 'Ключ не відкривається')
  }
  if (service.agenda.now() > register.licenceUntil) return bad('LicenseViolation', 'Термін дії ліцензії закінчився')
  return { service, register, uid, shown }
}

/** A known input: a line with the code `fault:<name>` does it, and else what was asked for on the page or by a test. */
function faultIn(register: Register, members: Members): CashalotFault | null {
  const codes = (rowsOf(membersOf(members.get('Check'))?.get('CHECKBODY')) ?? []).map((line) => wordOf(line, 'CODE'))
  const fault = FAULTS.find((one) => codes.includes(`fault:${one}`)) ?? register.befalls.shift() ?? null
  // Only a closing makes a Z-report.
  return fault === 'z_report_only' && wordOf(members, 'Command') !== 'CloseShift' ? 'cut_off' : fault
}

async function filed(asked: Asked, run: () => Answered | Promise<Answered>, fault: CashalotFault | null): Promise<Answer> {
  const { register, service: { agenda } } = asked
  if (register.lost !== null) return said(INCONSISTENT)
  const planned = (afterMs: number): Answer => {
    agenda.plan(new Date(agenda.now().getTime() + afterMs), `a document of ${register.numFiscal}`, async () => void await run())
    return HANG_UP
  }
  switch (fault) {
    case null: return said(await run())
    case 'answer_lost':
      await run()
      return HANG_UP
    case 'cut_off': return HANG_UP
    case 'down': return plain(503, 'Service Unavailable')
    case 'refuse': return said(bad('DocumentValidationError', 'Документ не відповідає вимогам'))
    case 'late': return planned(LATE_MS)
    case 'slow': return planned(SLOW_MS)
    case 'offline': return said(await offline(asked, run))
    case 'fiscal_server_gone':
      await run()
      return said(bad('FiscalServerNotAvailable', 'Фіскальний сервер не відповідає'))
    case 'z_report_only':
      registerZReport(asked)
      return HANG_UP
    case 'inconsistent_taken':
      register.picture = standingOf(register)
      await run()
      register.lost = 'plain'
      return HANG_UP
    case 'inconsistent':
    case 'inconsistent_closing':
      register.lost = fault === 'inconsistent' ? 'plain' : 'closing'
      return said(INCONSISTENT)
  }
}

const INCONSISTENT = bad('InconsistentRegistrarState', 'Стан ПРРО не збігається з фіскальним сервером')

/** The document gets a number of an offline session, and reaches the tax service five minutes later. */
async function offline({ register, service: { agenda } }: Asked, run: () => Answered | Promise<Answered>): Promise<Answered> {
  const before = register.documents.length
  register.isOffline = true
  register.offlineSession ||= 80_000 + before
  const answered = await run()
  register.isOffline = false
  const made = register.documents.length - before
  register.undelivered += made
  agenda.plan(new Date(agenda.now().getTime() + DELIVERED_AFTER_MS), `what was made offline at ${register.numFiscal}`, async () => {
    register.undelivered -= made
  })
  return answered
}

function state({ register }: Asked): Answered {
  return good({ ...(register.picture ?? standingOf(register)), OfflineDocumentsPresent: register.undelivered > 0 })
}

/** Source: sheet A6 and C. */
function standingOf(register: Register): Said {
  const last = register.documents.at(-1)
  return {
    ShiftState: register.shift === null ? 0 : 1, ShiftId: register.shift?.number ?? 0, OpenShiftFiscalNum: register.shift?.openedBy ?? null,
    ZRepPresent: hasZReport(register), Testing: register.isTesting, Name: 'Каса', FirstLocalNum: register.documents.length === 0 ? 0 : 1,
    NextLocalNum: register.nextLocal, LastFiscalNum: last?.numFiscal ?? null, OfflineSupported: true, ChiefCashier: true, Closed: false,
    LicenseExpiration: register.licenceUntil.toISOString(),
  }
}

/** The registers that the key may sign for. */
function objects({ service, shown }: Asked): Answered {
  const own = [...service.registers.values()].filter(({ key }) => isOpenedBy(key, shown))
  return good({ TaxObjects: [
    { Entity: 1, Name: 'Крамниця', TransactionsRegistrars: own.map(({ numFiscal }, n) => ({ NumFiscal: numFiscal, NumLocal: n + 1, Name: 'Каса', Closed: false })) },
  ] })
}
