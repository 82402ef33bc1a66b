import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shiftTotals } from '../shift-totals.ts'
import { checkDocument, zReportDocument } from './document.ts'
import type { CheckBody } from './document.ts'
import { COFFEE, dec, HEADING, REGISTRAR, uah, VECTOR_SALE } from './fixtures/documents.ts'
import { momentOf, readMoment } from '../tables/moment.ts'
import { decode, encode, fit } from '../tables/alphabet.ts'

const drawn = (body: CheckBody, heading = HEADING): string => decode(checkDocument(REGISTRAR, heading, body))
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('the sheet’s vector', () => {
  const bytes = checkDocument(REGISTRAR, HEADING, { kind: 'sale', sale: VECTOR_SALE })

  test('a receipt is 937 bytes of windows-1251 with the published hash', () => {
    expect(bytes.length).toBe(937)
    expect(sha256(bytes)).toBe('ab396af6513f3848fbe8180e77229622f48e6ca5d1fbbe58f3f3cca08b7364c1')
  })

  test('the same text in UTF-8 is another document', () => {
    const wrong = Buffer.from(decode(bytes), 'utf8')
    expect([wrong.length, sha256(wrong)]).toEqual([983, '4b234b6743e9fa5382c75a4b7538e07620fa9c36974672a7f73f29e90f2e8182'])
  })
})

describe('documents', () => {
  test('a discounted sale in rounded cash shows gross lines, what was taken off, and the exact sum beside the rounded one', () => {
    const xml = drawn({
      kind: 'sale',
      sale: {
        lines: [{ ...COFFEE, quantity: dec('0.5'), price: uah(3000n), cost: uah(1500n), discount: uah(243n) }], total: uah(1257n), rounding: uah(3n),
        payments: [{ form: 'cash', means: 'ГОТІВКА', amount: uah(1260n), given: uah(2000n), card: null }],
        taxes: [{ letter: 'А', type: 0, name: 'ПДВ', percent: dec('20'), turnover: uah(1257n), base: uah(1257n), tax: uah(210n) }],
      },
    })
    expect(xml).toContain('<CHECKTOTAL><SUM>12.60</SUM><RNDSUM>-0.03</RNDSUM><NORNDSUM>12.57</NORNDSUM><DISCOUNTTYPE>0</DISCOUNTTYPE><DISCOUNTSUM>2.43</DISCOUNTSUM></CHECKTOTAL>')
    expect(xml).toContain('<PAYFORMCD>0</PAYFORMCD><PAYFORMNM>ГОТІВКА</PAYFORMNM><SUM>12.60</SUM><PROVIDED>20.00</PROVIDED><REMAINS>7.40</REMAINS>')
    expect(xml).toContain(
      '<TYPE>0</TYPE><NAME>ПДВ</NAME><LETTER>А</LETTER><PRC>20.00</PRC><TURNOVER>15.00</TURNOVER><TURNOVERDISCOUNT>2.43</TURNOVERDISCOUNT><SOURCESUM>12.57</SOURCESUM><SUM>2.10</SUM>',
    )
    expect(xml).toContain('<AMOUNT>0.500</AMOUNT><PRICE>30.00</PRICE><LETTERS>А</LETTERS><COST>15.00</COST><DISCOUNTTYPE>0</DISCOUNTTYPE><DISCOUNTSUM>2.43</DISCOUNTSUM>')
  })

  test('what LiqPay tells of a card stands in PAYSYS, in the fixed order and in Kyiv time', () => {
    const card = {
      paymentSystem: 'LiqPay', acquirer: 'ПриватБанк', reference: '604214', authCode: '123456', mask: '424242*42', terminal: 'T1', at: new Date('2026-01-31T21:59:59Z'),
    }
    const sale = { ...VECTOR_SALE, payments: [{ form: 'cashless', means: 'Платіж через інтегратора LiqPay', amount: uah(123_456n), given: null, card }] } as const
    const xml = decode(checkDocument({ ...REGISTRAR, paymentSystemTin: '14360570' }, HEADING, { kind: 'sale', sale }))
    expect(xml).toContain('<PAYFORMNM>Платіж через інтегратора LiqPay</PAYFORMNM><SUM>1234.56</SUM><PAYSYS><ROW ROWNUM="1"><TAXNUM>14360570</TAXNUM><NAME>LiqPay</NAME><ACQUIRENM>ПриватБанк</ACQUIRENM>'
      + '<ACQUIRETRANSID>604214</ACQUIRETRANSID><POSTRANSDATE>31012026235959</POSTRANSDATE><DEVICEID>T1</DEVICEID><EPZDETAILS>424242*42</EPZDETAILS><AUTHCD>123456</AUTHCD><SUM>1234.56</SUM></ROW></PAYSYS>')
    expect(decode(checkDocument({ ...REGISTRAR, paymentName: 'form' }, HEADING, { kind: 'sale', sale }))).toContain('<PAYFORMNM>БЕЗГОТІВКОВА</PAYFORMNM>')
  })

  test('a return names its sale, a cancellation too, and markers are nothing but a head', () => {
    expect(drawn({ kind: 'return', sale: VECTOR_SALE, of: '4711' })).toContain('<DOCSUBTYPE>1</DOCSUBTYPE>')
    expect(drawn({ kind: 'return', sale: VECTOR_SALE, of: '4711' })).toContain('<CASHREGISTERNUM>4000123456</CASHREGISTERNUM><ORDERRETNUM>4711</ORDERRETNUM><CASHIER>')
    expect(drawn({ kind: 'storno', of: '4711' })).toMatch(/<ORDERSTORNUM>4711<\/ORDERSTORNUM><CASHIER>[^<]+<\/CASHIER><VER>1<\/VER><\/CHECKHEAD><\/CHECK>$/)
    expect(drawn({ kind: 'open_shift' })).toMatch(/<DOCTYPE>100<\/DOCTYPE><UID>.*<VER>1<\/VER><\/CHECKHEAD><\/CHECK>$/)
    expect(drawn({ kind: 'service_out', amount: uah(5000n) })).toMatch(/<DOCSUBTYPE>4<\/DOCSUBTYPE>.*<\/CHECKHEAD><CHECKTOTAL><SUM>50.00<\/SUM><\/CHECKTOTAL><\/CHECK>$/)
  })

  test('a document made offline carries its number and the hash before it, one for trying out says so', () => {
    const offline = { fiscalNumber: '82563.2.6127', previousHash: 'ab'.repeat(32) }
    expect(drawn({ kind: 'sale', sale: VECTOR_SALE }, { ...HEADING, testing: true, offline }))
      .toContain(`<VER>1</VER><ORDERTAXNUM>82563.2.6127</ORDERTAXNUM><OFFLINE>true</OFFLINE><PREVDOCHASH>${'ab'.repeat(32)}</PREVDOCHASH><TESTING>true</TESTING></CHECKHEAD>`)
    expect(drawn({ kind: 'offline_begin' })).toMatch(/<DOCTYPE>102<\/DOCTYPE><UID>.*<VER>1<\/VER><\/CHECKHEAD><\/CHECK>$/)
  })

  test('a Z-report adds up both directions, one row for each name of payment, and leaves out an empty one', () => {
    const other = { ...VECTOR_SALE, payments: [{ ...VECTOR_SALE.payments[0], form: 'cashless', means: 'Картка', amount: uah(123_456n), given: null, card: null }] } as const
    const work = { sales: [VECTOR_SALE, other, other], returns: [], serviceIn: [uah(100n), uah(50n)], serviceOut: [] }
    const xml = decode(zReportDocument(REGISTRAR, HEADING, shiftTotals(work)))
    expect(xml).toContain('<ZREPREALIZ><SUM>3703.68</SUM><ORDERSCNT>3</ORDERSCNT><PAYFORMS><ROW ROWNUM="1"><PAYFORMCD>1</PAYFORMCD><PAYFORMNM>БЕЗГОТІВКОВА</PAYFORMNM><SUM>1234.56</SUM></ROW>'
      + '<ROW ROWNUM="2"><PAYFORMCD>1</PAYFORMCD><PAYFORMNM>Картка</PAYFORMNM><SUM>2469.12</SUM></ROW></PAYFORMS></ZREPREALIZ><ZREPBODY><SERVICEINPUT>1.50</SERVICEINPUT><SERVICEOUTPUT>0.00</SERVICEOUTPUT></ZREPBODY></ZREP>')
    expect(xml).not.toContain('ZREPRETURN')
    expect(xml).not.toContain('DOCTYPE')
    const merged = decode(zReportDocument({ ...REGISTRAR, paymentName: 'form' }, HEADING, shiftTotals(work)))
    expect(merged).toContain('<PAYFORMS><ROW ROWNUM="1"><PAYFORMCD>1</PAYFORMCD><PAYFORMNM>БЕЗГОТІВКОВА</PAYFORMNM><SUM>3703.68</SUM></ROW></PAYFORMS>')
  })
})

