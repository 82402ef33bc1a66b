import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { cashalotSimulator } from '../simulator.ts'

/** Played by hand, without the adapter: what the simulator must refuse, or the adapter could be wrong and nobody would know. */

const simulator = await cashalotSimulator.start({ port: 0 })
afterAll(() => simulator.stop())

type Told = Readonly<Record<string, unknown>>
type Caller = (command: string, more?: Told) => Promise<Told>

function caller(change: Told = {}): Caller {
  const { numFiscal, certificate, privateKey, password } = newRegister()
  return async (command, more = {}) => post({
    Command: command, UID: randomUUID(), NumFiscal: numFiscal, Certificate: certificate, PrivateKey: privateKey, Password: password, ...change, ...more,
  })
}

function newRegister(): Readonly<Record<string, string>> {
  const values = simulator.newCredentials()
  simulator.enrol(values)
  return values
}

async function post(body: Told): Promise<Told> {
  const answer = await fetch(simulator.endpoints['api'] ?? '', {
    method: 'POST', headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  const told: unknown = await answer.json()
  return typeof told === 'object' && told !== null ? Object.fromEntries(Object.entries(told)) : {}
}

const HEAD = { DOCTYPE: 'SaleGoods', DOCSUBTYPE: 'CheckGoods' } as const
const LINE = { CODE: '1', NAME: 'Кава', UNITCD: 2009, UNITNM: 'шт', AMOUNT: 2, PRICE: '617.28', LETTERS: 'А', COST: 1234.56 } as const
const PAY = { PAYFORMCD: 1, PAYFORMNM: 'Картка', SUM: 1234.56 } as const
const TAX = { TYPE: 0, NAME: 'ПДВ', LETTER: 'А', PRC: 20, TURNOVER: 1234.56, SUM: 205.76 } as const
const CHECK = { CHECKHEAD: HEAD, CHECKTOTAL: { SUM: 1234.56 }, CHECKPAY: [PAY], CHECKTAX: [TAX], CHECKBODY: [LINE] } as const

test('the example of the sheet is registered, in names or numbers, with the QR code only if asked', async () => {
  const call = caller()
  expect(await call('OpenShift')).toMatchObject({ ErrorCode: 'Ok', ErrorMessage: null, NumLocal: 1, Offline: false })
  const plain = await call('RegisterCheck', { Check: CHECK })
  expect(plain).toMatchObject({ ErrorCode: 'Ok', QrCode: null, NumLocal: 2, Url: expect.stringContaining('sm=1234.56') })
  expect(plain['OrderDateTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+0[23]:00$/)
  const drawn = await call('RegisterCheck', { Check: { ...CHECK, CHECKHEAD: { DOCTYPE: 0, DOCSUBTYPE: 0 } }, GetQrCode: true })
  expect(Buffer.from(String(drawn['QrCode']), 'base64').subarray(1, 4).toString()).toBe('PNG')
})

test.each<[string, Told]>([
  ['payments that are not the total', { ...CHECK, CHECKPAY: [{ ...PAY, SUM: 1234.55 }] }],
  ['costs that are not the total', { ...CHECK, CHECKTOTAL: { SUM: 1234.57 }, CHECKPAY: [{ ...PAY, SUM: 1234.57 }] }],
  ['a cost that is not amount times price', { ...CHECK, CHECKBODY: [{ ...LINE, PRICE: 617.27 }] }],
  [
    'a discount that the total does not have',
    { ...CHECK, CHECKTOTAL: { SUM: 1234 }, CHECKPAY: [{ ...PAY, SUM: 1234 }], CHECKTAX: undefined, CHECKBODY: [{ ...LINE, DISCOUNTTYPE: 0, DISCOUNTSUM: 0.56 }] },
  ],
  ['rounding with the wrong sign', { ...CHECK, CHECKTOTAL: { SUM: 1234.6, NORNDSUM: 1234.56, RNDSUM: 0.04 }, CHECKPAY: [{ ...PAY, SUM: 1234.6 }] }],
  ['a Latin tax letter', { ...CHECK, CHECKBODY: [{ ...LINE, LETTERS: 'A' }], CHECKTAX: undefined }],
  ['a tax of another base', { ...CHECK, CHECKTAX: [{ ...TAX, TURNOVER: 1000 }] }],
  ['a tax reckoned otherwise', { ...CHECK, CHECKTAX: [{ ...TAX, SUM: 246.91 }] }],
  ['a sign that windows-1251 lacks', { ...CHECK, CHECKBODY: [{ ...LINE, NAME: 'Кава ₴' }] }],
  ['a placeholder', { ...CHECK, CHECKPAY: [{ ...PAY, PAYFORMNM: 'Платіж через інтегратора <name>' }] }],
  ['change that is none', { ...CHECK, CHECKPAY: [{ ...PAY, PROVIDED: 2000, REMAINS: 1 }] }],
  ['a return of nothing', { ...CHECK, CHECKHEAD: { ...HEAD, DOCSUBTYPE: 'CheckReturn' } }],
  ['a return of a stranger’s sale', { ...CHECK, CHECKHEAD: { ...HEAD, DOCSUBTYPE: 'CheckReturn', ORDERRETNUM: '999' } }],
  ['service cash with goods', { ...CHECK, CHECKHEAD: { ...HEAD, DOCSUBTYPE: 'ServiceDeposit' } }],
])('%s is DocumentValidationError', async (_, check) => {
  const call = caller()
  await call('OpenShift')
  expect(await call('RegisterCheck', { Check: check })).toMatchObject({ ErrorCode: 'DocumentValidationError' })
})

test('the shift’s rules: what may be when', async () => {
  const call = caller()
  expect(await call('RegisterCheck', { Check: CHECK })).toMatchObject({ ErrorCode: 'ShiftNotOpened' })
  expect(await call('CloseShift', { ZRepAuto: true })).toMatchObject({ ErrorCode: 'ShiftNotOpened' })
  expect(await call('RegisterCheck', { Check: CHECK, AutoOpenShift: true })).toMatchObject({ ErrorCode: 'Ok', NumLocal: 2 })
  expect(await call('OpenShift')).toMatchObject({ ErrorCode: 'ShiftAlreadyOpened' })
  expect(await call('CloseShift')).toMatchObject({ ErrorCode: 'LastDocumentMustBeZRep' })
  expect(await call('LastShiftTotals')).toMatchObject({ ShiftState: 1, Totals: { ZREPREALIZ: { SUM: 1234.56, ORDERSCNT: 1 } } })
  expect(await call('RegisterZRep')).toMatchObject({ ErrorCode: 'Ok', NumLocal: 3 })
  expect(await call('RegisterCheck', { Check: CHECK })).toMatchObject({ ErrorCode: 'ZRepAlreadyRegistered' })
  expect(await call('CloseShift', { ZRepAuto: true })).toMatchObject({ ErrorCode: 'ZRepAlreadyRegistered' })
  expect(await call('CloseShift')).toMatchObject({ ErrorCode: 'Ok', NumLocal: 4, ZRepAutoInfo: null })
  expect(await call('TransactionsRegistrarState')).toMatchObject({ ShiftState: 0, NextLocalNum: 5 })
})

test('who asks and for what is checked, and the answer is HTTP 200', async () => {
  expect(await caller()('Register')).toMatchObject({ ErrorCode: 'InvalidQueryParameter' })
  expect(await caller({ UID: 'x' })('OpenShift')).toMatchObject({ ErrorCode: 'InvalidQueryParameter' })
  expect(await caller({ NumFiscal: '1' })('OpenShift')).toMatchObject({ ErrorCode: 'TransactionsRegistrarAbsent' })
  expect(await caller({ PrivateKey: undefined })('OpenShift')).toMatchObject({ ErrorCode: 'CryptographyError' })
  expect(await caller({ Password: 'another' })('OpenShift')).toMatchObject({ ErrorCode: 'CryptographyError' })
  expect(await caller({ NumFiscal: newRegister()['numFiscal'] })('OpenShift')).toMatchObject({ ErrorCode: 'OperatorAccessToTransactionsRegistrarNotGranted' })
  expect(await post({ Command: 'ServerState' })).toMatchObject({ ErrorCode: 'Ok', Available: true })
})

test('pages for people show documents and no key, and a fault can be ordered there', async () => {
  const values = newRegister()
  const url = simulator.url
  const command = { UID: randomUUID(), NumFiscal: values['numFiscal'], Certificate: values['certificate'], PrivateKey: values['privateKey'], Password: values['password'] }
  await post({ ...command, Command: 'OpenShift' })
  await post({ ...command, Command: 'RegisterCheck', Check: CHECK })
  expect(await (await fetch(`${url}/registers`)).text()).toContain('1 234.56 UAH')
  for (const path of ['/registers', '/documents.json', '/requests', '/requests.json']) {
    const shown = await (await fetch(url + path)).text()
    for (const name of ['certificate', 'privateKey', 'password']) expect(shown).not.toContain(values[name])
  }
  expect(await (await fetch(`${url}/`)).text()).toContain('fault:answer_lost')
  const order = await fetch(`${url}/befall`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ numFiscal: values['numFiscal'], fault: 'refuse' }),
  })
  expect(order.status).toBe(200)
  expect(await post({ ...command, Command: 'RegisterCheck', Check: CHECK })).toMatchObject({ ErrorCode: 'DocumentValidationError' })
  const known = { ...CHECK, CHECKBODY: [{ ...LINE, CODE: 'fault:offline' }] }
  expect(await post({ ...command, Command: 'RegisterCheck', Check: known })).toMatchObject({ Offline: true, NumFiscal: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
})
