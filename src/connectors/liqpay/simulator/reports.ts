import { decimalLiteral, jsonText, type Json } from '../../simulator-json.ts'
import { timeText } from '../../simulator-page.ts'
import type { Answer } from '../../simulator-server.ts'
import { COMMON, required } from './checks.ts'
import type { Envelope } from './envelope.ts'
import type { JournalEntry, Office } from './office.ts'
import { centsOf } from './outcomes.ts'
import { feeOf, paymentJson, type Payment } from './payment.ts'
import { apiJson, refusal, type Refusal } from './refusals.ts'
import { isDay, textOf } from './wire.ts'

type Desk = { readonly office: Office; readonly origin: () => string }

type Cells = { readonly [name: string]: Json | undefined }

type Action = { readonly fields: readonly string[]; run(desk: Desk, envelope: Envelope): Answer | Refusal }

/** Reconciliation. Rows are of the journal, so that they hold what happened and not what was told. Source: sheet 8.10. */
export const REPORT_ACTIONS: Readonly<Record<string, Action>> = {
  reports: { fields: [...COMMON, 'date_from', 'date_to', 'resp_format'], run: reports },
  register: { fields: [...COMMON, 'date', 'format'], run: register },
  reports_compensation: { fields: [...COMMON, 'compensation_id', 'date', 'resp_format'], run: compensation },
  reports_compensation_file: { fields: [...COMMON, 'compensation_id', 'date', 'resp_format'], run: compensationFile },
  reports_compensation_file_status: { fields: [...COMMON, 'register_token'], run: compensationFileStatus },
}

function reports({ office }: Desk, { shop, fields }: Envelope): Answer | Refusal {
  const wrong = required('date_from')(fields) ?? required('date_to')(fields)
  if (wrong !== null) return wrong
  const [from, to] = [textOf(fields, 'date_from'), textOf(fields, 'date_to')]
  if (!/^\d{12,14}$/.test(from) || !/^\d{12,14}$/.test(to)) return refusal('err_wrong', 'date_from and date_to are milliseconds since 1970')
  const found = office.payments().filter(({ shop: { publicKey }, endedAt }) =>
    publicKey === shop.publicKey && endedAt !== null && endedAt.getTime() >= Number(from) && endedAt.getTime() <= Number(to))
  return written(found.flatMap((payment) => disagreeing(payment).map((one) => paymentJson(one))), textOf(fields, 'resp_format'))
}

/** Known inputs make the register disagree; the journal and the callbacks stay right. */
function disagreeing(payment: Payment): readonly Payment[] {
  switch (centsOf(payment.minor)) {
    case '41': return []
    case '42': return [{ ...payment, minor: payment.minor + 100n }]
    case '43': return [payment, payment]
    default: return [payment]
  }
}

function register({ office }: Desk, { shop, fields }: Envelope): Answer | Refusal {
  const date = textOf(fields, 'date')
  if (!isDay(date)) return required('date')(fields) ?? refusal('err_wrong', `date ${date} is not YYYY-MM-DD`)
  return written(rowsOf(office, shop.publicKey, date), textOf(fields, 'format'))
}

const IN_REGISTER: Partial<Record<JournalEntry['kind'], string>> = { paid: 'purchase', paid_in_test: 'purchase', refunded: 'refund' }

/** A day is one of UTC: the zone of these texts is unconfirmed. Source: sheet 4. */
function rowsOf(office: Office, publicKey: string, day: string): readonly Cells[] {
  const entries = office.journal().filter((one) => one.publicKey === publicKey && one.at.toISOString().startsWith(day))
  return entries.flatMap((entry) => {
    const payment = office.payments().find(({ id }) => id === entry.paymentId)
    const kind = IN_REGISTER[entry.kind]
    if (payment === undefined || kind === undefined) return []
    const type = kind === 'purchase' && payment.completedAt !== null ? 'hold_compl' : kind
    return disagreeing({ ...payment, minor: entry.minor }).map((one) => row(one, { ...entry, minor: one.minor }, type))
  })
}

