import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { packagedChromium, systemChromium, type Chromium } from './chromium.ts'

/** Chromium, started once for the file that asked for it. */
export type TestBrowser = {
  /** A page with cookies and cache of its own, closed after the test. */
  page(options?: BrowserContextOptions): Promise<Page>
}

/** Starts the Chromium with what a test machine allows: run as root it cannot make its sandbox. */
export function launch({ program, env }: Chromium): Promise<Browser> {
  const own = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return chromium.launch({
    executablePath: program, env: { ...Object.fromEntries(own), ...env },
    chromiumSandbox: process.getuid?.() !== 0, args: ['--disable-gpu', '--font-render-hinting=none', '--disable-dev-shm-usage'],
  })
}

/** Real Chromium for the tests of a file: the system's, else the one that npm installed. Called once at its top. */
export function openBrowser(chosen: Chromium = systemChromium() ?? packagedChromium()): TestBrowser {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await launch(chosen)
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    async page(options = {}) {
      if (browser === null) throw new Error('the browser starts before the first test of the file, not before that')
      return (await browser.newContext(options)).newPage()
    },
  }
}
