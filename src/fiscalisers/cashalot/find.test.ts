import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DocumentKind, RegisterState } from '../contract.ts'
import { verdict } from './find.ts'
import type { Verdict } from './find.ts'
import { NOW, OPEN } from './fixtures/setup.ts'
import type { Standing } from './draw.ts'

const standing = (kind: DocumentKind): Standing => ({ key: 'k', kind, numFiscal: '4000123456', next: 102, last: '1234567889', at: NOW, amount: null })

const judged = (kind: DocumentKind, next: number, register: Partial<RegisterState> = {}, more: {
  isBehind?: boolean
  hasZReport?: boolean
  madeMeanwhile?: number
} = {}): Verdict =>
  verdict(standing(kind), { next, register: { ...OPEN, ...register }, isBehind: false, hasZReport: false, madeMeanwhile: 0, ...more })

const MOVED = { lastFiscalNumber: '1234567890' }
const CLOSED = { shiftOpen: false }

test.each<[string, Verdict, Verdict]>([
  ['the number has not moved', judged('sale', 102), 'missing'],
  ['it has moved by this document', judged('sale', 103, MOVED), 'taken'],
  ['it has moved by two', judged('sale', 104, MOVED), 'unclear'],
  ['it has moved back', judged('sale', 101), 'unclear'],
  ['it has not moved, but another document is the last', judged('sale', 102, MOVED), 'unclear'],
  ['it has moved, and the last document is still the same', judged('sale', 103), 'unclear'],
  ['it has moved, and no last document is told', judged('sale', 103, { lastFiscalNumber: null }), 'unclear'],
  ['it has moved by one, and the shift is closed', judged('sale', 103, { ...MOVED, ...CLOSED }), 'unclear'],
  ['it has moved by one, which was the Z-report', judged('sale', 103, MOVED, { hasZReport: true }), 'unclear'],
  ['it has not moved, but documents wait for the tax service', judged('sale', 102, {}, { isBehind: true }), 'unclear'],
  ['Cleanup has made a document', judged('sale', 103, MOVED, { madeMeanwhile: 1 }), 'unclear'],
  ['nobody tells whether the shift is open', judged('sale', 102, { shiftOpen: null }), 'unclear'],
  ['an opening: the shift is open', judged('open_shift', 103, MOVED), 'taken'],
  ['an opening: the shift is closed still', judged('open_shift', 102, CLOSED), 'missing'],
  ['a closing with its Z-report', judged('close_shift', 104, { ...MOVED, ...CLOSED }), 'taken'],
  ['a closing whose Z-report was there', judged('close_shift', 103, { ...MOVED, ...CLOSED }), 'taken'],
  ['a closing of which only the Z-report was made', judged('close_shift', 103, MOVED, { hasZReport: true }), 'missing'],
  ['a closing that was not taken', judged('close_shift', 102), 'missing'],
  ['a closing, and more', judged('close_shift', 105, { ...MOVED, ...CLOSED }), 'unclear'],
])('%s', (_, told, expected) => {
  expect(told).toBe(expected)
})

test('a receipt is never missing once the register has gone on, and never taken before', () => {
  fc.assert(fc.property(fc.constantFrom(
    'sale', 'return', 'service_in', 'service_out', 'open_shift',
  ), fc.integer({ min: 1, max: 300 }), fc.boolean(), fc.boolean(), (kind, next, shiftOpen, isSame) => {
    const told = judged(kind, next, { shiftOpen, lastFiscalNumber: isSame ? '1234567889' : '1234567890' })
    if (next !== 102) expect(told).not.toBe('missing')
    if (next !== 103) expect(told).not.toBe('taken')
  }))
})
