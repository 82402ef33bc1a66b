import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId, storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { payUrl } from '../invoices/pay-link.ts'
import { subtract } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { moneyJson, MoneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import type { ReceiptFacts } from './find-receipts.ts'
import { LineJson, moneyIn, RECEIPT_STATES, SlipJson, TaxJson } from './receipt.ts'
import type { KeptPayment, Receipt } from './receipt.ts'

const amounts = { price: MoneyJson, cost: MoneyJson, discount: MoneyJson, amount: MoneyJson }

export const ReceiptPaymentJson = Type.Object({
  form: Type.Enum(['cash', 'card', 'link']), means: Nullable(Type.String({ description: 'As the receipt names it; null until the money is there.' })),
  amount: MoneyJson, given: Nullable(MoneyJson), change: Nullable(MoneyJson), slip: Nullable(SlipJson), payment: Nullable(IdJson('payment')),
})

export const ReceiptJson = Type.Object({
  id: IdJson('receipt'), number: Type.String(), kind: Type.Enum(['sale', 'return']),
  state: Type.Enum(RECEIPT_STATES, {
    description: 'deferred: its money is awaited. registering: paid, the tax service is being told. unknown: it did not answer, and is asked until it does. rejected: it refused, a person decides. offline: registered without the tax service for now. expired, cancelled: nobody paid.',
  }),
  store: IdJson('store'), register: IdJson('cashRegister'), shift: Nullable(IdJson('shift')),
  cashier: Type.Object({ id: IdJson('cashier'), name: Type.String() }),
  lines: Type.Array(Type.Object({ ...LineJson.properties, ...amounts }, { title: 'ReceiptLine' })),
  total: { ...MoneyJson, description: 'Of the lines, after discounts.' }, rounding: { ...MoneyJson, description: 'What rounding cash adds.' },
  due: MoneyJson, paid: { ...MoneyJson, description: 'What came and stayed.' }, remaining: MoneyJson,
  late: Nullable({ ...MoneyJson, description: 'Money that came after the end, or beyond what was owed, and has not gone back.' }),
  inFlight: Type.Boolean({ description: 'Somebody is paying now.' }),
  payments: Type.Array(ReceiptPaymentJson),
  taxes: Type.Array(Type.Object({ ...TaxJson.properties, turnover: MoneyJson, base: MoneyJson, tax: MoneyJson })),
  invoice: IdJson('invoice'), payUrl: Nullable(Type.String({ description: 'While it is deferred.' })),
  payQr: Nullable(Type.String({ description: 'Path of the same as a QR picture.' })),
  transferQr: Nullable(Type.String({ description: 'While it is to be paid by a plain transfer: path of the code of the National Bank of Ukraine for what remains.' })),
  send: Nullable(Type.Object({
    by: Type.Enum(['email', 'sms', 'bank_app', 'screen', 'transfer']), to: Nullable(Type.String()), at: TimeJson,
    state: Type.String({ description: 'Of the delivery; `shown` where nothing is sent, `failed` where it could not be.' }), problem: Nullable(Type.String()),
  })),
  expiresAt: Nullable(TimeJson),
  fiscal: Nullable(Type.Object({ number: Type.String(), localNumber: Nullable(Type.Integer()), at: TimeJson, url: Nullable(Type.String()), isOffline: Type.Boolean() })),
  problem: Nullable(Type.String({ description: 'Why the tax service refused it.' })),
  returns: Nullable(IdJson('receipt')), returnedBy: Type.Array(IdJson('receipt')),
  receiptUrl: Type.String({ description: 'Its public page.' }), key: Nullable(Type.String({ description: 'The Idempotency-Key it was asked for with.' })),
  createdAt: TimeJson, stateChangedAt: TimeJson, ageSeconds: Type.Integer(), sequence: Type.Integer(),
}, { title: 'Receipt' })

export const receiptUrl = (publicUrl: URL, token: string): string => new URL(`/r/${token}`, publicUrl).href

export function receiptJson({ receipt, ...facts }: ReceiptFacts, publicUrl: URL, now: Date): Static<typeof ReceiptJson> {
  const { currency, mode } = receipt
  const money = (text: string) => moneyJson(moneyIn(text, currency))
  const due: Money = { minor: receipt.total.minor + receipt.rounding.minor, currency }
  return {
    id: publicId('receipt', receipt.id, mode), number: receipt.number, kind: receipt.kind, state: receipt.state,
    store: publicId('store', receipt.storeId, null), register: publicId('cashRegister', receipt.registerId, mode),
    shift: receipt.shiftId === null ? null : publicId('shift', receipt.shiftId, mode),
    cashier: { id: publicId('cashier', receipt.cashierId, null), name: receipt.cashierName },
    lines: receipt.lines.map((line) => ({ ...line, price: money(line.price), cost: money(line.cost), discount: money(line.discount), amount: money(line.amount) })),
    total: moneyJson(receipt.total), rounding: moneyJson(receipt.rounding), due: moneyJson(due), paid: moneyJson(facts.paid),
    remaining: moneyJson(receipt.kind === 'sale' ? facts.remaining : { minor: 0n, currency }),
    late: receipt.kind === 'sale' && facts.excess.minor > 0n ? moneyJson(facts.excess) : null, inFlight: facts.inFlight,
    payments: receipt.payments.map((payment) => paymentJson(payment, receipt)),
    taxes: receipt.taxes.map((tax) => ({ ...tax, turnover: money(tax.turnover), base: money(tax.base), tax: money(tax.tax) })),
    invoice: publicId('invoice', receipt.invoiceId, mode), payUrl: facts.payToken === null ? null : payUrl(publicUrl, facts.payToken),
    payQr: facts.payToken === null ? null : `/r/${facts.publicToken}/pay.svg`,
    transferQr: facts.payToken !== null && isByTransfer(receipt) ? `/pay/${facts.payToken}/transfer.svg` : null,
    send: sendJson(receipt, facts.delivery), expiresAt: receipt.expiresAt?.toISOString() ?? null,
    fiscal: receipt.fiscalNumber === null || receipt.fiscalAt === null ? null : {
      number: receipt.fiscalNumber, localNumber: receipt.localNumber === null ? null : Number(receipt.localNumber), at: receipt.fiscalAt.toISOString(),
      url: receipt.fiscalUrl, isOffline: receipt.state === 'offline',
    },
    problem: receipt.problem, returns: receipt.returnsId === null ? null : publicId('receipt', receipt.returnsId, mode),
    returnedBy: facts.returnedBy.map((id) => publicId('receipt', id, mode)), receiptUrl: receiptUrl(publicUrl, facts.publicToken), key: receipt.askedKey,
    createdAt: receipt.createdAt.toISOString(), stateChangedAt: receipt.stateChangedAt.toISOString(),
    ageSeconds: Math.max(0, Math.floor((now.getTime() - receipt.createdAt.getTime()) / 1000)), sequence: receipt.sequence,
  }
}

function isByTransfer({ sends }: Receipt): boolean {
  const last = sends.at(-1)
  return last?.by === 'transfer' && last.problem === null
}

export function paymentJson({ form, means, amount, given, slip, payment }: KeptPayment, { currency, mode }: Pick<Receipt, 'currency' | 'mode'>) {
  const paid = moneyIn(amount, currency)
  const handed = given === null ? null : moneyIn(given, currency)
  const id: Id<'payment'> | null = payment === null ? null : storedId('payment', payment)
  return {
    form, means, amount: moneyJson(paid), given: handed === null ? null : moneyJson(handed), change: handed === null ? null : moneyJson(subtract(handed, paid)),
    slip, payment: id === null ? null : publicId('payment', id, mode),
  }
}

function sendJson({ sends }: Receipt, delivery: ReceiptFacts['delivery']) {
  const last = sends.at(-1)
  if (last === undefined) return null
  const { by, to, at, problem } = last
  if (problem !== null) return { by, to, at, state: 'failed', problem }
  return delivery === null ? { by, to, at, state: 'shown', problem: null } : { by, to, at, ...delivery }
}
