import { describe, expect, test } from 'vitest'
import { answering, json } from '../../connectors/conformance-answers.ts'
import { ask } from './client.ts'
import { state } from './state.ts'
import { CREDENTIALS, OPENED, setup, SIGNED_IN, signedIn } from './fixtures/setup.ts'
import type { Kept } from './fixtures/setup.ts'

const REQUEST = { method: 'GET', path: '/cashier/me' } as const
const INFO = { id: 'r1', fiscal_number: '4000123456', offline_mode: false, has_shift: false, is_test: false }

const forgetful = (): Kept => ({ text: null, pauses: [] })

describe('signing in', () => {
  test('happens once: the token is remembered, beside what it was made with', async () => {
    const kept = forgetful()
    const { http, asked } = signedIn(json(200, {}))
    await ask(REQUEST, setup({}, kept), http)
    await ask(REQUEST, setup({}, kept), http)
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(['/api/v1/cashier/signin', '/api/v1/cashier/me', '/api/v1/cashier/me'])
    expect(asked[1]?.headers).toMatchObject({ authorization: 'Bearer eyJ.token', 'x-license-key': CREDENTIALS.licenceKey, 'x-client-name': 'Kvit' })
    expect(kept.text).not.toContain(CREDENTIALS.password)
  })
  test('a PIN signs in under the licence key', async () => {
    const { http, asked } = signedIn(json(200, {}))
    await ask(REQUEST, setup({ pin: '9876543210' }), http)
    expect(asked[0]).toMatchObject({
      method: 'POST', url: 'https://api.checkbox.ua/api/v1/cashier/signinPinCode', body: '{"pin_code":"9876543210"}',
      headers: { 'x-license-key': CREDENTIALS.licenceKey },
    })
  })
  test.each([401, 403])('a token that is answered with %i is replaced, and the same request sent again', async (status) => {
    const kept = forgetful()
    await ask(REQUEST, setup({}, kept), signedIn(json(200, {})).http)
    const { http, asked } = answering(json(status, { message: 'ні' }), SIGNED_IN, json(200, { id: 'me' }))
    expect(await ask(REQUEST, setup({}, kept), http)).toMatchObject({ kind: 'done', value: { body: { id: 'me' } } })
    expect(asked.length).toBe(3)
  })
  test('after a fresh token, 403 is about the credentials and is not tried for ever', async () => {
    const { http, asked } = signedIn(json(403, { message: 'Невірний ключ ліцензії' }))
    expect(await ask(REQUEST, setup(), http)).toEqual({ kind: 'refused', reason: 'credentials', providerCode: 'Невірний ключ ліцензії' })
    expect(asked.length).toBe(2)
  })
  test.each([400, 401, 403, 422])('a wrong password is a refusal of the credentials: %i', async (status) => {
    expect(await ask(REQUEST, setup(), answering(json(status, { message: 'ні' })).http)).toEqual({ kind: 'refused', reason: 'credentials', providerCode: 'ні' })
  })
  test('a token of another cashier is not used, whatever is remembered', async () => {
    const kept = forgetful()
    await ask(REQUEST, setup({}, kept), signedIn(json(200, {})).http)
    for (const values of [{ password: 'another' }, { login: 'another' }, { licenceKey: 'another' }, { pin: '9876543210' }]) {
      const { http, asked } = signedIn(json(200, {}))
      await ask(REQUEST, setup(values, { ...kept }), http)
      expect(asked[0]?.url).toContain('/cashier/signin')
    }
    for (const text of ['', ' ', 'x', 'x y', 'eyJ.token']) {
      const { http, asked } = signedIn(json(200, {}))
      await ask(REQUEST, setup({}, { text, pauses: [] }), http)
      expect(asked[0]?.url).toContain('/cashier/signin')
    }
  })
})

test('what is kept of an answer has neither the token nor the credentials', async () => {
  const echo = { note: `eyJ.token ${CREDENTIALS.password} ${CREDENTIALS.licenceKey}` }
  const said = await ask(REQUEST, setup(), signedIn(json(200, echo)).http)
  expect(said.kind === 'done' && said.value.text).toBe('{"note":"[secret] [secret] [secret]"}')
})

describe('the state', () => {
  const stateWith = (info: unknown, shift: unknown) => state(setup(), signedIn(json(200, info), json(200, shift)).http)

  test('a register without a shift, and one whose shift is open', async () => {
    expect(await stateWith(INFO, null)).toMatchObject({
      kind: 'done', value: { registerNumber: '4000123456', shiftOpen: false, shiftRef: null, online: true, mode: 'live', nextLocalNumber: null },
    })
    expect(await stateWith({ ...INFO, has_shift: true, offline_mode: true }, { ...OPENED, cash_register: { id: 'r1' } })).toMatchObject({
      kind: 'done', value: { shiftOpen: true, shiftRef: OPENED.id, shiftOpenedAt: new Date('2026-01-31T08:00:00Z'), online: false },
    })
  })
  test.each(['CREATED', 'OPENING', 'CLOSING'])('%s is neither open nor closed', async (status) => {
    expect(await stateWith({ ...INFO, has_shift: true }, { ...OPENED, status })).toMatchObject({ kind: 'done', value: { shiftOpen: null, shiftRef: null } })
  })
  test('a register that another cashier works at, and a cashier who works at another register, are no place to file', async () => {
    expect(await stateWith({ ...INFO, has_shift: true }, null)).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
    expect(await stateWith(INFO, { ...OPENED, cash_register: { id: 'r2' } })).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
  })
  test('a test register says so, by a mark or by its number', async () => {
    for (const info of [{ ...INFO, is_test: true }, { ...INFO, fiscal_number: 'TEST123' }]) {
      expect(await stateWith(info, null)).toMatchObject({ kind: 'done', value: { mode: 'test' } })
    }
  })
})
