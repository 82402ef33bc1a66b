import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../test/support/browser.ts'
import { auditPage, focused } from '../../test/support/paypage-audit.ts'
import { choose, everyFace } from '../../test/support/paypage-views.ts'
import { isLanguage, LANGUAGES } from '../kernel/language.ts'
import { renderPayPage } from './page.tsx'

const HOSTILE = '"><img src=x onerror=alert(1)><svg onload=alert(2)></title></style><script>alert(3)</script>'
const plain = choose('en')
const hostile = choose('en', {
  store: { ...plain.store, name: HOSTILE, legalName: HOSTILE, companyCode: HOSTILE, termsHref: HOSTILE, contact: { email: HOSTILE, phone: HOSTILE, website: HOSTILE } },
  invoice: { ...plain.invoice, number: HOSTILE, lines: plain.invoice.lines.map((line) => ({ ...line, title: HOSTILE, unit: HOSTILE })) },
  methods: plain.methods.map((method) => ({ ...method, title: HOSTILE, value: HOSTILE, key: HOSTILE })),
})
const withLogo = choose('en', { store: { ...plain.store, logo: { path: '/logo.png', width: 120, height: 40 } } })

/** Serves every face at /<face>?lang=, with its headers, and remembers what was posted to it. */
const posted: string[] = []
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://here')
  const language = url.searchParams.get('lang') ?? 'en'
  const face = url.pathname.split('/')[1] ?? ''
  if (face === 'logo.png') return response.writeHead(200, { 'content-type': 'image/png' }).end(PIXEL)
  const view = { ...everyFace(isLanguage(language) ? language : 'en'), logo: withLogo, hostile }[face]
  if (view === undefined) return response.writeHead(404).end()
  void text(request).then((body) => {
    if (request.method === 'POST') posted.push(body)
    const { status, headers, html } = renderPayPage({ ...view, path: `/${face}` })
    response.writeHead(status, headers).end(html)
  })
  return response
})
const address = (path: string): string => {
  const bound: AddressInfo | string | null = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('not listening')
  return `http://127.0.0.1:${bound.port}/${path}`
}

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())))
const browser = openBrowser()

/** Opens a face, the folds opened too, and gives what the browser complained about. The page that leads on is drawn without leading on. */
async function open(page: Page, face: string, language = 'en'): Promise<string[]> {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  if (face === 'going') await page.setContent(renderPayPage(everyFace('en')['going'] ?? choose('en')).html.replace(/<meta http-equiv="refresh"[^>]*>/, ''))
  else await page.goto(address(`${face}?lang=${language}`))
  for (const fold of await page.locator('summary').all()) await fold.click()
  return complaints.filter((complaint) => !complaint.includes('status of 4'))
}

const FACES = Object.keys(everyFace('en'))

test('the audit finds what it is there to find', async () => {
  const page = await browser.page()
  await page.setContent(`<!doctype html><html><body><p style="color:#999">pale</p><h3>skipped</h3><button style="width:10px;height:10px;padding:0"></button>
    <img src="data:,"><svg></svg><input aria-describedby="nothing"><div style="width:3000px;height:1px" id="a"></div><div id="a"></div></body></html>`)
  const found = (await auditPage(page)).join('\n')
  for (const finding of [/contrast 2\.8.*pale/, /outside every landmark: <p>/, /headings skip to 3/, /no name: <button>/, /target 10 × 10/, /no alternative/,
    /read aloud/, /described by nothing/, /scrolls sideways/, /an id twice/, /no language or no title/]) expect(found).toMatch(finding)
})

test('P04: scripts in every text stay text, and the policy had nothing to stop', async () => {
  const page = await browser.page()
  const alarms: string[] = []
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => alarms.push(dialog.message())))
  page.on('console', (message) => alarms.push(message.text()))
  await page.goto(address('hostile'), { waitUntil: 'networkidle' })
  expect(alarms).toEqual([])
  expect(await page.locator('script, img, iframe, main svg[onload]').count()).toBe(0)
  expect(await page.getByText(HOSTILE).count()).toBeGreaterThan(5)
})

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(FACES)('P05: %s can be read, pressed and named, and the browser has nothing to complain of', async (face) => {
    const page = await browser.page({ colorScheme, viewport: { width: 390, height: 844 } })
    expect(await open(page, face)).toEqual([])
    expect(await auditPage(page)).toEqual([])
  })
})

test.each(LANGUAGES)('nothing is cut off in %s at 320 pixels, which is a zoom of 400 per cent', async (language) => {
  const page = await browser.page({ viewport: { width: 320, height: 640 } })
  for (const face of FACES.filter((name) => name !== 'going')) {
    await open(page, face, language)
    expect(await auditPage(page), face).toEqual([])
  }
})

test('the text can be twice as large', async () => {
  const page = await browser.page({ viewport: { width: 640, height: 800 } })
  for (const [face, view] of Object.entries(everyFace('lt'))) {
    await page.setContent(renderPayPage(view).html.replace(/<meta http-equiv="refresh"[^>]*>/, '').replace('<style>', '<style>html{font-size:200%}'))
    expect(await auditPage(page), face).toEqual([])
  }
})

test('by keyboard one goes through the page in order, sees where one is, and pays', async () => {
  const page = await browser.page({ viewport: { width: 390, height: 700 }, javaScriptEnabled: false })
  await page.goto(address('problem'))
  await expect.poll(async () => (await focused(page)).what).toMatch(/^p The payment could not/)
  const seen: string[] = []
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('Tab')
    const { what, ring, covered } = await focused(page)
    seen.push(what)
    expect({ what, ring, covered }).toEqual({ what, ring: true, covered: false })
    if (what.startsWith('input')) await page.keyboard.press('ArrowDown')
  }
  expect(seen).toEqual(['input chn_1:hanza', 'button Pay 25.00\u{a0}€', 'a labas@medauskrautuve.lt', 'a +370 612 34567'])
  await page.getByRole('button').click()
  expect(posted.at(-1)).toBe('amount=25.00&method=chn_1%3Avb2')
})

test('a screen reader hears what is to be paid, each method by its name, and one button', async () => {
  const page = await browser.page()
  await page.goto(address('choose'))
  await page.getByRole('heading', { level: 1, name: 'To pay 25.00 €' }).waitFor()
  await page.getByRole('group', { name: 'How would you like to pay?' }).getByRole('radio', { name: 'SEB' }).check()
  expect(await page.getByRole('radio').count()).toBe(12)
  expect(await page.getByRole('button').allTextContents()).toEqual(['Pay 25.00\u{a0}€'])
  await page.getByRole('navigation', { name: 'Language' }).getByRole('link', { name: 'Lietuvių' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mokėtina suma 25,00 €' }).waitFor()
})

test('R4: a browser makes two requests where the store has a logo, and none for an icon', async () => {
  const page = await browser.page()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(address('logo'), { waitUntil: 'networkidle' })
  expect(asked).toEqual(['/logo', '/logo.png'])
})

test('the waiting page renews itself without a script', async () => {
  const page = await browser.page({ javaScriptEnabled: false })
  await page.goto(address('asked'))
  await page.waitForRequest((request) => request.isNavigationRequest(), { timeout: 15_000 })
})

test('on paper the sum and what it is for are there, and no buttons', async () => {
  const page = await browser.page()
  await page.goto(address('choose'))
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.getByRole('button').count()).toBe(0)
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
})
