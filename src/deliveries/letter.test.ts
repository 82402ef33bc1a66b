import { XMLValidator } from 'fast-xml-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../kernel/language.ts'
import { htmlOf } from './letter-html.tsx'
import { invoiceLetter, receiptLetter } from './letter-invoice.ts'
import { fillPlaceholders, oneLine, unknownPlaceholders } from './letter-words.ts'
import { smsText } from './sms-words.ts'
import { everyLetter, invoiceView, LINK, receiptView } from '../../test/support/letters.ts'

const all = LANGUAGES.flatMap((language) => Object.entries(everyLetter(language)).map(([name, letter]) => [name, language, letter] as const))

const wellFormed = (html: string): true | object => XMLValidator.validate(
  html.replace('<!doctype html>', '').replace(/<style>.*?<\/style>/s, '').replaceAll(/<!--.*?-->/gs, '').replaceAll(/<((?:meta|br)\b[^>]*?)\/?>/g, '<$1/>'),
  { allowBooleanAttributes: true },
)

describe.each(all)('%s in %s', (name, language, letter) => {
  test('reads the same in HTML and in text, without pictures, scripts or anything fetched', () => {
    expect(wellFormed(letter.html)).toBe(true)
    expect(letter.html).toContain(`<html lang="${language}">`)
    expect(letter.html).not.toMatch(/<(script|img|link|iframe|form|table|object|video)\b|url\(|@import|\son[a-z]+=/i)
    expect(letter.html).not.toMatch(/undefined|\[object|NaN/)
    expect(letter.text).not.toMatch(/undefined|\[object|NaN|<[a-z]/)
    const known = `${letter.subject}${letter.text}`.replaceAll('{unknown}', '')
    expect(known, name).not.toMatch(/\{\w+\}/)
  })

  test('has one button, whose address stands beside it in letters and in the text', () => {
    const addresses = [...letter.html.matchAll(/<a href="([^"]+)" style="display:block/g)].map(([, href]) => href)
    expect(addresses).toHaveLength(1)
    const [address = ''] = addresses
    expect(letter.html).toContain(`>${address}</a>`)
    expect(letter.text).toContain(`\n${address}\n`)
  })

  test('keeps its subject to one line', () => {
    expect(letter.subject).not.toMatch(/[\r\n]/)
    expect(letter.subject.length).toBeGreaterThan(8)
  })
})

test('an invoice letter says who, how much, what for, by when, and names the methods', () => {
  const { subject, text } = invoiceLetter(invoiceView('lt'))
  expect(subject).toBe('Medaus krautuvė: sąskaita 2026-0042, 25,00\u{a0}€')
  for (const said of [
    'Medaus krautuvė', '25,00\u{a0}€', '2026-0042', '2026 m. lapkričio 30 d.', 'Swedbank, SEB, Luminor, Citadele, Revolut ir dar 2.', LINK,
    'labas@medauskrautuve.lt', 'PDF',
  ]) {
    expect(text).toContain(said)
  }
})

test('one method too many is named like the others: a count of one would take no less room', () => {
  expect(invoiceLetter(invoiceView('en', { methods: ['A', 'B', 'C', 'D', 'E', 'F'] })).text).toContain('Ways to pay: A, B, C, D, E, F.')
})

test('a letter mentions neither a PDF nor an answer where there is none', () => {
  const { text } = invoiceLetter(invoiceView('en', { attached: false, canReply: false, methods: [] }))
  expect(text).not.toMatch(/PDF|Reply|Ways to pay/)
})

test('a receipt says what is left when something is', () => {
  expect(receiptLetter(receiptView('en')).text).not.toContain('Left to pay')
  expect(receiptLetter(receiptView('en', { left: { minor: 500n, currency: 'EUR' } })).text).toContain('Left to pay: 5.00\u{a0}€')
})

test('in test mode subject and letter say so, in both forms', () => {
  for (const language of LANGUAGES) {
    const { subject, html, text } = invoiceLetter(invoiceView(language, { mode: 'test' }))
    const live = invoiceLetter(invoiceView(language))
    expect(subject).not.toBe(live.subject)
    expect(subject.endsWith(live.subject)).toBe(true)
    expect(html).toContain('class="band"')
    expect(text.startsWith('*** ')).toBe(true)
    expect(live.html).not.toContain('class="band"')
  }
})

test('a store writes its own words; the braces it knows are filled and the others left', () => {
  const words = { subject: '{number}: {amount}', body: 'Hi {payer},\n\npay {store} by {dueDate}: {link} {Payer} {{amount}} { amount } {constructor}' }
  const { subject, text, html } = invoiceLetter(invoiceView('en', { words }))
  expect(subject).toBe('2026-0042: 25.00\u{a0}€')
  expect(text).toContain(`pay Medaus krautuvė by 30 November 2026: ${LINK} {Payer} {25.00\u{a0}€} { amount } {constructor}`)
  expect(html).toContain(`<a href="${LINK}" class="ink"`)
})

test('I08 words that look like the logic of any template language stay the words they are, in letter and text message', () => {
  const values = { payer: 'Ona', number: 'n', amount: 'a', dueDate: 'd', store: 's', link: 'l' }
  const attacks = [
    '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{% for x in payer %}{% endfor %}', '{{#each this}}{{/each}}', '{{constructor.constructor("return process")()}}',
    '{payer.length}', '{payer|upper}', '{ payer }', '{{{link}}}x', '{__proto__}', '{toString}', '{amount:currency}',
    '{n, plural, one {#} other {#}}', '`${process.env}`', '[[link]]', '@{link}',
  ]
  for (const attack of attacks) {
    const kept = attack.replace('{link}', 'l')
    const { subject, text } = invoiceLetter(invoiceView('en', { words: { subject: attack, body: attack } }))
    expect([subject, text].map((one) => one.includes(attack.replace('{link}', LINK))), attack).toEqual([true, true])
    expect(fillPlaceholders(attack, values)).toBe(kept)
    expect(smsText({ body: attack, plainLetters: false }, 'en', values)).toBe(kept)
  }
})

test('P13: what fills a placeholder is not looked at again', () => {
  const words = { subject: 'For {payer}', body: '{payer}' }
  const letter = invoiceLetter(invoiceView('en', { words, payerName: '{link}{number}' }))
  expect(letter.subject).toBe('For {link}{number}')
  fc.assert(fc.property(fc.string(), (payer) => {
    const values = { payer, number: 'n', amount: 'a', dueDate: 'd', store: 's', link: 'l' }
    expect(fillPlaceholders('[{payer}]', values)).toBe(`[${payer}]`)
  }))
})

test('P13: a dollar sign in a name is a dollar sign', () => {
  expect(invoiceLetter(invoiceView('en', { mode: 'test', payerName: '$& $1 $$', words: { subject: '{payer}', body: 'x' } })).subject).toBe('Test: $& $1 $$')
})

test.each(['Bcc: x@example.com', 'X: 1\r\n\r\n<script>'])('P13: line breaks with %j in a name or a subject stay within one line', (evil) => {
  const { subject } = invoiceLetter(invoiceView('en', { number: `1\r\n${evil}`, words: { subject: `{payer}\n${evil}\u2028{number}`, body: 'x' }, payerName: `Jonas\r\n${evil}` }))
  expect(subject).not.toMatch(/[\r\n\u2028]/)
})

test('one line has no control character whatever it is made of', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(oneLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
  }))
})

