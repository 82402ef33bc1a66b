import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FiscalDocument, Sale } from '../contract.ts'
import { draw, readStanding } from './draw.ts'
import { decimal, document, KEY, line, NOW, OPEN, sale, setup, uah, VALUES } from './fixtures/setup.ts'

function commandOf(content: FiscalDocument['content'], register = OPEN): string {
  const drawn = draw(document(content), register, setup())
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.error))
  return drawn.value.content.toString('utf8')
}

const problemOf = (content: FiscalDocument['content'], register = OPEN): string | null => {
  const drawn = draw(document(content), register, setup())
  return drawn.ok ? null : drawn.error.problem
}

const sold = (change: Partial<Sale>): FiscalDocument['content'] => ({ kind: 'sale', sale: sale(change) })

const HEAD = '"CHECKHEAD":{"DOCTYPE":"SaleGoods","DOCSUBTYPE":"CheckGoods","CASHIER":"Касир Ґ. Є. Ї."}'
const ROW = '{"CODE":"1","NAME":"Кава","UNITCD":2009,"UNITNM":"шт","AMOUNT":2.000,"PRICE":617.28,"LETTERS":"А","COST":1234.56}'
const TAX = '{"TYPE":0,"NAME":"ПДВ","LETTER":"А","PRC":20.00,"TURNOVER":1234.56,"SOURCESUM":1234.56,"SUM":205.76}'
const PAYSYS = '{"TAXNUM":"12345678","NAME":"LiqPay","ACQUIRENM":"ПриватБанк","ACQUIRETRANSID":"031234567890","POSTRANSDATE":"31012026235959","DEVICEID":"T1",' +
  '"EPZDETAILS":"424242*42","AUTHCD":"123456","SUM":"1234.56"}'

test('a sale is the command of the protocol sheet, digit by digit, without the key', () => {
  expect(commandOf(sold({}))).toBe(`{"Command":"RegisterCheck","UID":"${KEY}","NumFiscal":"4000123456","AutoOpenShift":false,"Check":{${HEAD},` +
    `"CHECKTOTAL":{"SUM":1234.56},"CHECKPAY":[{"PAYFORMCD":1,"PAYFORMNM":"Платіж через інтегратора LiqPay","SUM":1234.56,"PAYSYS":[${PAYSYS}]}],` +
    `"CHECKTAX":[${TAX}],"CHECKBODY":[${ROW}]}}`)
})

test('a return names the sale it undoes, and its amounts are positive', () => {
  const text = commandOf({ kind: 'return', sale: sale(), of: { fiscalNumber: '1234567890', ref: '1234567890' } })
  expect(text).toContain('"DOCSUBTYPE":"CheckReturn","ORDERRETNUM":"1234567890"')
  expect(text).toContain('"CHECKTOTAL":{"SUM":1234.56}')
})

test('cash put in or taken out is a head and a sum, a shift not even that', () => {
  expect(commandOf({ kind: 'service_in', amount: uah(50_000n) })).toContain(
    '"Check":{"CHECKHEAD":{"DOCTYPE":"SaleGoods","DOCSUBTYPE":"ServiceDeposit","CASHIER":"Касир Ґ. Є. Ї."},"CHECKTOTAL":{"SUM":500.00}}}')
  expect(commandOf({ kind: 'service_out', amount: uah(5n) })).toContain('"DOCSUBTYPE":"ServiceIssue","CASHIER":"Касир Ґ. Є. Ї."},"CHECKTOTAL":{"SUM":0.05}')
  expect(commandOf({ kind: 'close_shift' })).toBe(`{"Command":"CloseShift","UID":"${KEY}","NumFiscal":"4000123456","ZRepAuto":true}`)
  expect(commandOf({ kind: 'open_shift' }, { ...OPEN, shiftOpen: false })).toBe(`{"Command":"OpenShift","UID":"${KEY}","NumFiscal":"4000123456"}`)
})

test('12.57 rounded up to 12.60 in cash has RNDSUM −0.03, and change is what is more than the sum', () => {
  const rounded = sold({
    lines: [line({ quantity: decimal('1'), price: uah(1_257n), cost: uah(1_257n), taxLetters: '' })], total: uah(1_257n), rounding: uah(3n), taxes: [],
    payments: [{ form: 'cash', means: 'ГОТІВКА', amount: uah(1_260n), given: uah(2_000n), card: null }],
  })
  expect(commandOf(rounded)).toContain('"CHECKTOTAL":{"SUM":12.60,"RNDSUM":-0.03,"NORNDSUM":12.57}')
  expect(commandOf(rounded)).toContain('"CHECKPAY":[{"PAYFORMCD":0,"PAYFORMNM":"ГОТІВКА","SUM":12.60,"PROVIDED":20.00,"REMAINS":7.40}]')
  expect(commandOf(rounded)).not.toContain('CHECKTAX')
})

