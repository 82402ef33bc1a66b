import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { packagedChromium, systemChromium } from '../test/support/chromium.ts'
import { bar, say } from './bar.ts'
import type { Bar } from './bar.ts'
import type { Ground } from './callback-bars.ts'
import { BTCPAY, startHeavyPage } from './heavy-page.ts'
import { startServer } from './processes.ts'
import { seedPayable } from './seed.ts'
import { figure, median, range, ratios } from './statistics.ts'

/** Lighthouse's slow 4G and a phone four times slower than this machine: the same for both pages. */
const THROTTLE = { offline: false, latency: 150, downloadThroughput: (1638.4 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }
const SLOWER = 4

type Visit = { readonly bytes: number; readonly requests: number; readonly scripts: number; readonly lcpMs: number; readonly encoding: string }

export async function openBrowser(): Promise<Browser> {
  const { program, env } = systemChromium() ?? packagedChromium()
  const own = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return chromium.launch({
    executablePath: program, env: { ...Object.fromEntries(own), ...env }, chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--disable-dev-shm-usage'],
  })
}

/** One visit with an empty cache: what came over the wire, and when the largest thing on the page was painted. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  await wire.send('Network.emulateNetworkConditions', THROTTLE)
  await wire.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const seen = { bytes: 0, requests: 0, scripts: 0, encoding: '' }
  wire.on('Network.responseReceived', ({ type, response }) => {
    if (response.url.startsWith('data:')) return
    seen.requests += 1
    if (type === 'Script') seen.scripts += 1
    if (type === 'Document') seen.encoding = response.headers['content-encoding'] ?? 'none'
  })
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => { seen.bytes += encodedDataLength })
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForTimeout(1500)
  seen.scripts += await page.locator('script').count()
  const lcpMs = await page.evaluate(() => new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN))
      .observe({ type: 'largest-contentful-paint', buffered: true })
  }))
  await context.close()
  return { ...seen, lcpMs }
}

/** Whether "Pay" is there and can be pressed with scripts switched off. */
async function isPayable(browser: Browser, url: string): Promise<boolean> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(url)
  const canPay = await page.locator('button[type=submit]').first().isEnabled()
  await context.close()
  return canPay
}

export async function pageBars(ground: Ground): Promise<{ bars: Bar[]; notes: string[] }> {
  const { arena, shops, plan } = ground
  const [payable] = await seedPayable(arena, shops, 1)
  const path = `/pay/${payable?.token}`
  const server = await startServer(arena, { program: 'kvit', ready: path })
  const heavy = await startHeavyPage()
  const browser = await openBrowser()
  const ours: Visit[] = []
  const theirs: Visit[] = []
  try {
    const url = `http://127.0.0.1:${server.port}${path}`
    if (!await isPayable(browser, url)) throw new Error('the pay page has no button without scripts')
    for (let turn = 0; turn < plan.turns; turn++) {
      ours.push(await visit(browser, url))
      theirs.push(await visit(browser, heavy.url))
      say(`  R4 turn ${turn + 1}: Kvit ${ours.at(-1)?.bytes} B, LCP ${figure(ours.at(-1)?.lcpMs ?? 0)} ms; heavy page ${theirs.at(-1)?.bytes} B, ${theirs.at(-1)?.requests} requests, LCP ${figure(theirs.at(-1)?.lcpMs ?? 0)} ms`)
    }
  } finally {
    await browser.close()
    heavy.stop()
    await server.stop()
  }
  return judged(ours, theirs)
}

function judged(ours: readonly Visit[], theirs: readonly Visit[]): { bars: Bar[]; notes: string[] } {
  const [first] = ours
  const bytes = ours.map((one) => one.bytes)
  const requests = ours.map((one) => one.requests)
  const lcp = (visits: readonly Visit[]): number[] => visits.map((one) => one.lcpMs)
  return {
    bars: [
      bar({ id: 'R4', what: 'Bytes to a page that can be paid, of BTCPay’s 233 kB', sides: `${figure(median(bytes))} B, headers included, encoding ${first?.encoding}` },
        bytes.map((one) => one / BTCPAY.bytes), { must: 0.08, stretch: 0.06, better: 'lower' }),
      bar({ id: 'R4', what: 'Requests', sides: `of BTCPay’s ${BTCPAY.requests}` }, requests, { must: 3, stretch: 1, better: 'lower' }),
      bar({
        id: 'R4', what: 'Scripts needed to pay', sides: 'the button works with scripts switched off',
      }, ours.map((one) => one.scripts), { must: 0, stretch: 0, better: 'lower' }),
      bar({
        id: 'R4', what: 'Largest contentful paint, against a page of BTCPay’s weight',
        sides: `Kvit ${figure(median(lcp(ours)))} ms (${range(lcp(ours))}), the other ${figure(median(lcp(theirs)))} ms (${range(lcp(theirs))})`,
      },
        ratios(lcp(ours), lcp(theirs)), { must: 0.4, stretch: 0.4, better: 'lower' }),
    ],
    notes: [
      `The page that R4 is compared with is made of bytes: ${BTCPAY.requests} requests and ${figure(BTCPAY.bytes)} B like BTCPay's checkout, whose content is drawn by a script that comes last. It is no BTCPay server.`,
      'R4 is throttled to 1.6 Mbit/s down, 150 ms a round trip and a quarter of this processor, on both sides.',
    ],
  }
}
