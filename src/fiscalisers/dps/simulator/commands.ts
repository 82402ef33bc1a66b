import type { Json } from '../../../connectors/simulator-json.ts'
import { jsonText } from '../../../connectors/simulator-json.ts'
import type { Answer } from '../../../connectors/simulator-server.ts'
import { minutesOffline, openShiftOf } from './books.ts'
import type { Books, Entry, Registrar, Shift } from './books.ts'
import { refusal, refused, rejected } from './refusals.ts'
import { totalsJson, totalsOf } from './totals.ts'
import { enveloped } from './wire.ts'

export const SERVER_CERT = 'test-server'

/** What a command says, and whose key signed it; null where nothing did. */
type Ask = { readonly fields: Readonly<Record<string, unknown>>; readonly cert: string | null }

type Told = { readonly [name: string]: Json | undefined }

const UNSIGNED: ReadonlySet<string> = new Set(['ServerState', 'Check', 'CheckExt'])

const NOTHING = rejected(204)

/** A text or a number as text; empty where it is absent or something else. */
function said(fields: Ask['fields'], name: string): string {
  const value = fields[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Source: protocol sheet A6. */
export function perform(books: Books, ask: Ask): Answer {
  const name = said(ask.fields, 'Command')
  if (!UNSIGNED.has(name) && ask.cert === null) return refused(refusal(12, 'Команду не підписано'))
  if (name === 'ServerState') return told(books, ask, {})
  if (name === 'Objects' || name === 'Operators') return ofOwner(books, ask, name)
  const run = COMMANDS.get(name)
  if (run === undefined) return refused(refusal(11, `Невідома команда ${name}`))
  const number = said(ask.fields, name.startsWith('Check') || name.startsWith('ZRep') ? 'RegistrarNumFiscal' : 'NumFiscal')
  const registrar = books.registrars.get(number)
  if (registrar === undefined) return refused(refusal(1, `ПРРО ${number} не зареєстровано`))
  if (!UNSIGNED.has(name) && !registrar.certs.has(ask.cert ?? '')) return refused(refusal(2, 'Немає доступу до ПРРО'))
  return run(books, registrar, ask)
}

const told = (books: Books, { fields }: Ask, more: Told): Answer => ({
  status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: jsonText({ UID: said(fields, 'UID'), Timestamp: books.now().toISOString(), ...more }),
})

function ofOwner(books: Books, ask: Ask, name: 'Objects' | 'Operators'): Answer {
  const own = [...books.registrars.values()].filter(({ certs }) => certs.has(ask.cert ?? ''))
  const [first] = own
  if (first === undefined) return NOTHING
  if (name === 'Operators') return told(books, ask, {
    Tin: first.tin, Operators: [...first.certs].map((SubjectKeyId, n) => ({ SubjectKeyId, RegNum: String(n + 1), ChiefCashier: n === 0 })),
  })
  return told(books, ask, { TaxObjects: own.map(taxObject) })
}

const taxObject = ({ number, desk, tin, ipn, seller, point, address, name }: Registrar): Told => ({
  Entity: 1, SingleTax: false, Name: point, Address: address, Tin: tin, Ipn: ipn, OrgName: seller, ChiefCashier: true,
  TransactionsRegistrars: [{ NumFiscal: Number(number), NumLocal: Number(desk), Name: name, Closed: false }],
})

function registrarState(books: Books, registrar: Registrar, ask: Ask): Answer {
  const shift = openShiftOf(registrar)
  const minutes = minutesOffline(registrar, books.now())
  return told(books, ask, {
    ShiftState: shift === null ? 0 : 1, ShiftId: shift?.id ?? 0, OpenShiftFiscalNum: shift?.openedBy.fiscalNumber, ZRepPresent: shift !== null && shift.zReport !== null,
    Testing: shift?.testing ?? false, Name: registrar.name, SubjectKeyId: ask.cert, FirstLocalNum: 1, NextLocalNum: registrar.nextLocal,
    LastFiscalNum: registrar.entries.at(-1)?.fiscalNumber, OfflineSupported: true, ChiefCashier: true, OfflineSessionId: registrar.session.id, OfflineSeed: registrar.session.seed,
    OfflineNextLocalNum: (registrar.offline?.count ?? 0) + 1, OfflineSessionDuration: minutes.session, OfflineSessionsMonthlyDuration: minutes.month, Closed: false,
    TaxObject: ask.fields['IncludeTaxObject'] === true ? taxObject(registrar) : undefined,
  })
}

const shown = (_books: Books, registrar: Registrar, { fields }: Ask): Answer => {
  const entry = entryOf(registrar, fields)
  if (entry === null) return NOTHING
  const isOriginal = fields['Original'] === true
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: isOriginal ? entry.signed : enveloped(SERVER_CERT, entry.xml) }
}

const entryOf = (registrar: Registrar, fields: Ask['fields']): Entry | null =>
  registrar.entries.find(({ fiscalNumber }) => fiscalNumber === said(fields, 'NumFiscal')) ?? null

function shownInParts(books: Books, registrar: Registrar, ask: Ask): Answer {
  const entry = entryOf(registrar, ask.fields)
  if (entry === null) return told(books, ask, { ResultCode: 1, ResultText: 'OnlineDocumentAbsent' })
  const type = Number(ask.fields['Type'] ?? 0)
  const data = [null, entry.xml, enveloped(SERVER_CERT, entry.xml), Buffer.from(`ЧЕК ФН ${entry.fiscalNumber}`, 'utf8'), entry.signed, enveloped(SERVER_CERT, entry.signed)][type]
  if (data === undefined) return refused(refusal(11, `Type ${type}`))
  return told(books, ask, { Data: data === null ? undefined : data.toString('base64'), ResultCode: 0, ResultText: 'Ok' })
}

const shiftJson = ({ id, openedBy, closedBy, testing, zReport }: Shift): Told => ({
  ShiftId: id, OpenShiftFiscalNum: openedBy.fiscalNumber, CloseShiftFiscalNum: closedBy?.fiscalNumber, Testing: testing, Opened: openedBy.at.toISOString(),
  Closed: closedBy?.at.toISOString(), ZRepFiscalNum: zReport?.fiscalNumber,
})

function shifts(books: Books, registrar: Registrar, ask: Ask): Answer {
  const [from, to] = ['From', 'To'].map((name) => new Date(said(ask.fields, name)).getTime())
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return refused(refusal(11, 'From, To'))
  const found = registrar.shifts.filter(({ openedBy: { at } }) => at.getTime() >= from && at.getTime() <= to)
  return found.length === 0 ? NOTHING : told(books, ask, { Shifts: found.map(shiftJson) })
}

const classJson = ({ fiscalNumber, paper, revoked, storned }: Entry): Told => ({
  NumFiscal: fiscalNumber, DocClass: paper.isZReport ? 1 : 0, CheckDocType: paper.isZReport ? undefined : paper.type,
  CheckDocSubType: paper.subtype < 0 ? undefined : paper.subtype, Revoked: revoked, Storned: storned,
})

function documents(books: Books, registrar: Registrar, ask: Ask): Answer {
  const { ShiftId, OpenShiftFiscalNum } = ask.fields
  const shift = registrar.shifts.find(({ id, openedBy }) => id === Number(ShiftId) || openedBy.fiscalNumber === OpenShiftFiscalNum)
  if (shift === undefined) return NOTHING
  const found = registrar.entries.filter(({ shiftId }) => shiftId === shift.id)
  return told(books, ask, { Documents: found.map((entry) => ({ ...classJson(entry), NumLocal: entry.paper.localNumber, DocDateTime: entry.at.toISOString() })) })
}

function byLocalNumber(books: Books, registrar: Registrar, ask: Ask): Answer {
  const number = Number(ask.fields['NumLocal'])
  if (!Number.isInteger(number) || number < 1) return refused(refusal(11, 'NumLocal'))
  const found = registrar.entries.find(({ paper }) => paper.localNumber === number)
  return found === undefined ? NOTHING : told(books, ask, classJson(found))
}

function lastShiftTotals(books: Books, registrar: Registrar, ask: Ask): Answer {
  const shift = registrar.shifts.at(-1)
  if (shift === undefined) return NOTHING
  return told(books, ask, { ...shiftJson(shift), ShiftState: shift.closedBy === null ? 1 : 0, Totals: totalsJson(totalsOf(registrar, shift)) })
}

const COMMANDS: ReadonlyMap<string, (books: Books, registrar: Registrar, ask: Ask) => Answer> = new Map([
  ['TransactionsRegistrarState', registrarState], ['Check', shown], ['ZRep', shown], ['CheckExt', shownInParts], ['ZRepExt', shownInParts], ['Shifts', shifts],
  ['Documents', documents], ['LastShiftTotals', lastShiftTotals], ['DocumentInfoByLocalNum', byLocalNumber],
])
