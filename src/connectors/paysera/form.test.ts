import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeForm, parseForm } from './form.ts'

const refused = (text: string) => !parseForm(text).ok

test('what we encode we read back, in every script', () => {
  const name = fc.stringMatching(/^[a-z_]{1,12}$/)
  fc.assert(fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (fields) => {
    const pairs = Object.entries(fields)
    expect(parseForm(encodeForm(pairs))).toEqual({ ok: true, value: new Map(pairs) })
  }))
})

test('the encoder leaves only letters, digits, - _ and . as they are, and writes % in capitals', () => {
  expect(encodeForm([['a', "~*!'() ž-_."]])).toBe('a=%7E%2A%21%27%28%29+%C5%BE-_.')
})

test('half of a surrogate pair does not throw', () => {
  expect(encodeForm([['a', '\ud83d']])).toBe('a=%EF%BF%BD')
})

describe('C16: what two readers could read differently is refused', () => {
  test.each([
    ['the same name twice', 'status=0&status=1'],
    ['the same name twice, once percent-encoded', 'status=0&%73tatus=1'],
    ['an array beside a value', 'status=0&status[]=1'],
    ['an array beside a value, encoded', 'status=0&status%5B%5D=1'],
    ['an array twice', 'status[]=0&status[]=1'],
    ['a name that PHP trims', 'status=0&+status=1'],
    ['a name that PHP cuts at NUL', 'status=0&status%00x=1'],
    ['names that PHP makes one', 'pay_amount=1&pay.amount=2'],
    ['a byte order mark', '%EF%BB%BFstatus=1'],
    ['a raw byte order mark', '\uFEFFstatus=1'],
    ['a broken percent sign', 'status=%'],
    ['a broken percent sign with one digit', 'status=%4'],
    ['a broken percent sign with a letter', 'status=%zz'],
    ['the %u form', 'status=%u0031'],
    ['windows-1257', 'name=%C6%EEygimant%EB'],
    ['a surrogate in UTF-8', 'name=%ED%A0%80'],
    ['an overlong slash', 'name=%C0%AF'],
    ['a raw letter', 'name=ž'],
    ['a raw space', 'name=a b'],
    ['a line break', 'status=1\n'],
    ['a NUL', 'status=1\0'],
  ])('C16: %s', (_, text) => {
    expect(refused(text)).toBe(true)
  })
  test('a lone array is a name of its own and no value of the field', () => {
    const fields = parseForm('status[]=1')
    expect(fields.ok && fields.value.has('status')).toBe(false)
  })
})

test('empty parts say nothing; a name without a value is empty; + is a space', () => {
  expect(parseForm('&a=1&&b&c=x+y%2B&')).toEqual({ ok: true, value: new Map([['a', '1'], ['b', ''], ['c', 'x y+']]) })
})

test('I07: __proto__ and its kin are names like any other', () => {
  const fields = parseForm('__proto__=1&constructor=2&toString=3')
  expect(fields.ok && [...fields.value]).toEqual([['__proto__', '1'], ['constructor', '2'], ['toString', '3']])
  expect(Object.hasOwn(Object.prototype, '1')).toBe(false)
})

test('C16: a field read from an accepted text is what the platform reads from it', () => {
  const piece = fc.constantFrom('a', 'b', '=', '&', '%', '2', '6', '[', ']', '+', '.', '%26', '%3D', 'status', '%C5%BE')
  fc.assert(fc.property(fc.array(piece).map((parts) => parts.join('')), (text) => {
    const fields = parseForm(text)
    if (!fields.ok) return
    expect([...fields.value]).toEqual([...new URLSearchParams(text.replace(/^\?/, '%3F'))])
  }), { numRuns: 3000 })
})
