import { hundredthsOf, membersOf, rowsOf, wordOf, type Members } from './wire.ts'

/** What a `Check` says, as far as the register keeps it. Amounts in kopecks. */
export type ReadCheck = {
  readonly kind: 'sale' | 'return' | 'service_in' | 'service_out'
  readonly amount: bigint
  readonly of: string | null
  readonly payments: readonly { readonly code: string; readonly name: string; readonly sum: bigint }[]
}

/** What is wrong with a `Check`; `DocumentValidationError` says it. */
type Wrong = { readonly wrong: string }

/** Names and numbers are both taken. Source: sheet C, "Enumerations", A2. */
const TYPES = new Set(['SaleGoods', '0'])
const SUBTYPES: ReadonlyMap<string, ReadCheck['kind']> = new Map([
  ['CheckGoods', 'sale'], ['0', 'sale'], ['CheckReturn', 'return'], ['1', 'return'], ['ServiceDeposit', 'service_in'], ['2', 'service_in'],
  ['AdditionalDeposit', 'service_in'], ['3', 'service_in'], ['ServiceIssue', 'service_out'], ['4', 'service_out'],
])

const wrong = (text: string): Wrong => ({ wrong: text })

/** Source: sheet C, A3. */
export function readCheck(check: Members): ReadCheck | Wrong {
  const [head, total] = [membersOf(check.get('CHECKHEAD')), membersOf(check.get('CHECKTOTAL'))]
  if (head === null || total === null) return wrong('CHECKHEAD and CHECKTOTAL are required')
  const unwritable = unwritableIn(check)
  if (unwritable !== null) return wrong(`«${unwritable}» is not in windows-1251`)
  if (!TYPES.has(wordOf(head, 'DOCTYPE'))) return wrong('DOCTYPE must be SaleGoods')
  const kind = SUBTYPES.get(wordOf(head, 'DOCSUBTYPE'))
  const amount = hundredthsOf(total, 'SUM')
  if (kind === undefined) return wrong('DOCSUBTYPE is not known')
  if (wordOf(head, 'CASHIER').length > 128) return wrong('CASHIER is too long')
  if (amount === null || amount <= 0n) return wrong('CHECKTOTAL.SUM must be an amount above zero')
  if (kind === 'service_in' || kind === 'service_out') {
    const isBare = ['CHECKPAY', 'CHECKTAX', 'CHECKBODY'].every((name) => !check.has(name))
    return isBare ? { kind, amount, of: null, payments: [] } : wrong('a service document has a head and a total only')
  }
  const of = wordOf(head, 'ORDERRETNUM')
  if ((kind === 'return') !== (of !== '')) return wrong('ORDERRETNUM is for returns, and returns need it')
  return readSale(check, total, { kind, amount, of: of === '' ? null : of, payments: [] })
}

function readSale(check: Members, total: Members, begun: ReadCheck): ReadCheck | Wrong {
  const [pays, body, taxes] = [rowsOf(check.get('CHECKPAY')), rowsOf(check.get('CHECKBODY')), check.has('CHECKTAX') ? rowsOf(check.get('CHECKTAX')) : []]
  if (pays === null || pays.length === 0) return wrong('CHECKPAY must be a list of rows')
  if (body === null || body.length === 0) return wrong('CHECKBODY must be a list of rows')
  if (taxes === null) return wrong('CHECKTAX must be a list of rows')
  const fault = totalFault(total, begun.amount, body) ?? firstFault(body, lineFault) ?? firstFault(pays, payFault) ?? firstFault(taxes, (one) => taxFault(one, body))
  if (fault !== null) return wrong(fault)
  const payments = pays.map((one) => ({ code: wordOf(one, 'PAYFORMCD'), name: wordOf(one, 'PAYFORMNM'), sum: hundredthsOf(one, 'SUM') ?? 0n }))
  return payments.reduce((all, { sum }) => all + sum, 0n) === begun.amount ? { ...begun, payments } : wrong('the sums of CHECKPAY are not CHECKTOTAL.SUM')
}

