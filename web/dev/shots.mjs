import { chromium } from 'playwright-core'
const base = 'http://127.0.0.1:8099'
const [,, set = 'all', width = '1440', scheme = 'light', lang = 'lt'] = process.argv
const pages = { overview: '/', invoices: '/invoices', invoicesFilter: '/invoices?view=overdue&customer=cus_test_1&from=2026-11-01', attention: '/attention', newInvoice: '/invoices/new', invoice: '/invoices/inv_test_3', draft: '/invoices/inv_test_4', overpaid: '/invoices/inv_test_6', payments: '/payments', payment: '/payments/pay_test_1', customers: '/customers', customer: '/customers/cus_test_1', channels: '/channels', connect: '/channels/new', channel: '/channels/chn_1', store: '/settings/store', letters: '/settings/letters', people: '/settings/people', keys: '/settings/keys', account: '/account', signin: '/sign-in', register: '/register', reset: '/reset-password', newStore: '/stores/new' }
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const context = await browser.newContext({ viewport: { width: Number(width), height: width === '390' ? 844 : 900 }, colorScheme: scheme, locale: lang, reducedMotion: 'reduce', deviceScaleFactor: 1 })
const page = await context.newPage()
page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) console.log(m.type(), page.url(), m.text().slice(0, 300)) })
page.on('pageerror', (e) => console.log('pageerror', page.url(), String(e).slice(0, 300)))
for (const name of set === 'all' ? Object.keys(pages) : set.split(',')) {
  await page.goto(base + pages[name], { waitUntil: 'networkidle' })
  await page.waitForTimeout(120)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (overflow > 0) console.log('OVERFLOW', name, overflow)
  await page.screenshot({ path: `/tmp/shots/${name}-${width}-${scheme}-${lang}.png`, fullPage: process.env.FULL !== '0' })
}
await browser.close()
