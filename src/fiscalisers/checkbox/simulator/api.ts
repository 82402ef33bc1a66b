import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { HANG_UP, json, type Answer, type Asked } from '../../../connectors/simulator-server.ts'
import type { FiscalFault } from '../../simulator.ts'
import { checkSale, checkService, isObject, isWrong, uuidIn, type Wrong } from './checks.ts'
import { faultOf } from './known-inputs.ts'
import { shiftOf, type Business, type CashRegister, type Office } from './office.ts'
import { closeShift, openShift, registerReceipt } from './registering.ts'
import { infoJson, receiptJson, shiftJson, taxJson } from './wire.ts'

/** The counterpart's `/api/v1`. Written from the protocol sheet, part B, and from published models alone. */
export type Desk = {
  readonly office: Office
  /** Where a receipt is shown to people. */
  readonly pageOf: (receiptId: string) => string
  /** Ids of documents that have met a fault by their kopecks. */
  readonly tried: Set<string>
}

type Call = { readonly desk: Desk; readonly register: CashRegister; readonly body: Readonly<Record<string, unknown>> }

const TOKEN_LIFE_MS = 12 * 3_600_000
const LONGEST_SHIFT_MS = 24 * 3_600_000

const said = (status: number, message: string): Answer => json(status, { message })
const wrong = ({ status, message, at = [] }: Wrong): Answer =>
  json(status, status === 422 ? { message: 'Validation error', detail: [{ loc: at, msg: message, type: 'value_error' }] } : { message })

export function answerApi(desk: Desk, asked: Asked, path: string): Answer {
  const { office } = desk
  if (office.isDown) return said(503, 'Сервіс тимчасово недоступний')
  const key = asked.headers['x-license-key'] ?? null
  const byKey = key === null ? null : office.registers.get(key) ?? null
  if (key !== null && byKey === null) return said(403, 'Невірний ключ ліцензії')
  const body = bodyOf(asked)
  if (body === null) return wrong({ status: 422, message: 'value is not a valid dict', at: ['body'] })
  if (asked.method === 'POST' && path === '/cashier/signin') {
    return signIn(office, ({ cashier }) => isSame(cashier.login, body['login']) && isSame(cashier.password, body['password']))
  }
  if (asked.method === 'POST' && path === '/cashier/signinPinCode') {
    return signIn(office, (one) => one === byKey && isSame(one.cashier.pin, body['pin_code']))
  }
  const [, bearer = ''] = /^Bearer (.+)$/.exec(asked.authorization ?? '') ?? []
  const token = office.tokens.get(bearer)
  if (token === undefined || token.until < office.agenda.now()) return said(bearer === '' ? 401 : 403, 'Не вдалося перевірити облікові дані')
  const register = office.registers.get(token.register.licenceKey)
  if (register === undefined) return said(403, 'Касу не знайдено')
  if (byKey !== null && byKey !== register) return said(400, 'Касир вже працює з даною касою')
  return routed({ desk, register, body }, asked.method, path, key !== null)
}

