import { toBuffer } from 'bwip-js/node'
import { decimalText, moneyJson, type Json } from '../../../connectors/simulator-json.ts'
import { readCheck, type ReadCheck } from './check.ts'
import { hasZReport, keep, ofShift, type Document, type Register } from './register.ts'
import { bad, good, linkTime, nextNumber, orderTime, type Answered, type Asked, type Said, type Service } from './service.ts'
import { isTrue, membersOf, wordOf, type Members } from './wire.ts'

/** The commands that make documents. Source: sheet C. */

const DAY_MS = 86_400_000

const told = ({ numFiscal, numLocal, at, offline }: Document): Said =>
  ({ NumFiscal: numFiscal, NumLocal: numLocal, OrderDateTime: orderTime(at), Offline: offline })

type Kept = Pick<Document, 'kind'> & Partial<Pick<Document, 'amount' | 'of' | 'payments'>>

const put = ({ service, register, uid }: Asked, { kind, amount = null, of = null, payments = [] }: Kept): Document =>
  keep(register, { kind, amount, of, payments, uid, at: service.agenda.now() }, () => nextNumber(service))

export function openShift(asked: Asked): Answered {
  if (asked.register.shift !== null) return bad('ShiftAlreadyOpened', 'Зміну вже відкрито')
  return good(told(startShift(asked)))
}

function startShift(asked: Asked): Document {
  const { register, service } = asked
  const number = ++register.shifts
  const opened = put(asked, { kind: 'open_shift' })
  register.shift = { number, openedBy: opened.numFiscal, openedAt: service.agenda.now() }
  return opened
}

export async function registerCheck(asked: Asked, members: Members): Promise<Answered> {
  const { register, service } = asked
  const check = membersOf(members.get('Check'))
  const size = wordOf(members, 'QrSize')
  if (check === null) return bad('InvalidQueryParameter', 'Check is required')
  if (size !== '' && !(Number(size) >= 256 && Number(size) <= 2048)) return bad('InvalidQueryParameter', 'QrSize must be 256 to 2048')
  if (register.shift === null && !isTrue(members, 'AutoOpenShift')) return bad('ShiftNotOpened', 'Зміну не відкрито')
  if (register.shift !== null && service.agenda.now().getTime() - register.shift.openedAt.getTime() > DAY_MS) {
    return bad('DocumentValidationError', 'Зміна триває понад 24 години')
  }
  if (hasZReport(register)) return bad('ZRepAlreadyRegistered', 'Z-звіт зміни вже зареєстровано')
  const read = readCheck(check)
  if ('wrong' in read) return bad('DocumentValidationError', read.wrong)
  const missing = returnFault(register, read)
  if (missing !== null) return bad('DocumentValidationError', missing)
  if (register.shift === null) startShift(asked)
  const document = put(asked, read)
  const url = urlOf(service, register, document)
  return good({ QrCode: isTrue(members, 'GetQrCode') ? await qrCode(url) : null, Url: url, ...told(document) })
}

const returnFault = ({ documents }: Register, { of }: ReadCheck): string | null =>
  (of === null || documents.some((one) => one.numFiscal === of && one.kind === 'sale') ? null : `ORDERRETNUM ${of} is no sale of this register`)

/** Source: sheet A14. */
function urlOf(service: Service, register: Register, { numFiscal, at, amount }: Document): string {
  const { date, time } = linkTime(at)
  return `${service.cabinet()}?fn=${register.numFiscal}&id=${numFiscal}&date=${date}&time=${time}&sm=${decimalText(amount ?? 0n)}`
}

async function qrCode(url: string): Promise<string> {
  const picture = await toBuffer({ bcid: 'qrcode', text: url })
  return picture.toString('base64')
}

export function registerZReport(asked: Asked): Answered {
  if (asked.register.shift === null) return bad('ShiftNotOpened', 'Зміну не відкрито')
  if (hasZReport(asked.register)) return bad('ZRepAlreadyRegistered', 'Z-звіт зміни вже зареєстровано')
  return good(told(put(asked, { kind: 'z_report' })))
}

/** `ZRepAuto` makes the Z-report too; a shift that has one already is closed without. */
export function closeShift(asked: Asked, members: Members): Answered {
  const { register } = asked
  const isAuto = isTrue(members, 'ZRepAuto')
  if (register.shift === null) return bad('ShiftNotOpened', 'Зміну не відкрито')
  if (hasZReport(register) && isAuto) return bad('ZRepAlreadyRegistered', 'Z-звіт зміни вже зареєстровано')
  if (!hasZReport(register) && !isAuto) return bad('LastDocumentMustBeZRep', 'Останнім документом має бути Z-звіт')
  return good(endShift(asked))
}

function endShift(asked: Asked): Said {
  const report = hasZReport(asked.register) ? null : put(asked, { kind: 'z_report' })
  const closed = put(asked, { kind: 'close_shift' })
  asked.register.shift = null
  return { ZRepAutoInfo: report === null ? null : { ...told(report), ErrorCode: 'Ok', ErrorMessage: null }, ...told(closed) }
}

/** Brings the service's picture into line. It may close the shift, and then tells so. Source: sheet C, traps. */
export function cleanup(asked: Asked): Answered {
  const { register } = asked
  const isClosing = register.lost === 'closing' && register.shift !== null
  register.lost = null
  register.picture = null
  if (!isClosing) return good({ ZRepAutoInfo: null, CloseShiftAutoInfo: null })
  const { ZRepAutoInfo = null, ...closed } = endShift(asked)
  return good({ ZRepAutoInfo, CloseShiftAutoInfo: { ...closed, ErrorCode: 'Ok', ErrorMessage: null } })
}

/** Of the open shift, and else of the last one. Source: sheet C, A4. */
export function lastShiftTotals({ register }: Asked): Answered {
  const number = register.shift?.number ?? register.shifts
  const documents = ofShift(register, number)
  const of = (kind: Document['kind']): readonly Document[] => documents.filter((one) => one.kind === kind)
  const service = (kind: Document['kind']): Json => moneyJson(sumOf(of(kind)))
  return good({
    ShiftState: register.shift === null ? 0 : 1, ShiftOpened: register.shift === null ? null : orderTime(register.shift.openedAt),
    Totals: {
      ZREPREALIZ: directionOf(of('sale')), ZREPRETURN: directionOf(of('return')),
      ZREPBODY: { SERVICEINPUT: service('service_in'), SERVICEOUTPUT: service('service_out') },
    },
  })
}

const sumOf = (documents: readonly Document[]): bigint => documents.reduce((all, { amount }) => all + (amount ?? 0n), 0n)

/** A direction without receipts is left out. Rows are per name of the form. Source: sheet A4. */
function directionOf(documents: readonly Document[]): Json | undefined {
  if (documents.length === 0) return undefined
  const payments = documents.flatMap((one) => one.payments)
  const names = [...new Set(payments.map(({ name }) => name))]
  return {
    SUM: moneyJson(sumOf(documents)), ORDERSCNT: documents.length,
    PAYFORMS: names.map((name) => {
      const rows = payments.filter((one) => one.name === name)
      return { PAYFORMCD: Number(rows[0]?.code), PAYFORMNM: name, SUM: moneyJson(rows.reduce((all, { sum }) => all + sum, 0n)) }
    }),
  }
}