const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</style><script>1</script>', '--><script>1</script>', '<![endif]--><svg onload=1>', ']]>&lt;']

test.each(HOSTILE)('P04: %s in a name, a number, a method or a store\'s own text is only text', (evil) => {
  const store = { name: evil, colour: '#c77700', email: evil, phone: evil }
  const words = { subject: evil, body: `${evil} {payer} {number}` }
  const letters = [
    invoiceLetter(invoiceView('en', { store, number: evil, payerName: evil, methods: [evil], words })),
    invoiceLetter(invoiceView('en', { store, number: evil, payerName: evil, methods: [evil] })),
    receiptLetter(receiptView('en', { store, number: evil, method: evil, reference: evil })),
  ]
  for (const { html } of letters) {
    expect(html).not.toMatch(/<script|<img|<svg/i)
    expect(wellFormed(html)).toBe(true)
  }
})

test('P04: whatever a button is called or leads to, it stays one link', () => {
  for (const evil of HOSTILE) {
    const html = htmlOf({
      language: 'en', mode: 'live', from: { name: 'x', colour: '#c77700' }, subject: 'x',
      blocks: [{ kind: 'button', label: evil, href: `https://x.example/${evil}`, asText: evil }],
    })
    expect(html).not.toMatch(/<script|<img|<svg/i)
    expect(wellFormed(html)).toBe(true)
  }
})

test('the settings screen learns which braces mean nothing', () => {
  expect(unknownPlaceholders('{payer} {sum} {dueDate} {constructor} {}')).toEqual(['sum', 'constructor'])
})