const firstFault = (rows: readonly Members[], faultOf: (row: Members) => string | null): string | null =>
  rows.map(faultOf).find((one) => one !== null) ?? null

const netOf = (line: Members): bigint => (hundredthsOf(line, 'COST') ?? 0n) - (hundredthsOf(line, 'DISCOUNTSUM') ?? 0n)

/** `RNDSUM` is `NORNDSUM` less `SUM`. Source: sheet A3, CHECKTOTAL. */
function totalFault(total: Members, amount: bigint, body: readonly Members[]): string | null {
  const unrounded = total.has('NORNDSUM') ? hundredthsOf(total, 'NORNDSUM') : amount
  if (unrounded === null) return 'NORNDSUM is no amount'
  if (total.has('RNDSUM') !== total.has('NORNDSUM')) return 'RNDSUM and NORNDSUM come together'
  if (total.has('RNDSUM') && hundredthsOf(total, 'RNDSUM') !== unrounded - amount) return 'RNDSUM is not NORNDSUM less SUM'
  if (body.reduce((all, line) => all + netOf(line), 0n) !== unrounded) return 'the costs less discounts are not the total'
  const discounts = body.reduce((all, line) => all + (hundredthsOf(line, 'DISCOUNTSUM') ?? 0n), 0n)
  return (hundredthsOf(total, 'DISCOUNTSUM') ?? 0n) === discounts ? null : 'CHECKTOTAL.DISCOUNTSUM is not the sum of the lines’ discounts'
}

function lineFault(line: Members): string | null {
  const [name, code] = [wordOf(line, 'NAME'), wordOf(line, 'CODE')]
  const [cost, price, discount] = [hundredthsOf(line, 'COST'), hundredthsOf(line, 'PRICE'), line.has('DISCOUNTSUM') ? hundredthsOf(line, 'DISCOUNTSUM') : 0n]
  const thousandths = thousandthsOf(wordOf(line, 'AMOUNT'))
  if (name === '' || name.length > 128) return 'NAME must have 1 to 128 characters'
  if (code === '' || code.length > 64) return `CODE of ${name} must have 1 to 64 characters`
  if (!/^[1-9]\d{0,4}$/.test(wordOf(line, 'UNITCD'))) return `UNITCD of ${name} must be 1 to 99999`
  if (thousandths === null || thousandths <= 0n) return `AMOUNT of ${name} must be above zero with up to three decimals`
  if (cost === null || price === null || discount === null || cost < 0n || price < 0n || discount < 0n) return `an amount of ${name} is none`
  if (discount > 0n && wordOf(line, 'DISCOUNTTYPE') !== '0') return `DISCOUNTTYPE of ${name} must be 0 for an amount`
  if (discount > cost) return `the discount of ${name} is above its cost`
  const off = thousandths * price - cost * PIECE
  if (2n * off >= PIECE || 2n * off < -PIECE) return `COST of ${name} is not AMOUNT times PRICE`
  if (!isLetters(wordOf(line, 'LETTERS'))) return `LETTERS of ${name} must be Cyrillic capitals`
  if (line.has('UKTZED') && line.has('DKPP')) return `${name} has both UKTZED and DKPP`
  return line.has('UKTZED') && !/^(\d{4}|00\d{3}|\d{6}|\d{8}|\d{10})$/.test(wordOf(line, 'UKTZED')) ? `UKTZED of ${name} is not in its form` : null
}

/** One piece, in thousandths. */
const PIECE = 1000n

function thousandthsOf(text: string): bigint | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text) ?? []
  return whole === undefined ? null : BigInt(whole + fraction.padEnd(3, '0'))
}

const CAPITALS = 'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ'
const isLetters = (text: string): boolean => text.length <= 15 && [...text].every((letter) => CAPITALS.includes(letter))

