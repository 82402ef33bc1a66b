import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RawCallback, Reading, Report } from '../contract.ts'
import { readCallback } from './callback.ts'
import type { Config } from './config.ts'
import { CALLBACKS, ENCRYPTED, GN_DATA } from './fixtures/vectors.ts'
import { passwordOf, setup } from './fixtures/setup.ts'
import { encodeBase64, encodeForm, parseForm } from './form.ts'
import { sign } from './protocol.ts'

const { B1, B2, B3, B4 } = CALLBACKS
const EMPTY = Buffer.alloc(0)
const FORM = 'application/x-www-form-urlencoded'
const CONFIG = setup().config

const get = (query: string): RawCallback => ({ method: 'GET', query, contentType: null, body: EMPTY })
const post = (body: string | Buffer, contentType: string | null = FORM, query = ''): RawCallback =>
  ({ method: 'POST', query, contentType, body: Buffer.from(body) })
const outer = ({ data, ss1, ss2, ss3 }: { data: string; ss1: string; ss2: string; ss3: string }) =>
  encodeForm([['data', data], ['ss1', ss1], ['ss2', ss2], ['ss3', ss3]])

/** A callback with these contents, truly signed with ss1 alone. */
function signed(form: string, config: Config = CONFIG): RawCallback {
  const data = encodeBase64(Buffer.from(form, 'utf8'))
  return get(encodeForm([['data', data], ['ss1', sign(data, config.password)]]))
}

/** B1's contents with some fields changed; null leaves one out. */
function b1With(change: Readonly<Record<string, string | null>>): RawCallback {
  const fields = parseForm(B1.form)
  const all = new Map<string, string | null>(fields.ok ? fields.value : [])
  for (const [name, value] of Object.entries(change)) all.set(name, value)
  return signed(encodeForm([...all].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))))
}

const read = (raw: RawCallback, change: Partial<Config> = {}): Reading => readCallback(raw, setup(change))

function reportOf(reading: Reading): Report {
  if (reading.kind !== 'report') throw new Error(`${reading.kind}: ${'reason' in reading ? reading.reason : ''}`)
  return reading.report
}

describe('the vectors of the sheet', () => {
  const paid: Report = {
    status: 'confirmed', reference: 'INV-2025-0042', providerRef: '903311274', mode: 'live', method: 'vb2',
    asked: { minor: 2500n, currency: 'EUR' }, transferred: { minor: 2500n, currency: 'EUR' },
    payer: { name: 'JONAS JONAITIS', account: 'LT000000000000000001', country: null }, refund: null, doubt: null,
  }
  test('B1 as a GET callback is a live payment, proved by ss3 and answered with OK', () => {
    expect(read(get(outer(B1)))).toEqual({ kind: 'report', report: paid, proof: 'ss3', reply: 'OK' })
  })
  test('B1 as a POST callback says the same', () => {
    expect(read(post(outer(B1)))).toEqual(read(get(outer(B1))))
    expect(read(post(outer(B1), `${FORM}; charset=UTF-8`, 'channel=7')).kind).toBe('report')
    expect(read({ ...get(outer(B1)), method: 'POST' }).kind).toBe('report')
  })
  test('B2 is a test payment with the names of its payer', () => {
    const report = reportOf(read(get(outer(B2))))
    expect(report).toMatchObject({ status: 'confirmed', mode: 'test', reference: 'SF-0007', payer: { name: 'ŽYGIMANTĖ ŠĖŽĖNIENĖ' } })
  })
  test('B3 is waiting, in lari', () => {
    const report = reportOf(read(get(outer(B3)), { projectId: '7', password: passwordOf(B3) }))
    expect(report).toMatchObject({ status: 'waiting', reference: 'A+B/C=D&E?#1', asked: { minor: 1n, currency: 'GEL' } })
  })
  test('B4 is a refund of part of the payment', () => {
    expect(reportOf(read(get(outer(B4))))).toMatchObject({
      status: 'refunded', providerRef: '903311274', doubt: null,
      refund: { amount: { minor: 1000n, currency: 'EUR' }, at: new Date('2026-01-01T00:00:00Z') },
    })
  })
  test.each([
    ['G1', ENCRYPTED.G1, '555123'], ['G2', ENCRYPTED.G2, '555123'], ['G3', ENCRYPTED.G3, '7'],
  ] as const)('%s is read where the channel is set to encrypted, and nowhere else', (_, vector, projectId) => {
    const change = { projectId, password: passwordOf(vector) }
    const raw = get(encodeForm([['data', vector.data]]))
    expect(read(raw, { ...change, callbackMode: 'encrypted' })).toMatchObject({ kind: 'report', proof: 'encrypted', reply: 'OK' })
    expect(read(raw, change).kind).toBe('forged')
  })
  test('GN is forged, and so is a signed callback where encrypted ones are expected', () => {
    const encrypted = { callbackMode: 'encrypted' } as const
    expect(read(get(encodeForm([['data', GN_DATA]])), encrypted).kind).toBe('forged')
    expect(read(get(outer(B1)), encrypted).kind).toBe('forged')
    expect(read(get(encodeForm([['data', ENCRYPTED.G1.data], ['ss1', B1.ss1]])), encrypted).kind).toBe('forged')
  })
})

