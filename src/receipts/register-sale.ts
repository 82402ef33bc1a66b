import { connectorById } from '../connectors/registry.ts'
import type { FiscalDocument, Sale, SalePayment } from '../fiscalisers/contract.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { add, decimal } from '../money/money.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import type { Tx } from '../platform/db/database.ts'
import { prepared } from '../platform/db/database-driver.ts'
import { enqueueDocument } from '../registers/enqueue-document.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import type { CashRegister } from '../registers/register.ts'
import { shiftForSale } from '../registers/shift-for-sale.ts'
import type { NoShift } from '../registers/shift-for-sale.ts'
import { recordEvents } from '../webhooks/event.ts'
import { meansName } from './means.ts'
import { moneyIn, saleLine, saleTax, statesBefore } from './receipt.ts'
import type { KeptPayment, Receipt } from './receipt.ts'
import { insertReceiptPayments, moveReceipt, stopWaiting } from './store.ts'

/** Where a receipt is registered. `country` is that of the store. */
export type RegisterPlace = { readonly register: CashRegister; readonly country: string }

export type RegisterError = NoShift | { readonly code: 'not_paid_in_full' } | { readonly code: 'changed_meanwhile' }

/**
 * The money of a sale is whole: it belongs to this receipt from now on, and the tax service is to be told. All of it in the
 * caller's transaction, and once, whoever else sees the same money: the receipt's state is compared and set, and no payment
 * has two sales. `late`: a person takes money that came after the end.
 */
export async function registerSale(tx: Tx, receipt: Receipt, place: RegisterPlace, how: 'paid' | 'late', act: ShiftAct): Promise<Result<null, RegisterError>> {
  const shift = await shiftForSale(tx, place.register, act)
  return shift.ok ? registerInShift(tx, receipt, { ...place, ...shift.value }, how, act) : shift
}

/** The same in the shift that `shiftForSale` gave in this transaction. */
export async function registerInShift(
  tx: Tx, receipt: Receipt, { register, country, shiftId }: RegisterPlace & { readonly shiftId: Id<'shift'> }, how: 'paid' | 'late', act: ShiftAct,
): Promise<Result<null, RegisterError>> {
  const { merchantId, id, mode } = receipt
  const parts = await partsOf(tx, receipt)
  if (parts === null) return err({ code: 'not_paid_in_full' })
  const day = businessDate(act.at, register.timeZone)
  const payments = parts.map((part) => kept(receipt, part, (key, own) => meansName(register, key, { country, day }, own)))
  const isFiscal = register.fiscaliser !== null
  const document = { merchantId, registerId: register.id, shiftId, subjectId: id, cashier: receipt.cashierName, at: act.at }
  const content = { kind: 'sale', sale: saleOf(receipt, payments, parts) } as const satisfies FiscalDocument['content']
  const documentId = isFiscal ? await enqueueDocument(tx, { ...document, content }) : null
  const sequence = await moveReceipt(tx, {
    merchantId, id, from: statesBefore(how), to: isFiscal ? 'registering' : 'registered', at: act.at,
    set: { shift_id: shiftId, payments: JSON.stringify(payments), document_id: documentId, expire_at: null },
  })
  if (sequence === null) return err({ code: 'changed_meanwhile' })
  await insertReceiptPayments(tx, receipt, 'sale', parts.map(({ paymentId, minor }) => ({ paymentId, amountMinor: minor, refundId: null })))
  await stopWaiting(tx, receipt)
  await recordEvents(tx, { merchantId, mode, actor: act.actor, at: act.at }, [{
    type: isFiscal ? 'receipt.registering' : 'receipt.registered', objectId: id, sequence, data: toldOf(receipt),
  }])
  return ok(null)
}

export const toldOf = ({ number, kind, total, rounding }: Receipt) => {
  const due = add(total, rounding)
  return { number, kind, amount: decimal(due), currency: due.currency }
}

/** One payment's share of the receipt. */
type Part = {
  readonly paymentId: Id<'payment'>
  readonly minor: bigint
  readonly source: 'attempt' | 'statement_line' | 'cash' | 'manual'
  readonly connector: string | null
  readonly reference: string | null
  readonly authCode: string | null
  /** A card's mask, or the number of an account. */
  readonly paidFrom: string | null
  readonly paidAt: Date
}

