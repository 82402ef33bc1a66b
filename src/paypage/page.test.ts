import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { choose, everyFace, gone, inFlight, known, paid, paidPart, partlyPaid } from '../../test/support/paypage-views.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { renderPayPage } from './page.tsx'
import type { PayPageView } from './view.ts'

const all: readonly (readonly [string, Language, PayPageView])[] = LANGUAGES.flatMap((language) =>
  Object.entries(everyFace(language)).map(([face, view]) => [face, language, view] as const))

const htmlOf = (view: PayPageView): string => renderPayPage(view).html
const styleOf = (html: string): string => /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
const count = (html: string, pattern: RegExp): number => [...html.matchAll(pattern)].length

/** What a hostile merchant or payer may type anywhere. */
const SCRIPTS = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\'"--><svg onload=alert(1)>', '</title><script>1</script>', '</style><script>1</script>',
  'javascript:alert(1)', '{{constructor}}', '{amount}', '&lt;script&gt;',
]

describe.each(all)('%s in %s', (_face, language, view) => {
  const page = renderPayPage(view)

  test('is well-formed, says its language and has one heading and one main part', () => {
    const asXml = page.html.replace(/<style>.*?<\/style>/s, '').replace('<!doctype html>', '').replaceAll(/<((?:meta|link|input|img)\b[^>]*?)\/?>/g, '<$1/>')
    expect(XMLValidator.validate(asXml, { allowBooleanAttributes: true })).toBe(true)
    expect(page.html).toContain(`<html lang="${language}">`)
    expect(count(page.html, /<h1[ >]/g)).toBe(1)
    expect(count(page.html, /<main[ >]/g)).toBe(1)
    expect(page.html).not.toMatch(/undefined|\[object|NaN|\{[a-z]+\}/i)
  })

  test('P05: nothing of another origin, no script, no frame, nothing like a card field', () => {
    const html = page.html.replace(/<style>.*?<\/style>/s, '')
    expect(html).not.toMatch(/<(script|iframe|object|embed|frame|base)\b/i)
    expect(html).not.toMatch(/\son[a-z]+=/i)
    expect(html).not.toMatch(/\sstyle=/i)
    expect(html).not.toMatch(/(src|srcset|poster|action|data)="(https?:)?\/\//i)
    expect(html).not.toMatch(/cc-number|cc-csc|card.?number|type="(password|tel|number)"/i)
    expect(styleOf(page.html)).not.toMatch(/url\(|@import|expression/)
  })

  test('the policy lets in this style and nothing else inline', () => {
    const hash = createHash('sha256').update(styleOf(page.html)).digest('base64')
    expect(page.headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
  })

  test('R4: with everything in it the page travels in 14 kB', () => {
    expect(gzipSync(page.html).length).toBeLessThanOrEqual(14 * 1024)
    expect(brotliCompressSync(page.html).length).toBeLessThanOrEqual(14 * 1024)
  })
})

test('R4: nothing but a logo is fetched beside the page', () => {
  const withLogo = choose('lt', { store: { ...known('lt').store, logo: { path: '/pay/x/logo', width: 120, height: 40 } } })
  const sources = [...htmlOf(withLogo).matchAll(/\b(?:src|href)="([^"]+)"[^>]*>/g)].filter(([tag]) => !tag.includes('hreflang'))
  const fetched = sources.map(([, address]) => address).filter((address) => !/^(https?:|mailto:|tel:|data:)|\.pdf$/.test(address ?? ''))
  expect(fetched).toEqual(['/pay/x/logo'])
})

test('P07, P11: no framing, no Referer, no cache, and the page tells search machines to stay away', () => {
  expect(renderPayPage(choose('en')).headers).toMatchObject({
    'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'x-robots-tag': 'noindex, nofollow, noarchive',
  })
  const policy = renderPayPage(choose('en')).headers['content-security-policy'] ?? ''
  expect(policy.replace(/'sha256-[^']+'/, 'HASH').split('; ')).toEqual([
    'default-src \'none\'', 'style-src HASH', 'img-src \'self\' data:', 'form-action \'self\'', 'frame-ancestors \'none\'', 'base-uri \'none\'',
  ])
})

test.each(SCRIPTS)('P04: %s in any text of an invoice, a store or a method is only text', (hostile) => {
  const base = choose('en')
  const [method] = base.methods
  if (method === undefined) throw new Error('a method is needed')
  const view = choose('en', {
    path: '/pay/abc',
    store: {
      ...base.store, name: hostile, legalName: hostile, companyCode: hostile, termsHref: hostile, contact: { email: hostile, phone: hostile, website: hostile },
    },
    invoice: { ...base.invoice, number: hostile, lines: base.invoice.lines.map((line) => ({ ...line, title: hostile, unit: hostile })) },
    methods: [{ ...method, title: hostile, key: hostile, value: hostile }],
    amount: { kind: 'part', least: base.invoice.left, most: base.invoice.left, typed: hostile },
  })
  for (const html of [htmlOf(view), htmlOf({ ...view, face: 'closed' }), htmlOf({ ...paid('en'), store: view.store, invoice: view.invoice, shopHref: hostile })]) {
    const outside = html.replace(/<style>.*?<\/style>/s, '')
    expect(outside).not.toMatch(/<script|<img|<svg onload/i)
    expect(outside).not.toMatch(/href="javascript:/i)
    expect(count(outside, /<h1[ >]/g)).toBe(1)
    expect(XMLValidator.validate(outside.replace('<!doctype html>', '').replaceAll(/<((?:meta|link|input)\b[^>]*?)\/?>/g, '<$1/>'), { allowBooleanAttributes: true })).toBe(true)
  }
})

test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', '\\\\evil', 'https://good@evil.example', 'ftp://x.example', 'pay'])(
  'P06: the payer is not sent on to %s', (href) => {
    expect(() => renderPayPage({ ...known('en'), face: 'going', provider: 'Paysera', amount: known('en').invoice.left, href })).toThrow(TypeError)
  })

test('a quotation mark in the provider\'s address ends neither the link nor the refresh', () => {
  const html = htmlOf({ ...known('en'), face: 'going', provider: 'P', amount: known('en').invoice.left, href: 'https://p.example/a"b?c=\'d"&e=<f>' })
  expect(html).toContain('content="0;url=https://p.example/a%22b?c=%27d%22&amp;e=%3Cf%3E"')
})

test('one button pays the whole amount and the form says which amount that was', () => {
  const html = htmlOf(choose('en'))
  expect(html).toMatch(/<button class="button" type="submit">Pay 25.00\u{a0}€<\/button>/u)
  expect(html).toContain('name="amount" value="25.00"')
  expect(html).toContain('<form method="post" action="/pay/k3v9q2m8x7w4t1z6r5y0bh/attempts?lang=en"')
  expect(count(html, /<button/g)).toBe(1)
  expect(count(html, /type="radio" name="method"[^>]* required/g)).toBe(12)
  expect(count(html, / checked/g)).toBe(1)
})

test('where part payments are allowed the payer writes the amount, in the signs of the language', () => {
  expect(htmlOf(partlyPaid('lt'))).toMatch(/<input id="amount"[^>]* value="1000,00"/)
  expect(htmlOf(partlyPaid('en'))).toMatch(/<input id="amount"[^>]* value="1000.00"/)
})

test('what the payer typed is still there when it was wrong, and the field says so', () => {
  const html = htmlOf({
    ...partlyPaid('en'), problem: { code: 'amount_unreadable' },
    amount: { ...partlyPaid('en').amount, kind: 'part', least: known('en').invoice.left, most: known('en').invoice.left, typed: 'ten "euros"' },
  })
  expect(html).toContain('value="ten &quot;euros&quot;"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('aria-describedby="problem limits"')
})

test('methods of other countries are folded away under the name of each country', () => {
  const html = htmlOf(partlyPaid('lt'))
  expect([...html.matchAll(/<h2>([^<]+)/g)].map(([, name]) => name)).toEqual(['Latvija', 'Estija', 'Lenkija'])
  expect(count(html, /<details/g)).toBe(2)
})

test('C: while a payment is in flight no second one can be started', () => {
  for (const stage of [{ kind: 'asked' }, { kind: 'silent' }, { kind: 'claimed' }, { kind: 'reserved' }, { kind: 'review' }] as const) {
    expect(htmlOf(inFlight('en', stage))).not.toMatch(/<form|<button|type="radio"/)
  }
  for (const kind of ['unfinished', 'unanswered'] as const) {
    const same = htmlOf(inFlight('en', { kind, resumePath: '/pay/x/continue', otherWayAt: null }))
    expect([...same.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, action]) => action)).toEqual(['/pay/x/continue?lang=en'])
  }
})

test('the waiting page renews itself in its language until the reader stops it', () => {
  expect(htmlOf(inFlight('et', { kind: 'asked' }))).toContain('<meta http-equiv="refresh" content="5;url=/pay/k3v9q2m8x7w4t1z6r5y0bh?lang=et"/>')
  expect(htmlOf(inFlight('et', { kind: 'asked' }))).toContain('?lang=et&amp;refresh=off"')
  expect(htmlOf({ ...inFlight('et', { kind: 'asked' }), refreshSeconds: null })).not.toContain('http-equiv')
})

test('P08: paid, cancelled and closed faces offer no way to pay', () => {
  for (const view of [paid('en'), { ...known('en'), face: 'cancelled' }, { ...known('en'), face: 'closed' }] as const) {
    expect(htmlOf(view)).not.toMatch(/<form|<button|type="radio"/)
  }
})

test('P01: an unknown link looks like an expired one to the byte, whatever stood behind it', () => {
  const one = renderPayPage({ ...gone('lv'), path: '/pay/aaaa', freshLinkPath: '/pay/aaaa/fresh-link' })
  const other = renderPayPage({ ...gone('lv'), path: '/pay/bbbb', freshLinkPath: '/pay/bbbb/fresh-link' })
  expect(other.html.replaceAll('bbbb', 'aaaa')).toBe(one.html)
  expect(other).toMatchObject({ status: 404, headers: one.headers })
})

test('a page with a problem answers with a status that says so to programs', () => {
  const statusOf = (code: 'no_method' | 'too_many' | 'turned_back'): number => renderPayPage(choose('en', { problem: { code } })).status
  expect([statusOf('no_method'), statusOf('too_many'), statusOf('turned_back'), renderPayPage(choose('en')).status]).toEqual([422, 429, 200, 200])
})

test('every face of a known link says when no real money moves', () => {
  for (const [face, view] of Object.entries(everyFace('en'))) {
    if (view.face === 'gone') continue
    expect(htmlOf({ ...view, mode: 'test' }), face).toContain('Test: no real money')
    expect(htmlOf({ ...view, mode: 'live' }), face).not.toContain('Test: no real money')
  }
})

test('each payment has its own receipt: one is the button, several stand with their payments', () => {
  const receipts = (view: PayPageView): string[] => [...htmlOf(view).matchAll(/receipt\.pdf\?payment=(\w+)/g)].map(([, which = '']) => which)
  const [first, second] = [paidPart('pay_live_01kb4x7q2m8z5w3t9r6y1v0nhg'), paidPart('pay_live_01kb4x9c4f2d7s8a0e3g5j1kqp')]
  expect(receipts(paid('en', { payments: [first] }))).toEqual([first.reference])
  expect(receipts(paid('en', { payments: [first, second] }))).toEqual([first.reference, second.reference])
})
