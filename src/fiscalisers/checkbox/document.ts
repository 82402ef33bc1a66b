import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import type { Decimal } from '../../money/decimal.ts'
import { isZero } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import type { Drawn, FiscalDocument, FiscalSetup, RegisterState, Sale, SaleLine, SalePayment, Undrawable } from '../contract.ts'
import { amountFault, saleFault, serviceFault, shiftFault } from '../contract-values.ts'
import type { Config } from './config.ts'

const CURRENCY = 'UAH'

/** The largest payment that Checkbox takes, in kopecks. Source: published models, `value` of a payment. */
const MOST_MINOR = 100_000_000_000n

type Content = FiscalDocument['content']

/** Which call a document goes by; the word before its name in `Drawn.ref`. */
export type Call = 'sell' | 'service' | 'shift' | 'close'

/** Checkbox's own names of receipts and shifts are UUIDs. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The request of a document, with our own id: that makes it repeatable. Source: protocol sheet B, sell request. */
export function draw(document: FiscalDocument, register: RegisterState, setup: FiscalSetup<Config>): Result<Drawn, Undrawable> {
  const { content, key } = document
  const fault = faultOf(content, register, setup.config)
  if (fault !== null) return err(fault)
  switch (content.kind) {
    case 'open_shift': return ok(drawn('shift', key, { id: key }))
    // Closing has no id of ours: it is found by the shift that is closed.
    case 'close_shift': return ok(drawn('close', register.shiftRef ?? '', { skip_client_name_check: true }))
    case 'service_in': return ok(drawn('service', key, service(key, content.amount.minor)))
    case 'service_out': return ok(drawn('service', key, service(key, -content.amount.minor)))
    case 'sale': return ok(drawn('sell', key, receipt(document, content.sale, setup.config, null)))
    case 'return': return ok(drawn('sell', key, receipt(document, content.sale, setup.config, content.of.ref)))
    case 'z_report': return err({ problem: 'shift', detail: 'Checkbox makes the Z-report itself, with the closing' })
  }
}

const drawn = (call: Call, name: string, body: Json): Drawn =>
  ({ ref: `${call}/${name}`, content: Buffer.from(JSON.stringify(body), 'utf8'), contentType: 'application/json' })

/** Reads a `ref` that `draw` made; null for any other text. */
export function readRef(ref: string): { readonly call: Call; readonly name: string } | null {
  const [, call, name] = /^(sell|service|shift|close)\/(.+)$/.exec(ref) ?? []
  if (name === undefined || (call !== 'sell' && call !== 'service' && call !== 'shift' && call !== 'close')) return null
  return { call, name }
}

function faultOf(content: Content, register: RegisterState, { taxCodes }: Config): Undrawable | null {
  const shift = shiftFault(content, register)
  if (shift !== null) return shift
  if (content.kind === 'close_shift') return register.shiftRef === null ? { problem: 'shift', detail: 'the open shift has no name' } : null
  if ('amount' in content) return serviceFault(content.amount, CURRENCY) ?? limitFault(content.amount)
  if (!('sale' in content)) return null
  if (content.kind === 'return' && !UUID.test(content.of.ref)) return { problem: 'number', detail: 'the sale that is undone has no name at Checkbox' }
  const { sale } = content
  return saleFault(sale, CURRENCY) ?? limitFault(...sale.lines.flatMap(({ price, cost }) => [price, cost]), ...sale.payments.map(handedOver)) ??
    textFault(sale) ?? sale.lines.map((line) => taxFault(line, taxCodes)).find((one) => one !== null) ?? null
}

/** With the change, where cash was counted. */
const handedOver = ({ amount, given }: SalePayment): Money => given ?? amount

const limitFault = (...amounts: readonly Money[]): Undrawable | null =>
  (amounts.every(({ minor }) => minor <= MOST_MINOR) ? null : amountFault('more than one receipt may hold'))

/** Source: B, `code` 1 to 256, `label` to 128; A16: what is in angle brackets was never filled in. */
function textFault({ lines, payments }: Sale): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'text', detail })
  const line = lines.find(({ code, name }) => code.trim() === '' || code.length > 256 || name.trim() === '')
  if (line !== undefined) return fault(`a line has no name or no code, or a code of more than 256 letters: ${line.code.slice(0, 20)}`)
  const payment = payments.find(({ means }) => means.trim() === '' || means.length > 128 || /[<>\p{Cc}]/u.test(means))
  return payment === undefined ? null : fault(`the means of payment cannot stand on a receipt: ${payment.means.slice(0, 40)}`)
}

/** Source: B, `tax` of a good: at most two codes. */
function taxFault({ name, taxLetters }: SaleLine, taxCodes: Config['taxCodes']): Undrawable | null {
  const letters = [...taxLetters]
  const unknown = letters.find((letter) => !taxCodes.has(letter))
  if (unknown !== undefined) return { problem: 'tax', detail: `the settings have no code for the tax letter ${unknown}: ${name}` }
  return letters.length > 2 ? { problem: 'tax', detail: `more than two tax letters: ${name}` } : null
}

type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json | undefined }

/** Whole kopecks as JSON's number: exact, because nothing above `MOST_MINOR` comes here. */
const kopecks = (minor: bigint): number => Number(minor)

/** Thousandths of a unit: 1 is 1000. Three decimals are the most there are. */
const thousandths = ({ digits, scale }: Decimal): number => Number(digits * 10n ** BigInt(3 - scale))

const service = (id: string, minor: bigint): Json => ({ id, payment: { type: 'CASH', value: kopecks(minor), label: 'Готівка' } })

/** `original`: Checkbox's id of the sale that is undone; null for a sale. */
const receipt = ({ key, cashier }: FiscalDocument, sale: Sale, { taxCodes }: Config, original: string | null): Json => ({
  id: key, cashier_name: cashier.trim() === '' ? undefined : cashier,
  goods: sale.lines.map((line) => good(line, taxCodes, original !== null)),
  payments: sale.payments.map(payment),
  rounding: isZero(sale.rounding) ? undefined : true,
  related_receipt_id: original ?? undefined,
})

const good = ({ code, name, barcode, uktzed, price, quantity, discount, taxLetters }: SaleLine, taxCodes: Config['taxCodes'], isReturn: boolean): Json => ({
  good: {
    code, name, price: kopecks(price.minor), barcode: barcode ?? undefined, uktzed: uktzed ?? undefined,
    tax: taxLetters === '' ? undefined : [...taxLetters].flatMap((letter) => taxCodes.get(letter) ?? []),
  },
  quantity: thousandths(quantity),
  is_return: isReturn,
  discounts: isZero(discount) ? undefined : [{ type: 'DISCOUNT', mode: 'VALUE', value: kopecks(discount.minor) }],
})

/** Source: B: `label` is the means of order 601, a LiqPay payment "Платіж через інтегратора LiqPay"; `card_mask` to 19 letters. */
function payment(one: SalePayment): Json {
  const { form, means, amount, card } = one
  if (form === 'cash') return { type: 'CASH', value: kopecks(handedOver(one).minor), label: means }
  const mask = card?.mask ?? null
  return {
    type: 'CASHLESS', value: kopecks(amount.minor), label: means,
    card_mask: mask === null || mask.length > 19 ? undefined : mask,
    bank_name: card?.acquirer ?? undefined, auth_code: card?.authCode ?? undefined, rrn: card?.reference ?? undefined,
    payment_system: card?.paymentSystem ?? undefined, terminal: card?.terminal ?? undefined,
  }
}