describe('C16: one message, one way to read it', () => {
  const { data, ss1 } = B1
  const good = encodeForm([['data', data], ['ss1', ss1]])
  test.each<readonly [string, RawCallback]>([
    ['data twice', get(`${good}&data=${data}`)],
    ['ss1 twice', get(`${good}&ss1=${ss1}`)],
    ['data as an array beside data', get(`${good}&data[]=x`)],
    ['fields in query and body', post(good, FORM, good)],
    ['data in the query, its signature in the body', post(encodeForm([['ss1', ss1]]), FORM, encodeForm([['data', data]]))],
    ['a GET with a body', { ...get(good), body: Buffer.from('x=1') }],
    ['a JSON body', post(JSON.stringify({ data, ss1 }), 'application/json')],
    ['a body without a type', post(good, null)],
    ['a body in another charset', post(good, `${FORM}; charset=windows-1257`)],
    ['a multipart body', post(good, 'multipart/form-data; boundary=x')],
    ['a body with a byte order mark', post(Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(good)]))],
    ['a broken percent sign', get(`${good}&x=%`)],
    ['nothing', get('')],
    ['no data', get(encodeForm([['ss1', ss1]]))],
    ['data as an array alone', get(`data[]=${data}&ss1=${ss1}`)],
    ['no signature at all (C01)', get(encodeForm([['data', data]]))],
    ['an empty signature (C01)', get(`${encodeForm([['data', data]])}&ss1=`)],
  ])('C16: %s is refused', (_, raw) => {
    expect(read(raw).kind).toBe('forged')
  })
  test.each([
    ['a field twice', `${B1.form}&status=1`], ['a field twice, as an array', `${B1.form}&status[]=1`],
    ['a byte order mark', `\uFEFF${B1.form}`], ['an encoded byte order mark', `%EF%BB%BF${B1.form}`],
    ['a broken percent sign', `${B1.form}&x=%`], ['windows-1257', `${B1.form}&x=%C6`], ['raw letters', `${B1.form}&x=ž`],
    ['JSON', '{"status":1}'],
  ])('C16: genuinely signed contents with %s are refused', (_, form) => {
    expect(read(signed(form)).kind).toBe('forged')
  })
  test('signed contents that are not Base64 are refused', () => {
    expect(read(get(encodeForm([['data', 'a b'], ['ss1', sign('a b', CONFIG.password)]]))).kind).toBe('forged')
  })
  test('C16: whatever is accepted was signed as the very bytes that were read', () => {
    const piece = fc.constantFrom('data=', 'ss1=', '&', '=', '%', '[', ']', '+', data, ss1, '%3D', 'A', '%26', B2.data, B2.ss1)
    fc.assert(fc.property(fc.array(piece, { maxLength: 9 }), fc.boolean(), (parts, asBody) => {
      const text = parts.join('')
      const reading = read(asBody ? post(text) : get(text))
      if (reading.kind !== 'report') return
      const platform = new URLSearchParams(text)
      const [only, ...others] = platform.getAll('data')
      expect(others).toEqual([])
      expect(platform.getAll('ss1')).toEqual([sign(only ?? '', CONFIG.password)])
      const inner = new URLSearchParams(Buffer.from(only ?? '', 'base64url').toString('utf8'))
      expect(reading.report.reference).toBe(inner.get('orderid'))
    }), { numRuns: 5000, examples: [[['data=', data, '&', 'ss1=', ss1], true]] })
  })
  test('no input makes it throw', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
    fc.assert(fc.property(bytes, fc.string(), fc.boolean(), fc.option(fc.string()), (body, query, isPost, facts) => {
      for (const callbackMode of ['signed', 'encrypted'] as const) {
        const raw = { method: isPost ? 'POST' : 'GET', query, contentType: FORM, body } as const
        expect(readCallback(raw, setup({ callbackMode }, { facts })).kind).toBe('forged')
      }
    }))
  })
})