function row(payment: Payment, { at, minor }: JournalEntry, transType: string): Cells {
  const isBack = transType === 'refund'
  const fee = isBack ? 0n : feeOf(minor) * (centsOf(payment.minor) === '44' ? 2n : 1n)
  const number = payment.card ?? '4242424242424242'
  return {
    id: payment.id, action: payment.action, trans_type: transType, trans_amount: { literal: decimalLiteral(minor) }, trans_currency: payment.currency,
    trans_fee_debit: { literal: '0.0' }, trans_fee_credit: { literal: decimalLiteral(fee) }, trans_bonus: { literal: '0.0' },
    trans_total: { literal: `${isBack ? '-' : ''}${decimalLiteral(minor - fee)}` }, order_id: payment.orderId, liqpay_order_id: payment.liqpayOrderId,
    description: payment.description, channel: payment.kind === 'checkout' ? 'checkout' : 'api', paytype: payment.paytype ?? 'card',
    create_date: timeText(payment.createdAt), end_date: timeText(at), authcode_debit: String(payment.id).slice(-6), bonus_type: '',
    customer: payment.echoed['customer'] ?? '', ip: '', sender_card: `${number.slice(0, 4)} **** **** **${number.slice(-2)}`,
    sender_card_bank: 'Test', sender_card_country: 804, sender_card_type: 'visa', sender_card_product_type: '', sender_email: '',
    sender_first_name: '', sender_last_name: '', sender_phone: '',
  }
}

/** What is taken on a day is paid out on the next; the number of the payout is made of both. When LiqPay pays out is the shop's contract. */
const compensationId = (publicKey: string, takenOn: string): string => publicKey.replace(/\D/g, '').slice(-6) + takenOn.replaceAll('-', '')

const dayOf = (id: string): string => id.slice(-8).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10)

/** Every day before the clock's that has rows. */
function isPaidOut(office: Office, publicKey: string, day: string): boolean {
  return isDay(day) && day < office.agenda.now().toISOString().slice(0, 10) && rowsOf(office, publicKey, day).length > 0
}

function compensation({ office }: Desk, { shop: { publicKey }, fields }: Envelope): Answer | Refusal {
  const [id, date, format] = [textOf(fields, 'compensation_id'), textOf(fields, 'date'), textOf(fields, 'resp_format')]
  if (id !== '') return isOwn(office, publicKey, id) ? written(rowsOf(office, publicKey, dayOf(id)), format) : refusal('payment_not_found', id)
  if (!isDay(date)) return refusal('err_missing', 'compensation_id, or a date YYYY-MM-DD')
  const takenOn = dayBefore(date)
  const payouts = isPaidOut(office, publicKey, takenOn) ? [{ compensation_id: compensationId(publicKey, takenOn), create_date: `${date} 04:00:00` }] : []
  return written(payouts, format)
}

const isOwn = (office: Office, publicKey: string, id: string): boolean =>
  compensationId(publicKey, dayOf(id)) === id && isPaidOut(office, publicKey, dayOf(id))

function compensationFile(_desk: Desk, { shop: { publicKey }, fields }: Envelope): Answer | Refusal {
  const date = textOf(fields, 'date')
  const id = textOf(fields, 'compensation_id') || (isDay(date) ? compensationId(publicKey, dayBefore(date)) : '')
  if (id === '') return refusal('err_missing', 'compensation_id, or a date YYYY-MM-DD')
  return apiJson(jsonText({ result: 'ok', status: 'processing', register_token: id }))
}

function compensationFileStatus({ office, origin }: Desk, { shop: { publicKey }, fields }: Envelope): Answer | Refusal {
  const token = textOf(fields, 'register_token')
  return apiJson(jsonText(isOwn(office, publicKey, token)
    ? { result: 'ok', status: 'success', filelink: `${origin()}/files/${publicKey}/${token}.csv` }
    : { result: 'ok', status: 'error' }))
}

/** The file behind `filelink`. Null if there is none. */
export function compensationCsv(office: Office, publicKey: string, token: string): Answer | null {
  return isOwn(office, publicKey, token) ? csv(rowsOf(office, publicKey, dayOf(token))) : null
}

/** csv and xml are the document itself; json has it under `data`. */
function written(rows: readonly Cells[], format: string): Answer | Refusal {
  if (format === 'csv') return csv(rows)
  if (format === 'xml') return {
    status: 200, headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<data>${rows.map(xmlRow).join('')}</data>\n`,
  }
  return format === '' || format === 'json' ? apiJson(jsonText({ result: 'success', data: rows })) : refusal('err_wrong', `format ${format} is none of json, csv, xml`)
}

const cellText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : jsonText(value)
}

/** With the names in the first line and a comma between: the real separator is unconfirmed. */
function csv(rows: readonly Cells[]): Answer {
  const names = Object.keys(rows[0] ?? {})
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = [names, ...rows.map((one) => names.map((name) => quoted(cellText(one[name]))))]
  return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: lines.map((line) => `${line.join(',')}\n`).join('') }
}

const xmlRow = (one: Cells): string => `<row>${Object.entries(one).map(([name, value]) =>
  `<${name}>${cellText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`).join('')}</row>`
