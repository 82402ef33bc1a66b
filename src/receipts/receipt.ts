import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import type { SaleLine, SaleTax } from '../fiscalisers/contract.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Currency } from '../money/currency.ts'
import { parseDecimal, printDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimal, parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { Nullable } from '../platform/http/json.ts'
import type { Json } from '../platform/db/schema.ts'

export const RECEIPT_STATES = ['deferred', 'registering', 'registered', 'rejected', 'offline', 'unknown', 'expired', 'cancelled'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

/**
 * What can happen to a receipt. `paid`: its money is whole. `kept`: the same where no tax service is told. `late`: a person
 * takes money that came after the end. `filed`, `filed_offline`, `refused`, `silent`: what the service says, or does not.
 * `corrected`: a refused one is filed anew. `given_up`: a refused return never happens. `lapsed`: nobody paid in time. `withdrawn`: a person took it back.
 */
export type ReceiptEvent = 'paid' | 'kept' | 'late' | 'filed' | 'filed_offline' | 'refused' | 'silent' | 'corrected' | 'given_up' | 'lapsed' | 'withdrawn'

/** Row: where the receipt is. Column: what happened. No cell: cannot happen. `unknown` ends by the service's word only. */
const NEXT: Readonly<Record<ReceiptState, Readonly<Partial<Record<ReceiptEvent, ReceiptState>>>>> = {
  deferred: { paid: 'registering', kept: 'registered', lapsed: 'expired', withdrawn: 'cancelled' },
  registering: { filed: 'registered', filed_offline: 'offline', refused: 'rejected', silent: 'unknown' },
  unknown: { filed: 'registered', filed_offline: 'offline', refused: 'rejected' },
  rejected: { corrected: 'registering', given_up: 'cancelled' },
  offline: { filed: 'registered', refused: 'rejected' },
  registered: {},
  expired: { late: 'registering', kept: 'registered' },
  cancelled: { late: 'registering', kept: 'registered' },
}

/** The states from which this leads somewhere. */
export const statesBefore = (event: ReceiptEvent): ReceiptState[] => RECEIPT_STATES.filter((state) => NEXT[state][event] !== undefined)

/** Goods that were sold with proof of it: only these come back. */
export const isSold = (state: ReceiptState): boolean => state === 'registered' || state === 'offline'

const Text = Type.String()

/** Of a return: its sale is lowered by it, and its money goes back or has gone. Once that is so it stays, also where the tax service refuses afterwards what was given out. */
export const isCredited = ({ kind, state, fiscalNumber }: Pick<Receipt, 'kind' | 'state' | 'fiscalNumber'>): boolean =>
  kind === 'return' && (isSold(state) || fiscalNumber !== null)

/** A line as kept and answered: amounts as decimal text in the receipt's currency. */
export const LineJson = Type.Object({
  product: Nullable(Text), code: Text, name: Text, barcode: Nullable(Text), uktzed: Nullable(Text), dkpp: Nullable(Text),
  unitCode: Nullable(Type.Integer()), unitName: Text, quantity: Text, price: Text,
  cost: Type.String({ description: 'Quantity × price, before the discount.' }),
  discount: Type.String({ description: 'Its own and its share of the receipt\'s.' }), amount: Text,
  taxLetters: Text,
  of: Type.Optional(Type.Integer({ description: 'Of a return: the index of the sale\'s line.' })),
}, { title: 'ReceiptLine' })
export type KeptLine = Static<typeof LineJson>

export const TaxJson = Type.Object({
  letter: Text, type: Type.Integer(), name: Text, percent: Text, turnover: Text, base: Text, tax: Text,
}, { title: 'ReceiptTax' })
type KeptTax = Static<typeof TaxJson>

export const SlipJson = Type.Object({
  mask: Nullable(Text), reference: Nullable(Text), authCode: Nullable(Text), terminal: Nullable(Text),
  paymentSystem: Nullable(Text), acquirer: Nullable(Text),
}, { title: 'CardSlip' })
export type Slip = Static<typeof SlipJson>

const KeptPaymentJson = Type.Object({
  form: Type.Enum(['cash', 'card', 'link']),
  means: Nullable(Text), amount: Text, given: Nullable(Text), slip: Nullable(SlipJson), payment: Nullable(Text),
})
/** `means` and `payment` are null until the money is there. `payment` is an id as the database writes it. */
export type KeptPayment = Static<typeof KeptPaymentJson>

const SendJson = Type.Object({ by: Type.Enum(['email', 'sms', 'bank_app', 'screen', 'transfer']), to: Nullable(Text), at: Text, delivery: Nullable(Text), problem: Nullable(Text) })
/** `delivery` is an id as the database writes it; null where nothing is sent. `problem`: why nothing could be. */
export type KeptSend = Static<typeof SendJson>

/** A receipt as the books have it. */
export type Receipt = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'receipt'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly registerId: Id<'cashRegister'>
  readonly shiftId: Id<'shift'> | null
  readonly kind: 'sale' | 'return'
  readonly state: ReceiptState
  readonly number: string
  readonly invoiceId: Id<'invoice'>
  readonly cashierId: Id<'cashier'>
  readonly cashierName: string
  /** The sale of which goods come back; null for a sale. */
  readonly returnsId: Id<'receipt'> | null
  readonly language: Language
  readonly currency: Currency
  /** Of the lines, before `rounding`. */
  readonly total: Money
  readonly rounding: Money
  readonly lines: readonly KeptLine[]
  readonly taxes: readonly KeptTax[]
  readonly payments: readonly KeptPayment[]
  readonly sends: readonly KeptSend[]
  readonly expiresAt: Date | null
  readonly documentId: Id<'fiscalDocument'> | null
  readonly fiscalNumber: string | null
  readonly localNumber: bigint | null
  readonly fiscalAt: Date | null
  readonly fiscalUrl: string | null
  readonly problem: string | null
  readonly moneyDue: boolean
  readonly toCash: boolean
  readonly sealedToken: Buffer
  readonly askedKey: string | null
  readonly sequence: number
  readonly createdAt: Date
  readonly stateChangedAt: Date
  readonly changedAt: Date
}

export const keptLines = (json: Json): KeptLine[] => Value.Parse(Type.Array(LineJson), json)
export const keptTaxes = (json: Json): KeptTax[] => Value.Parse(Type.Array(TaxJson), json)
export const keptPayments = (json: Json): KeptPayment[] => Value.Parse(Type.Array(KeptPaymentJson), json)
export const keptSends = (json: Json): KeptSend[] => Value.Parse(Type.Array(SendJson), json)

/** Reads an amount of kept JSON. Throws on text that was never written by us. */
export function moneyIn(text: string, currency: Currency): Money {
  const money = parseMoney(text, currency)
  if (money === null) throw new TypeError(`${text} is no amount`)
  return money
}

export function decimalIn(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === null) throw new TypeError(`${text} is no decimal`)
  return value
}

/** A line as the fiscaliser is told it. */
export const saleLine = (line: KeptLine, currency: Currency): SaleLine => ({
  code: line.code, barcode: line.barcode, name: line.name, uktzed: line.uktzed, dkpp: line.dkpp,
  unitCode: line.unitCode ?? PIECE, unitName: line.unitName, quantity: decimalIn(line.quantity), price: moneyIn(line.price, currency),
  cost: moneyIn(line.cost, currency), discount: moneyIn(line.discount, currency), taxLetters: line.taxLetters,
})

/** Of the Ukrainian classifier of units. */
const PIECE = 2009

export const keptTax = ({ percent, turnover, base, tax, ...rest }: SaleTax): KeptTax => ({
  ...rest, percent: printDecimal(percent), turnover: decimal(turnover), base: decimal(base), tax: decimal(tax),
})

export function saleTax({ letter, type, name, percent, turnover, base, tax }: KeptTax, currency: Currency): SaleTax {
  if (type !== 0 && type !== 1 && type !== 2) throw new RangeError(`a tax of type ${type}`)
  return { letter, type, name, percent: decimalIn(percent), turnover: moneyIn(turnover, currency), base: moneyIn(base, currency), tax: moneyIn(tax, currency) }
}