describe('what the contents must say', () => {
  test.each([
    ['0', 'refused'], ['1', 'confirmed'], ['2', 'waiting'], ['3', 'noted'], ['4', 'unconfirmed'], ['5', 'refunded'],
    ['6', 'unrecognised'], ['01', 'unrecognised'], [' 1', 'unrecognised'], ['1.0', 'unrecognised'], ['١', 'unrecognised'],
  ])('status %j is %s', (word, status) => {
    expect(reportOf(read(b1With({ status: word }))).status).toBe(status)
  })
  test('only a listed status comes without a doubt', () => {
    expect(reportOf(read(b1With({ status: '6' }))).doubt).toBe('status 6 is not listed')
    expect(reportOf(read(b1With({ status: '2' }))).doubt).toBeNull()
  })
  test.each([
    ['C05: another project', { projectid: '555124' }], ['no project', { projectid: null }], ['the project with a zero before it', { projectid: '0555123' }],
    ['no order', { orderid: null }], ['an empty order', { orderid: '' }], ['no status', { status: null }], ['an empty status', { status: '' }],
    ['C08: a test flag that is neither 0 nor 1', { test: 'true' }], ['C08: an empty test flag', { test: '' }], ['C08: a test flag with a space', { test: '1 ' }],
  ])('%s is refused although the signature is right', (_, change) => {
    expect(read(b1With(change)).kind).toBe('forged')
  })
  test('C08: only the test flag tells a test payment; without it the payment is live', () => {
    expect(reportOf(read(b1With({ test: '1' }))).mode).toBe('test')
    expect(reportOf(read(b1With({ test: '0' }))).mode).toBe('live')
    expect(reportOf(read(b1With({ test: null }))).mode).toBe('live')
  })
  test('the last name is read in both spellings, the payer may be unnamed', () => {
    expect(reportOf(read(b1With({ surename: null, surname: 'Petraitis' }))).payer.name).toBe('JONAS Petraitis')
    expect(reportOf(read(b1With({ name: null, surename: null }))).payer.name).toBeNull()
  })
  test('unknown extra fields change nothing', () => {
    expect(read(b1With({ m_pay_restored: '1', __proto: 'x', frame: '' }))).toEqual(read(b1With({})))
  })
  test('I07: a field named __proto__ is neutral', () => {
    expect(read(signed(`${B1.form}&__proto__=1&constructor=2`))).toEqual(read(signed(B1.form)))
  })
  test('a payment without its number is doubted, because a repeat could not be told from a second payment', () => {
    expect(reportOf(read(b1With({ requestid: null }))).doubt).toContain('requestid')
    expect(reportOf(read(b1With({ requestid: null, status: '2' }))).doubt).toBeNull()
  })
  test('a conversion is no doubt: what was asked and what was transferred are both told', () => {
    expect(reportOf(read(b1With({ payamount: '2891', paycurrency: 'USD' })))).toMatchObject({
      asked: { minor: 2500n, currency: 'EUR' }, transferred: { minor: 2891n, currency: 'USD' }, doubt: null,
    })
  })
})