describe('characters', () => {
  test('Ukrainian letters and signs have the bytes of the code page', () => {
    expect(encode('ҐґЄєІіЇї№«»–—’€\u00a0').toString('hex')).toBe('a5b4aabab2b3afbfb9abbb96979288a0')
  })

  test('the real apostrophe and the sign of the hryvnia are replaced, a smile becomes a question mark', () => {
    expect(fit('П\u02bcять 5\u20b4 ok 😀')).toBe("П'ять 5грн ok ?")
    expect(fit('a\u0000b\tc\r\nd\u200b')).toBe('ab c d')
    expect(fit('и\u0306 і\u0308')).toBe('й ї')
    expect(fit('довга назва', 6)).toBe('довга')
  })

  test('any text can be encoded once it is fitted, comes back as it was fitted, and keeps within its length', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat(200), (text, most) => {
      const fitted = fit(text, most)
      expect(decode(encode(fitted))).toBe(fitted)
      expect(fitted.length).toBeLessThanOrEqual(most)
      expect(fit(fitted)).toBe(fitted)
    }))
  })

  test('markup in a name stays a name', () => {
    const sale = { ...VECTOR_SALE, lines: [{ ...COFFEE, name: '<SUM>0</SUM> & "co"' }] }
    expect(drawn({ kind: 'sale', sale })).toContain('<NAME>&lt;SUM&gt;0&lt;/SUM&gt; &amp; "co"</NAME>')
  })
})

test('a moment is told in Kyiv time, in winter and in summer, and read back', () => {
  expect(momentOf(new Date('2026-01-31T21:59:59Z'), 'Europe/Kyiv')).toEqual({ date: '31012026', time: '235959' })
  expect(momentOf(new Date('2026-07-31T21:00:00Z'), 'Europe/Kyiv')).toEqual({ date: '01082026', time: '000000' })
  expect(readMoment({ date: '01082026', time: '000000' }, 'Europe/Kyiv')).toEqual(new Date('2026-07-31T21:00:00Z'))
  for (const wrong of [
    { date: '31022026', time: '000000' }, { date: '01012026', time: '240000' }, { date: '2026-01-01', time: '' },
  ]) expect(readMoment(wrong, 'Europe/Kyiv')).toBeNull()
})