test('a discount stands on its line and on the total, and the cost is the one before it', () => {
  const text = commandOf(sold({
    lines: [line({ discount: uah(3_456n) })], total: uah(120_000n), taxes: [],
    payments: [{ form: 'cash', means: 'ГОТІВКА', amount: uah(120_000n), given: null, card: null }],
  }))
  expect(text).toContain('"CHECKTOTAL":{"SUM":1200.00,"DISCOUNTTYPE":0,"DISCOUNTSUM":34.56}')
  expect(text).toContain('"COST":1234.56,"DISCOUNTTYPE":0,"DISCOUNTSUM":34.56')
})

test('another card system keeps its name and gets nobody’s tax number; through the integrator it is the integrator’s', () => {
  const paid = (means: string) =>
    commandOf(sold({ payments: sale().payments.map((one) => ({ ...one, means, card: one.card === null ? null : { ...one.card, paymentSystem: 'visa' } })) }))
  expect(paid('Картка')).toContain('"PAYSYS":[{"NAME":"visa",')
  expect(paid('Платіж через інтегратора LiqPay')).toContain('"PAYSYS":[{"TAXNUM":"12345678","NAME":"LiqPay",')
})

test.each<[string, FiscalDocument['content'], string]>([
  ['a Latin tax letter', sold({ lines: [line({ taxLetters: 'A' })], taxes: [] }), 'tax'],
  ['a tax of no line', sold({ taxes: sale().taxes.map((one) => ({ ...one, letter: 'Б' })) }), 'tax'],
  ['a placeholder in the means of payment', sold({ payments: sale().payments.map((one) => ({ ...one, means: 'Платіж через інтегратора <name>' })) }), 'text'],
  ['an apostrophe in the means of payment that the register cannot write', sold({ payments: sale().payments.map((one) => ({ ...one, means: 'Зʼєднання' })) }), 'text'],
  ['both classifiers on one line', sold({ lines: [line({ uktzed: '0406', dkpp: '56.10.11-00.00' })] }), 'text'],
  ['more than three decimals of a quantity', sold({ lines: [line({ quantity: decimal('2.0001') })] }), 'amounts'],
  ['a discount above the cost', sold({ lines: [line({ discount: uah(123_457n) })] }), 'amounts'],
  ['a return of a sale without a number', { kind: 'return', sale: sale(), of: { fiscalNumber: '', ref: '' } }, 'number'],
  ['a Z-report, which the closing makes', { kind: 'z_report', totals: { sales: null, returns: null, serviceIn: uah(0n), serviceOut: uah(0n) } }, 'shift'],
])('%s cannot be drawn', (_, content, problem) => {
  expect(problemOf(content)).toBe(problem)
})

test('without the next local number nothing is drawn: nobody could tell afterwards what was taken', () => {
  expect(problemOf(sold({}), { ...OPEN, nextLocalNumber: null })).toBe('number')
})

test('what the register is asked by later is written down when it is drawn', () => {
  const drawn = draw(document(sold({})), OPEN, setup())
  expect(drawn.ok ? readStanding(drawn.value.ref) : null).toEqual(
    { key: KEY, kind: 'sale', numFiscal: '4000123456', next: 102, last: '1234567889', at: NOW, amount: '1234.56' })
  for (const ref of ['', '{}', 'null', '{"key":"x"}', '[1]']) expect(readStanding(ref)).toBeNull()
})

test('amounts of any size are written exactly, and no key is ever in what is kept', () => {
  fc.assert(fc.property(fc.bigInt(1n, 10n ** 13n), fc.bigInt(1n, 9n), (price, count) => {
    const total = uah(price * count)
    const text = commandOf(sold({
      lines: [line({ quantity: { digits: count, scale: 0 }, price: uah(price), cost: total, taxLetters: '' })], total, taxes: [],
      payments: [{ form: 'cash', means: 'ГОТІВКА', amount: total, given: null, card: null }],
    }))
    const digits = total.minor.toString().padStart(3, '0')
    expect(text).toContain(`"CHECKTOTAL":{"SUM":${digits.slice(0, -2)}.${digits.slice(-2)}}`)
    for (const secret of [VALUES.certificate, VALUES.privateKey, VALUES.password]) expect(text).not.toContain(secret)
  }))
})