describe('C17: amounts are plain digits in cents', () => {
  test.each(['1e2', ' 100', '100 ', '+100', '-1', '100.005', '100,00', '', 'NaN', 'Infinity', '0x64', '٢٥٠٠', '２５００', '0100', '1_000', '9'.repeat(19)])(
    'C17: %j is no amount, and the payment is doubted', (amount) => {
      const report = reportOf(read(b1With({ amount })))
      expect(report.asked).toBeNull()
      expect(report.doubt).toContain('amount is not an amount')
    },
  )
  test.each(['0', '1', '9007199254740993', '999999999999999999'])('C17: %s is exactly that many cents', (amount) => {
    expect(reportOf(read(b1With({ amount }))).asked).toEqual({ minor: BigInt(amount), currency: 'EUR' })
  })
  test.each(['eur', 'EURO', '', 'XYZ', 'JPY', 'KWD', '978'])('C04: the currency %j is doubted', (currency) => {
    const report = reportOf(read(b1With({ currency })))
    expect(report).toMatchObject({ asked: null, doubt: 'amount is not an amount' })
  })
  test('an amount without its currency, and a payment without any amount, are doubted', () => {
    expect(reportOf(read(b1With({ currency: null }))).doubt).toBe('amount is not an amount')
    expect(reportOf(read(b1With({ amount: null, currency: null }))).doubt).toBe('paid without an amount')
    expect(reportOf(read(b1With({ amount: null, currency: null, status: '0' }))).doubt).toBeNull()
  })
})

describe('amount names of the newest pages', () => {
  const renamed = (amount: string) =>
    b1With({ amount: null, currency: null, payamount: null, paycurrency: null, request_amount: amount, request_currency: 'EUR' })
  const eur = (minor: bigint) => ({ minor, currency: 'EUR' })
  test('a point settles that it is whole units', () => {
    expect(reportOf(read(renamed('125.4')))).toMatchObject({ asked: eur(12540n), doubt: null })
  })
  test('without a point it may be either, so a person looks', () => {
    expect(reportOf(read(renamed('2500')))).toMatchObject({ asked: eur(2500n), doubt: 'request_amount may be in cents or in whole units' })
  })
  test('the channel may say which it is', () => {
    expect(reportOf(read(renamed('2500'), { newAmounts: 'minor' }))).toMatchObject({ asked: eur(2500n), doubt: null })
    expect(reportOf(read(renamed('2500'), { newAmounts: 'major' }))).toMatchObject({ asked: eur(250000n), doubt: null })
    expect(reportOf(read(renamed('25.00'), { newAmounts: 'minor' }))).toMatchObject({ asked: eur(2500n), doubt: null })
  })
  test.each(['1e2', '.5', '5.', '1.005', '-1', '', '01.00'])('C17: %j is no amount there either', (amount) => {
    expect(reportOf(read(renamed(amount), { newAmounts: 'minor' }))).toMatchObject({ asked: null, doubt: 'request_amount is not an amount' })
  })
  test('the names of 1.6 win where both are present', () => {
    expect(reportOf(read(b1With({ request_amount: '1.00', request_currency: 'EUR' })))).toMatchObject({ asked: eur(2500n), doubt: null })
  })
})

describe('refunds', () => {
  const refund = { status: '5', refund_amount: '1000', refund_currency: 'EUR', refund_timestamp: '1767225600' }
  test('more back than was paid is doubted', () => {
    expect(reportOf(read(b1With({ ...refund, refund_amount: '2501' }))).doubt).toBe('more is refunded than was paid')
    expect(reportOf(read(b1With({ ...refund, refund_amount: '2500' }))).doubt).toBeNull()
  })
  test('a refund told beside status 1 is a refund, not a payment, and a person looks', () => {
    const report = reportOf(read(b1With({ ...refund, status: '1' })))
    expect(report.status).toBe('refunded')
    expect(report.doubt).toContain('beside status 1')
  })
  test.each([{ refund_amount: null }, { refund_amount: '10.00' }, { refund_currency: null }])('a refund with %j is told without an amount', (change) => {
    const report = reportOf(read(b1With({ ...refund, ...change })))
    expect(report).toMatchObject({ status: 'refunded', refund: null, doubt: 'refund_amount is not an amount' })
  })
  test('a refund without a readable time has none', () => {
    expect(reportOf(read(b1With({ ...refund, refund_timestamp: 'soon' }))).refund?.at).toBeNull()
  })
})