function payFault(pay: Members): string | null {
  const [name, sum] = [wordOf(pay, 'PAYFORMNM'), hundredthsOf(pay, 'SUM')]
  if (!/^\d{1,4}$/.test(wordOf(pay, 'PAYFORMCD'))) return 'PAYFORMCD must be a number'
  if (name === '' || name.length > 128 || /[<>]/.test(name)) return 'PAYFORMNM must be the means of payment, without a placeholder'
  if (sum === null || sum <= 0n) return `SUM of ${name} must be above zero`
  const given = pay.has('PROVIDED') ? hundredthsOf(pay, 'PROVIDED') : sum
  const change = pay.has('REMAINS') ? hundredthsOf(pay, 'REMAINS') : 0n
  if (given === null || change === null || given - change !== sum) return `PROVIDED less REMAINS of ${name} is not its SUM`
  const systems = pay.has('PAYSYS') ? rowsOf(pay.get('PAYSYS')) : []
  if (systems === null) return 'PAYSYS must be a list of rows'
  if (systems.length > 0 && wordOf(pay, 'PAYFORMCD') === '0') return 'cash has no PAYSYS'
  return firstFault(systems, (one) => systemFault(one, sum))
}

function systemFault(system: Members, sum: bigint): string | null {
  if (system.has('SUM') && hundredthsOf(system, 'SUM') !== sum) return 'PAYSYS.SUM is not the SUM of its payment'
  if (system.has('TAXNUM') && !/^\d{5,10}$/.test(wordOf(system, 'TAXNUM'))) return 'PAYSYS.TAXNUM must be digits'
  const [, day, month, year, hour, minute, second] = /^(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(wordOf(system, 'POSTRANSDATE')) ?? []
  if (!system.has('POSTRANSDATE')) return null
  return Number.isNaN(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)) ? 'POSTRANSDATE must be DDMMYYYYHHMMSS' : null
}

/** The tax of one rate, included in the price, to the kopeck. Source: sheet A15. */
function taxFault(tax: Members, body: readonly Members[]): string | null {
  const letter = wordOf(tax, 'LETTER')
  const [turnover, base, sum, percent] = ['TURNOVER', 'SOURCESUM', 'SUM', 'PRC'].map((name) => hundredthsOf(tax, name))
  if (letter.length !== 1 || !isLetters(letter)) return 'LETTER must be one Cyrillic capital'
  if (!/^[012]$/.test(wordOf(tax, 'TYPE')) || wordOf(tax, 'NAME') === '') return `TYPE or NAME of tax ${letter} is not in its form`
  if (typeof turnover !== 'bigint' || typeof sum !== 'bigint' || typeof percent !== 'bigint') return `an amount of tax ${letter} is none`
  const lines = body.filter((line) => wordOf(line, 'LETTERS').includes(letter))
  if (turnover !== lines.reduce((all, line) => all + netOf(line), 0n)) return `TURNOVER of tax ${letter} is not that of its lines`
  const source = typeof base === 'bigint' ? base : turnover
  const exact = source * percent
  return sum === (exact * 2n + 10_000n + percent) / (2n * (10_000n + percent)) ? null : `SUM of tax ${letter} is not ${wordOf(tax, 'PRC')} % of what it is reckoned from`
}

/** Printable characters of windows-1251. Source: the code page's table. */
const WRITABLE = /^[\x20-\x7e\u00a0¤¦§©«¬\u00ad®°±µ¶·»ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕїА-я‚„…†‡€‰‹‘’“”•–—™›]*$/u

/** The first text that cannot be written into the tax service's XML; null if all can. */
function unwritableIn(value: unknown): string | null {
  if (typeof value === 'string') return WRITABLE.test(value) ? null : value
  const inside = value instanceof Map ? [...value.values()] : typeof value === 'object' && value !== null ? Object.values(value) : []
  return inside.map(unwritableIn).find((one) => one !== null) ?? null
}