type Row = {
  payment_id: Id<'payment'>; amount_minor: bigint; gone_minor: bigint; source: Part['source']; connector: string | null
  reference: string | null; auth_code: string | null; paid_from: string | null; paid_at: Date
}

const PARTS = `
    select p.payment_id, p.amount_minor, p.source, c.connector,
      coalesce(p.slip ->> 'reference', p.provider_ref) as reference, p.slip ->> 'authCode' as auth_code, coalesce(p.slip ->> 'mask', p.payer_account) as paid_from,
      coalesce((p.slip ->> 'paidAt')::timestamptz, p.received_at) as paid_at, coalesce((
      select sum(r.amount_minor) from refund r where r.merchant_id = $1 and r.payment_id = p.payment_id
        and r.because <> 'overpaid' and r.state in ('pending', 'unknown', 'succeeded')), 0)::bigint as gone_minor
    from allocation a
    join payment p on p.merchant_id = a.merchant_id and p.payment_id = a.payment_id
    left join channel c on c.merchant_id = p.merchant_id and c.channel_id = p.channel_id
    where a.merchant_id = $1 and a.invoice_id = $2
      and not exists (select from payment_reversal v where v.merchant_id = $1 and v.payment_id = p.payment_id)
    order by p.payment_id`

/** The money of the sale, oldest first and no more than it costs. Null: it is not whole, or a part of it went back. */
async function partsOf(tx: Tx, { merchantId, invoiceId, total, rounding }: Receipt): Promise<Part[] | null> {
  const { rows } = await tx.executeQuery<Row>(prepared('parts-of-sale', PARTS, [merchantId, invoiceId]))
  let open = add(total, rounding).minor
  const parts = rows.flatMap((row): Part[] => {
    const left = row.amount_minor - row.gone_minor
    const minor = left < open ? left : open
    if (minor <= 0n) return []
    open -= minor
    return [{
      paymentId: row.payment_id, minor, source: row.source, connector: row.connector, reference: row.reference, authCode: row.auth_code,
      paidFrom: row.paid_from, paidAt: row.paid_at,
    }]
  })
  return open === 0n ? parts : null
}

/** How the receipt tells of it: as the till asked where the till took it, else by who brought it. */
function kept({ payments, language, currency }: Receipt, part: Part, meansOf: (key: string, own: string) => string): KeptPayment {
  const { connector, paymentId, reference, authCode, paidFrom } = part
  const amount = decimal({ minor: part.minor, currency })
  const asked = payments.find(({ payment }) => payment === paymentId)
  const texts = RECEIPT_TEXTS[language]
  if (asked !== undefined) return { ...asked, amount, means: asked.means ?? meansOf(asked.form, asked.form === 'cash' ? texts.cash : texts.card) }
  if (part.source === 'cash') return { form: 'cash', means: meansOf('cash', texts.cash), amount, given: null, slip: null, payment: paymentId }
  if (connector === null) return { form: 'link', means: meansOf('transfer', texts.transfer), amount, given: null, slip: null, payment: paymentId }
  const name = connectorById(connector)?.name ?? connector
  const mask = paidFrom !== null && /[*xX•]/.test(paidFrom) ? paidFrom : null
  const slip = { mask, reference, authCode, terminal: null, paymentSystem: name, acquirer: null }
  return { form: 'link', means: meansOf(connector, name), amount, given: null, slip, payment: paymentId }
}

/** The receipt as the fiscaliser is told it. */
function saleOf(receipt: Receipt, payments: readonly KeptPayment[], parts: readonly Part[]): Sale {
  return saleContent(receipt, payments.map((payment) => salePayment(payment, receipt, parts.find(({ paymentId }) => paymentId === payment.payment)?.paidAt ?? null)))
}

export const saleContent = ({ lines, taxes, total, rounding, currency }: Receipt, payments: readonly SalePayment[]): Sale => ({
  lines: lines.map((line) => saleLine(line, currency)), total, rounding, payments, taxes: taxes.map((tax) => saleTax(tax, currency)),
})

/** `at`: when it was paid; null where that is not told. */
export function salePayment({ form, means, amount, given, slip }: KeptPayment, { currency }: Pick<Receipt, 'currency'>, at: Date | null): SalePayment {
  return {
    form: form === 'cash' ? 'cash' : 'cashless', means: means ?? '', amount: moneyIn(amount, currency),
    given: given === null ? null : moneyIn(given, currency),
    card: form === 'cash' || slip === null ? null : { ...slip, at },
  }
}