function bodyOf({ body, contentType }: Asked): Readonly<Record<string, unknown>> | null {
  if (body.length === 0) return {}
  if (!contentType.startsWith('application/json')) return null
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Nothing is the same as what was never set. */
function isSame(known: string, given: unknown): boolean {
  const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
  return known !== '' && typeof given === 'string' && timingSafeEqual(digest(known), digest(given))
}

function signIn(office: Office, isTheirs: (register: CashRegister) => boolean): Answer {
  const register = [...office.registers.values()].find(isTheirs)
  if (register === undefined) return said(403, 'Невірний логін або пароль')
  const token = `eyJ${randomBytes(24).toString('base64url')}`
  office.tokens.set(token, { cashier: register.cashier, register, until: new Date(office.agenda.now().getTime() + TOKEN_LIFE_MS) })
  return json(200, { type: 'bearer', token_type: 'bearer', access_token: token })
}

/** `hasKey`: calls that are marked with a licence key in the documentation do not go without. */
function routed(call: Call, method: string, path: string, hasKey: boolean): Answer {
  const { register, body } = call
  const shift = shiftOf(register)
  switch (`${method} ${path}`) {
    case 'GET /cash-registers/info': return hasKey ? json(200, infoJson(register, shift !== null)) : said(403, 'Відсутній ключ ліцензії')
    case 'GET /tax': return hasKey ? json(200, taxJson(register)) : said(403, 'Відсутній ключ ліцензії')
    case 'GET /cashier/shift': return json(200, shift === null ? null : shiftJson(register, shift))
    case 'GET /cashier/me': return json(200, { id: register.cashier.id, full_name: 'Касир', nin: null })
    case 'GET /cashier/check-signature': return json(200, { online: true, type: register.isTest ? 'TEST' : 'CLOUD_SIGNATURE_3', shift_open_possibility: true })
    case 'POST /shifts': return hasKey ? opening(call) : said(403, 'Відсутній ключ ліцензії')
    case 'POST /shifts/close': return closing(call)
    case 'POST /receipts/sell': return filing(call, checkSale(body, register))
    case 'POST /receipts/service': return filing(call, checkService(body))
    default: return method === 'GET' ? shown(call, path) : said(404, 'Не знайдено')
  }
}

function shown({ desk, register }: Call, path: string): Answer {
  const [, kind, id] = /^\/(shifts|receipts)\/([^/]+)$/.exec(path) ?? []
  if (kind === 'shifts') {
    const shift = register.shifts.find((one) => one.id === id)
    return shift === undefined ? said(404, 'Зміну не знайдено') : json(200, shiftJson(register, shift))
  }
  const receipt = kind === 'receipts' ? register.receipts.find((one) => one.id === id) : undefined
  return receipt === undefined ? said(404, 'Чек не знайдено') : json(200, receiptJson(receipt, desk.pageOf(receipt.id)))
}

/** Does the work unless a fault keeps it from being done; null where the caller goes on with its answer. */
function befallen(fault: FiscalFault | null, work: () => void): Answer | null {
  if (fault === 'cut_off') return HANG_UP
  if (fault === 'down') return said(503, 'Сервіс тимчасово недоступний')
  work()
  return fault === 'answer_lost' ? HANG_UP : null
}

function opening({ desk: { office }, register, body }: Call): Answer {
  const id = uuidIn(body['id'])
  if (id === null) return wrong({ status: 422, message: 'value is not a valid uuid', at: ['body', 'id'] })
  if (register.shifts.some((one) => one.id === id)) return said(400, 'Зміна з таким ідентифікатором вже існує')
  if (shiftOf(register) !== null) return said(400, 'Касир вже працює з даною касою')
  const fault = register.faults.shift() ?? null
  const ended = befallen(fault, () => void openShift(office, register, id, fault))
  return ended ?? json(202, shiftById(register, id))
}

const shiftById = (register: CashRegister, id: string): unknown => {
  const shift = register.shifts.find((one) => one.id === id)
  return shift === undefined ? null : shiftJson(register, shift)
}

function closing({ desk: { office }, register }: Call): Answer {
  const shift = shiftOf(register)
  if (shift === null || shift.status !== 'OPENED') return said(400, 'Зміну не відкрито')
  if (register.receipts.some(({ shiftId, status }) => shiftId === shift.id && status === 'CREATED')) return said(400, 'Є незавершені чеки')
  const fault = register.faults.shift() ?? null
  const ended = befallen(fault, () => closeShift(office, register, shift, fault))
  return ended ?? json(202, shiftJson(register, shift))
}

/** What was refused is told again under an id of its own; only its kind and sum show that it is the same. */
const isAfterRefusal = (register: CashRegister, { type, payable }: Business): boolean =>
  register.receipts.findLast((one) => one.type === type && one.payable === payable)?.status === 'ERROR'

function filing({ desk, register, body }: Call, business: Business | Wrong): Answer {
  const { office } = desk
  const id = uuidIn(body['id'])
  if (id === null) return wrong({ status: 422, message: 'value is not a valid uuid', at: ['body', 'id'] })
  if (register.receipts.some((one) => one.id === id)) return said(400, 'Чек з таким ідентифікатором вже існує')
  const shift = shiftOf(register)
  if (shift === null || shift.status !== 'OPENED') return said(400, 'Зміну не відкрито')
  if (office.agenda.now().getTime() - (shift.openedAt?.getTime() ?? 0) > LONGEST_SHIFT_MS) return said(400, 'Зміна триває більше 24 годин, закрийте зміну')
  if (isWrong(business)) return wrong(business)
  const isRepeated = desk.tried.has(id) || isAfterRefusal(register, business)
  const fault = register.faults.shift() ?? faultOf(business.payable, isRepeated)
  desk.tried.add(id)
  const cashierName = typeof body['cashier_name'] === 'string' ? body['cashier_name'] : null
  const ended = befallen(fault, () => void registerReceipt(office, register, { id, shift, cashierName, business, fault }))
  const receipt = register.receipts.find((one) => one.id === id)
  return ended ?? json(201, receipt && receiptJson(receipt, desk.pageOf(id)))
}
