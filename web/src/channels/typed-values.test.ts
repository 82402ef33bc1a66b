import { expect, test } from 'vitest'
import type { ConnectorField } from '../api/nouns.ts'
import { storedText, typedBefore } from './typed-values.ts'

const field = (name: string, kind: ConnectorField['kind']): ConnectorField =>
  ({ name, kind, label: name, hint: '', required: true, advanced: false, fallback: null, choices: [], choiceLabels: {}, maxLength: 100 })

const FIELDS = [field('login', 'text'), field('server', 'choice'), field('key', 'secret'), field('certificate', 'pem'), field('container', 'file')]
const TYPED = { login: 'olena', server: 'own', key: 'test-0f3c', certificate: '-----BEGIN', container: 'MIIB' }

test('a reload keeps what was typed, and no storage of the browser ever has a key', () => {
  const text = storedText(FIELDS, TYPED, {})
  expect(text).not.toMatch(/test-0f3c|BEGIN|MIIB/)
  expect(typedBefore(FIELDS, text)).toEqual({ login: 'olena', server: 'own' })
})

test('what the server has already is not kept beside it', () => {
  expect(storedText(FIELDS, TYPED, { login: 'olena', server: 'own' })).toBeNull()
  expect(typedBefore(FIELDS, storedText(FIELDS, { ...TYPED, login: '' }, { login: 'olena', server: 'own' }))).toEqual({ login: '' })
})

test('what another version left is read as far as it fits', () => {
  expect(typedBefore(FIELDS, '{"login":7,"server":"own","key":"planted","gone":"x"}')).toEqual({ server: 'own' })
  expect(typedBefore(FIELDS, 'null')).toEqual({})
})
