import { decimal } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import { printDecimal } from '../../money/decimal.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { CardPayment, DirectionTotals, Sale, SaleLine, SalePayment, ShiftTotals } from '../contract.ts'
import { momentOf } from '../tables/moment.ts'
import type { Moment } from '../tables/moment.ts'
import { encode, fit } from '../tables/alphabet.ts'
import { documentText, group, rows, text } from './xml.ts'

/** Who registers: the same on every document of a register. */
export type Registrar = {
  readonly tin: string
  /** Number of a payer of VAT; null for others. */
  readonly ipn: string | null
  readonly sellerName: string
  readonly pointName: string
  readonly pointAddress: string | null
  /** Local number of the register. */
  readonly deskNumber: string
  /** Fiscal number of the register. */
  readonly registerNumber: string
  readonly timeZone: string
  /** What PAYFORMNM says: the means ("Картка") or the form ("БЕЗГОТІВКОВА"). */
  readonly paymentName: 'means' | 'form'
  /** Tax number of the payment system; null: not told. */
  readonly paymentSystemTin: string | null
}

/** What every document has of its own. */
export type Heading = {
  readonly uid: string
  readonly at: Date
  readonly localNumber: number
  readonly cashier: string
  readonly testing: boolean
  /** Only of documents made offline. */
  readonly offline: null | { readonly fiscalNumber: string; readonly previousHash: string | null }
}

/** The CHECK documents. `of`: fiscal number of the receipt that is returned or cancelled. */
export type CheckBody =
  | { readonly kind: 'sale'; readonly sale: Sale }
  | { readonly kind: 'return'; readonly sale: Sale; readonly of: string }
  | { readonly kind: 'service_in' | 'service_out'; readonly amount: Money }
  | { readonly kind: 'storno'; readonly of: string }
  | { readonly kind: 'open_shift' | 'close_shift' | 'offline_begin' | 'offline_end' }

/** DOCTYPE and DOCSUBTYPE. Source: protocol sheet A2. */
const TYPES: Readonly<Record<CheckBody['kind'], readonly [number, number | null]>> = {
  sale: [0, 0], return: [0, 1], service_in: [0, 2], service_out: [0, 4], storno: [0, 5],
  open_shift: [100, null], close_shift: [101, null], offline_begin: [102, null], offline_end: [103, null],
}

const FORM_CODE = { cash: 0, cashless: 1 } as const
const FORM_NAME = { cash: 'ГОТІВКА', cashless: 'БЕЗГОТІВКОВА' } as const

const named = (name: string, value: string | null, most: number) => text(name, value === null ? null : fit(value, most))

const payer = (who: Registrar) => [
  text('TIN', who.tin), text('IPN', who.ipn), named('ORGNM', who.sellerName, 256), named('POINTNM', who.pointName, 256), named('POINTADDR', who.pointAddress, 256),
]

const numbered = (who: Registrar, { localNumber }: Heading, { date, time }: Moment) => [
  text('ORDERDATE', date), text('ORDERTIME', time), text('ORDERNUM', localNumber), text('CASHDESKNUM', who.deskNumber), text('CASHREGISTERNUM', who.registerNumber),
]

const ended = ({ cashier, offline, testing }: Heading) => [
  named('CASHIER', cashier, 128), text('VER', 1), text('ORDERTAXNUM', offline?.fiscalNumber ?? null), text('OFFLINE', offline === null ? null : 'true'),
  text('PREVDOCHASH', offline?.previousHash ?? null), text('TESTING', testing ? 'true' : null),
]

/** A CHECK as it is signed: windows-1251 bytes. Texts are fitted; amounts are taken as they are. */
export function checkDocument(who: Registrar, heading: Heading, body: CheckBody): Buffer {
  const [type, subtype] = TYPES[body.kind]
  const head = group('CHECKHEAD', [
    text('DOCTYPE', type), text('DOCSUBTYPE', subtype), text('UID', heading.uid), ...payer(who), ...numbered(who, heading, momentOf(heading.at, who.timeZone)),
    text('ORDERRETNUM', body.kind === 'return' ? body.of : null), text('ORDERSTORNUM', body.kind === 'storno' ? body.of : null),
    ...ended(heading),
  ])
  return encode(documentText('CHECK', 'check01.xsd', [head, ...checkParts(who, body)]))
}

/** CHECKTOTAL/SUM with two decimals; null for documents without. */
export function totalOf(body: CheckBody): string | null {
  if ('amount' in body) return decimal(body.amount)
  return 'sale' in body ? plus(body.sale.total, body.sale.rounding) : null
}

function checkParts(who: Registrar, body: CheckBody) {
  if ('amount' in body) return [group('CHECKTOTAL', [text('SUM', totalOf(body))])]
  if (!('sale' in body)) return []
  const { sale } = body
  const discount = sale.lines.reduce((all, line) => all + line.discount.minor, 0n)
  return [
    group('CHECKTOTAL', [
      text('SUM', totalOf(body)), ...rounded(sale.total, sale.rounding), text('DISCOUNTTYPE', discount === 0n ? null : 0),
      text('DISCOUNTSUM', discount === 0n ? null : decimal({ ...sale.total, minor: discount })),
    ]),
    rows('CHECKPAY', sale.payments.map((payment) => paymentRow(who, payment))),
    rows('CHECKTAX', sale.taxes.map((tax) => {
      const off = sale.lines.filter((line) => line.taxLetters.includes(tax.letter)).reduce((all, line) => all + line.discount.minor, 0n)
      return taxRow({ ...tax, discount: { ...tax.turnover, minor: off } })
    })),
    rows('CHECKBODY', sale.lines.map(lineRow)),
  ]
}

