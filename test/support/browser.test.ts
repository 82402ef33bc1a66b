import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { packagedChromium, systemChromium, type Chromium } from './chromium.ts'

const canUsePackaged = process.platform === 'linux' && process.arch === 'x64'
const browsers: [string, Chromium][] = []
const system = systemChromium()
if (system !== null) browsers.push(['the system\'s Chromium', system])
if (canUsePackaged) browsers.push(['the Chromium that npm installed', packagedChromium()])

test('there is a browser for the stories', () => {
  expect(browsers).not.toEqual([])
})

describe.each(browsers)('%s', (_name, chosen) => {
  const browser = openBrowser(chosen)

  test('shows a page without running its scripts where they are switched off', async () => {
    const page = await browser.page({ javaScriptEnabled: false })
    await page.setContent('<title>Kvit</title><p>to pay</p><noscript>no script</noscript><script>document.title = "changed"</script>')
    expect(await page.title()).toBe('Kvit')
    expect(await page.textContent('noscript')).toBe('no script')
  })

  test('has letters for Latvian, Ukrainian and Georgian, and signs for their money', async () => {
    const page = await browser.page()
    const seen = new Set<string>()
    const letters = ['ķ', 'ї', 'ქ', 'ვ', '₾', '₴', '€', '\u{10FFFD}']
    for (const letter of letters) {
      await page.setContent(`<body style="font: 40px system-ui, sans-serif">${letter}`)
      seen.add(createHash('sha256').update(await page.screenshot({ clip: { x: 0, y: 0, width: 90, height: 80 } })).digest('hex'))
    }
    expect(seen.size).toBe(letters.length)
  })
})
