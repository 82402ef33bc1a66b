import { expect, test } from 'vitest'
import { filedOf } from './filed.ts'
import { KEY, NOW, setup, uah } from './fixtures/setup.ts'
import type { Standing } from './draw.ts'
import { readTotals } from './totals.ts'
import { readObject } from './json.ts'

const SALE: Standing = { key: KEY, kind: 'sale', numFiscal: '4000123456', next: 102, last: null, at: NOW, amount: '1234.56' }

const filed = (members: Readonly<Record<string, unknown>>, standing = SALE) => {
  const told = readObject(JSON.stringify(members)) ?? new Map<string, unknown>()
  const outcome = filedOf(told, 'as it came', standing, setup())
  return outcome.kind === 'done' ? outcome.value : null
}

test('an answer as clients have seen it: the fiscal number a text, the local one a number, seven digits of a second', () => {
  expect(filed({
    NumFiscal: '1234567890', NumLocal: 102, OrderDateTime: '2026-01-31T14:54:54.1234567+02:00', Offline: false,
    Url: 'https://cabinet.tax.gov.ua/cashregs/check?id=1',
  })).toEqual({
    fiscalNumber: '1234567890', localNumber: 102, at: new Date('2026-01-31T12:54:54.123Z'), url: 'https://cabinet.tax.gov.ua/cashregs/check?id=1',
    offline: false, ref: '1234567890', answer: 'as it came', zReport: null,
  })
  expect(filed({ NumFiscal: 1_234_567_890, NumLocal: '102', OrderDateTime: '2026-07-31T14:54:54', Offline: 'true' }))
    .toMatchObject({ fiscalNumber: '1234567890', localNumber: 102, at: new Date('2026-07-31T11:54:54Z'), offline: true })
})

test('without a fiscal number nothing is filed, and without a time it is now', () => {
  expect(filed({ NumLocal: 102 })).toBeNull()
  expect(filed({ NumFiscal: '82563.25.6127', OrderDateTime: 'yesterday' })).toMatchObject({ fiscalNumber: '82563.25.6127', at: NOW })
})

test('a link is made where none is told or it leads nowhere safe, and a shift has none', () => {
  const made = 'https://cabinet.tax.gov.ua/cashregs/check?fn=4000123456&id=7&date=20260131&time=235959&sm=1234.56'
  for (const Url of [null, '', 'javascript:alert(1)', 'http://elsewhere.example/', 'check']) {
    expect(filed({ NumFiscal: '7', OrderDateTime: '2026-01-31T23:59:59.0000000+02:00', Url })?.url).toBe(made)
  }
  expect(filed({ NumFiscal: '7', Url: 'https://cabinet.tax.gov.ua/x' }, { ...SALE, kind: 'service_in' })?.url).toBeNull()
})

test('the day’s sums are read in both ways of naming them, and not guessed', () => {
  const totals = (members: unknown) => readTotals(readObject(JSON.stringify(members)) ?? new Map<string, unknown>())
  expect(totals({ ZREPREALIZ: { SUM: 421.06 }, ZREPBODY: { SERVICEINPUT: '500.00', SERVICEOUTPUT: 200 } }))
    .toEqual({ sales: uah(42_106n), returns: uah(0n), serviceIn: uah(50_000n), serviceOut: uah(20_000n) })
  expect(totals({ Real: { Sum: 10 }, Ret: { Sum: 2.5 }, ServiceInput: 0 })).toEqual({ sales: uah(1_000n), returns: uah(250n), serviceIn: uah(0n), serviceOut: null })
  expect(totals({})).toBeNull()
  expect(totals({ ZREPREALIZ: { SUM: 'much' } })).toBeNull()
})