/** RNDSUM is what the exact sum is more than the rounded one. Source: A3. */
const rounded = (total: Money, rounding: Money) => (rounding.minor === 0n ? [] : [
  text('RNDSUM', decimal({ ...rounding, minor: -rounding.minor })), text('NORNDSUM', decimal(total)),
])

const plus = (a: Money, b: Money): string => decimal({ ...a, minor: a.minor + b.minor })

const paymentNameOf = (who: Pick<Registrar, 'paymentName'>, { form, means }: Pick<SalePayment, 'form' | 'means'>): string =>
  (who.paymentName === 'form' || means === '' ? FORM_NAME[form] : fit(means, 128))

function paymentRow(who: Registrar, payment: SalePayment) {
  const { form, amount, given, card } = payment
  const change = given === null ? 0n : given.minor - amount.minor
  return [
    text('PAYFORMCD', FORM_CODE[form]), text('PAYFORMNM', paymentNameOf(who, payment)), text('SUM', decimal(amount)),
    text('PROVIDED', given === null ? null : decimal(given)), text('REMAINS', change > 0n ? decimal({ ...amount, minor: change }) : null),
    card === null ? null : rows('PAYSYS', [cardRow(who, card, amount)]),
  ]
}

function cardRow(who: Registrar, card: CardPayment, amount: Money) {
  const at = card.at === null ? null : momentOf(card.at, who.timeZone)
  return [
    text('TAXNUM', card.paymentSystem === null ? null : who.paymentSystemTin), named('NAME', card.paymentSystem, 256), named('ACQUIRENM', card.acquirer, 256),
    named('ACQUIRETRANSID', card.reference, 128), text('POSTRANSDATE', at === null ? null : `${at.date}${at.time}`), named('DEVICEID', card.terminal, 128),
    named('EPZDETAILS', card.mask, 128), named('AUTHCD', card.authCode, 64), text('SUM', decimal(amount)),
  ]
}

/** TURNOVER is gross, the discount of the letter stands beside it. Source: A15. */
function taxRow(tax: DirectionTotals['taxes'][number]) {
  return [
    text('TYPE', tax.type), named('NAME', tax.name, 64), text('LETTER', tax.letter), text('PRC', decimals(tax.percent, 2)),
    text('TURNOVER', plus(tax.turnover, tax.discount)), text('TURNOVERDISCOUNT', tax.discount.minor === 0n ? null : decimal(tax.discount)),
    text('SOURCESUM', decimal(tax.base)), text('SUM', decimal(tax.tax)),
  ]
}

function lineRow(line: SaleLine) {
  const { discount } = line
  return [
    named('CODE', line.code, 64), text('BARCODE', line.barcode), text('UKTZED', line.uktzed), text('DKPP', line.dkpp), named('NAME', line.name, 128),
    text('UNITCD', line.unitCode), named('UNITNM', line.unitName, 64), text('AMOUNT', decimals(line.quantity, 3)), text('PRICE', decimal(line.price)),
    text('LETTERS', line.taxLetters), text('COST', decimal(line.cost)), text('DISCOUNTTYPE', discount.minor === 0n ? null : 0),
    text('DISCOUNTSUM', discount.minor === 0n ? null : decimal(discount)),
  ]
}

/** With at least this many decimals: 2 is "2.000". */
function decimals(value: Decimal, places: number): string {
  const [whole = '', fraction = ''] = printDecimal(value).split('.')
  return `${whole}.${fraction.padEnd(places, '0')}`
}

/** A ZREP as it is signed. Source: A4. */
export function zReportDocument(who: Registrar, heading: Heading, totals: ShiftTotals): Buffer {
  const head = group('ZREPHEAD', [text('UID', heading.uid), ...payer(who), ...numbered(who, heading, momentOf(heading.at, who.timeZone)), ...ended(heading)])
  return encode(documentText('ZREP', 'zrep01.xsd', [
    head, direction(who, 'ZREPREALIZ', totals.sales), direction(who, 'ZREPRETURN', totals.returns),
    group('ZREPBODY', [text('SERVICEINPUT', decimal(totals.serviceIn)), text('SERVICEOUTPUT', decimal(totals.serviceOut))]),
  ]))
}

function direction(who: Registrar, name: string, totals: DirectionTotals | null) {
  if (totals === null) return null
  return group(name, [
    text('SUM', plus(totals.total, totals.rounding)), ...rounded(totals.total, totals.rounding), text('ORDERSCNT', totals.count),
    rows('PAYFORMS', paymentForms(who, totals).map(({ code, paymentName, amount }) =>
      [text('PAYFORMCD', code), text('PAYFORMNM', paymentName), text('SUM', decimal(amount))])),
    rows('TAXES', totals.taxes.map(taxRow)),
  ])
}

/** One row for each name: different means have one code, and one name where the form is what is told. */
function paymentForms(who: Registrar, totals: DirectionTotals) {
  const forms = totals.payments.map((one) => ({ code: FORM_CODE[one.form], paymentName: paymentNameOf(who, one), amount: one.amount }))
  return [...Map.groupBy(forms, ({ code, paymentName }) => `${code} ${paymentName}`).values()].flatMap((same) => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, amount: { ...first.amount, minor: same.reduce((all, { amount }) => all + amount.minor, 0n) } }]
  })
}
