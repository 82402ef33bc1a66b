import { expect, test } from 'vitest'
import type { Http, HttpRequest } from '../../connectors/contract.ts'
import { command, isCode, send } from './client.ts'
import { setup, VALUES } from './fixtures/setup.ts'

const answering = (body: unknown, status = 200): Http => () =>
  Promise.resolve({ kind: 'answer', status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) })

const ask = (http: Http) => send(command('TransactionsRegistrarState', '1', setup()), setup(), http)

test('the key goes along with the command and nowhere else', async () => {
  const asked: HttpRequest[] = []
  await ask((request) => {
    asked.push(request)
    return Promise.resolve({ kind: 'unknown', cause: 'timed out' })
  })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://fsapi.cashalot.org.ua/', headers: { 'content-type': 'application/json; charset=UTF-8' }, timeoutMs: 20_000 })
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    Certificate: VALUES.certificate, PrivateKey: VALUES.privateKey, Password: VALUES.password, Command: 'TransactionsRegistrarState', UID: '1', NumFiscal: '4000123456',
  })
})

test.each([
  [{ ErrorCode: 'CryptographyError', ErrorMessage: 'Невірний пароль' }, { kind: 'refused', reason: 'credentials', providerCode: 'CryptographyError: Невірний пароль' }],
  [{ ErrorCode: 12, ErrorMessage: null }, { kind: 'refused', reason: 'credentials', providerCode: 'CryptographyError' }],
  [{ ErrorCode: 'LicenseViolation' }, { kind: 'refused', reason: 'not_enabled', providerCode: 'LicenseViolation' }],
  [{ ErrorCode: '9', ErrorMessage: 'SUM' }, { kind: 'refused', reason: 'other', providerCode: 'DocumentValidationError: SUM' }],
  [{ ErrorCode: 'FiscalServerNotAvailable' }, { kind: 'unknown', cause: 'FiscalServerNotAvailable' }],
  [{ ErrorCode: 101 }, { kind: 'unknown', cause: 'FiscalServerError' }],
  [{ ErrorCode: 'OfflineModeNotSupported' }, { kind: 'unknown', cause: 'OfflineModeNotSupported' }],
  [{ ErrorCode: 'SomethingNew', ErrorMessage: 'x' }, { kind: 'unknown', cause: 'SomethingNew: x' }],
  [{ NumFiscal: '1' }, { kind: 'unknown', cause: 'the answer is no JSON object with an ErrorCode' }],
  ['[]', { kind: 'unknown', cause: 'the answer is no JSON object with an ErrorCode' }],
])('%j is %j', async (body, outcome) => {
  expect(await ask(answering(body))).toEqual(outcome)
})

test('a code is told from another that begins alike', () => {
  const refused = (providerCode: string) => ({ kind: 'refused', reason: 'other', providerCode }) as const
  expect(isCode(refused('ShiftNotOpened: x'), 'ShiftNotOpened')).toBe(true)
  expect(isCode(refused('ShiftNotOpened'), 'ShiftNotOpened')).toBe(true)
  expect(isCode(refused('ShiftNotOpenedYet'), 'ShiftNotOpened')).toBe(false)
  expect(isCode({ kind: 'unknown', cause: 'ShiftNotOpened' }, 'ShiftNotOpened')).toBe(false)
})

test('a service that repeats the command with its key has no part of the key kept', async () => {
  const echo = JSON.stringify({ ErrorCode: 'Ok', PrivateKey: VALUES.privateKey, password: VALUES.password, Info: `opened with ${VALUES.password}`, Cert: VALUES.certificate })
  const answer = await ask(answering(echo))
  const record = answer.kind === 'done' ? answer.value.record : ''
  expect(record).toContain('"PrivateKey":"[secret]"')
  for (const secret of [VALUES.certificate, VALUES.privateKey, VALUES.password, JSON.stringify(VALUES.password).slice(1, -1)]) expect(record).not.toContain(secret)
  const refused = await ask(answering({ ErrorCode: 'CryptographyError', ErrorMessage: `wrong: ${VALUES.password}` }))
  expect(refused).toMatchObject({ providerCode: 'CryptographyError: wrong: [secret]' })
})

test('a password too short to be told from other text is hidden where it is named', async () => {
  const short = setup({ password: 'abc' })
  const answer = await send(command('Objects', '1', short), short, answering({ ErrorCode: 'Ok', Password: 'abc', Name: 'abc Кава' }))
  expect(answer.kind === 'done' ? answer.value.record : '').toBe('{"ErrorCode":"Ok","Password":"[secret]","Name":"abc Кава"}')
})
