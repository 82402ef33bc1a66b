import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../../test/support/browser.ts'
import { LANGUAGES } from '../../kernel/language.ts'
import * as format from './format.ts'

/** The name of the functions in the page. */
const IN_PAGE = 'format'

const browser = openBrowser()
const script = { text: '' }

beforeAll(async () => {
  const entry = join(import.meta.dirname, 'format.ts')
  const built = await build({
    configFile: false, logLevel: 'error', build: { write: false, lib: { entry, formats: ['iife'], name: IN_PAGE } },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built')
  script.text = bundle.output[0].code
})

async function pageIn(locale: string): Promise<Page> {
  const page = await browser.page({ locale })
  await page.addScriptTag({ content: script.text })
  return page
}

/** Runs in the page and here: it may use nothing but its argument. */
function georgianBy({ countryName, formatDate, formatMoment, formatMoney, formatPercent, say }: typeof format): string[] {
  const at = new Date('2026-11-22T21:05:00Z')
  return [
    formatMoney('ka', { minor: 18_150n, currency: 'EUR' }), formatMoney('ka', { minor: -123_456_789n, currency: 'GEL' }),
    formatPercent('ka', { digits: 55n, scale: 1 }), formatDate('ka', '2026-11-22'), formatDate('ka', '2026-11-22', 'short'),
    formatMoment('ka', at, 'Europe/Vilnius'), formatMoment('ka', at, 'Asia/Tbilisi', 'short'), formatMoment('ka', at, 'Asia/Tbilisi', 'clock'),
    countryName('ka', 'LT'), ...[0, 1, 21, 12_345].map((n) => say('ka', '{n, plural, one {one #} other {other #}}', { n })),
  ]
}

test.each(['ka-GE', 'lt-LT', 'ar-EG'])('a browser that speaks %s writes Georgian as the server does', async (locale) => {
  expect(await (await pageIn(locale)).evaluate(`(${georgianBy.toString()})(${IN_PAGE})`)).toEqual(georgianBy(format))
})

test('a browser knows every language that is written by Intl', async () => {
  const page = await pageIn('en-GB')
  const unknown = await page.evaluate((languages) => languages.filter((language) =>
    [
      Intl.NumberFormat.supportedLocalesOf(language), Intl.DateTimeFormat.supportedLocalesOf(language),
      Intl.DisplayNames.supportedLocalesOf(language), Intl.PluralRules.supportedLocalesOf(language),
    ].some((supported) => supported.length === 0)), LANGUAGES)
  expect(unknown.filter((language) => language !== 'ka')).toEqual([])
})
