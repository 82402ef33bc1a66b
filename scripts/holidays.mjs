// Writes src/reminders/holidays.json: the public holidays of the countries below, seeded from the package date-holidays
// (ISC and CC-BY-3.0) and corrected where the package is out of date. Run it after an update of the package and review
// the difference. `--check` writes nothing and fails when the file is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Holidays from 'date-holidays'
import { root } from './runtime.mjs'

const COUNTRIES = [
  'LT', 'LV', 'EE', 'UA', 'GE', 'AM', 'AZ', 'KZ', 'KG', 'MD', 'PL', 'FI', 'SE', 'NO', 'DK', 'IS', 'DE', 'AT', 'CH', 'LI', 'NL', 'BE', 'LU', 'FR', 'ES',
  'PT', 'IT', 'MT', 'IE', 'GB', 'CZ', 'SK', 'HU', 'RO', 'BG', 'HR', 'SI', 'RS', 'BA', 'ME', 'MK', 'AL', 'GR', 'CY', 'TR',
]
const FIRST_YEAR = 2026
const LAST_YEAR = 2040

/**
 * Where the package is out of date. Ukraine: since 2023 its law has 8 May instead of 9 May and no 2 January, and no day
 * off is moved to a working day while martial law lasts; of the package only Easter and Trinity are kept. Source: Labour
 * Code of Ukraine, article 73; law 2136-IX, article 6. Latvia: the day after the song festival of 2028 is off by law.
 */
const CORRECTIONS = {
  UA: {
    keeps: ({ rule, substitute }) => rule.startsWith('orthodox') && substitute !== true,
    add: ['01-01', '03-08', '05-01', '05-08', '06-28', '07-15', '08-24', '10-01', '12-25'],
  },
  LV: { keeps: () => true, add: ['2028-07-10'] },
}

const DAY_MS = 86_400_000

const daysFrom = ({ date, start, end }) => Array.from({ length: Math.max(1, Math.floor((end - start) / DAY_MS)) }, (_, n) =>
  new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10))

/** "01-01 02-16 …" */
function daysOf(country, year) {
  const { keeps, add } = CORRECTIONS[country] ?? { keeps: () => true, add: [] }
  const days = new Holidays(country, { types: ['public'] }).getHolidays(year).filter(keeps).flatMap(daysFrom)
  days.push(...add.map((day) => (day.length === 5 ? `${year}-${day}` : day)))
  return [...new Set(days)].filter((day) => day.startsWith(`${year}-`)).sort().map((day) => day.slice(5)).join(' ')
}

const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, n) => FIRST_YEAR + n)
const table = Object.fromEntries(COUNTRIES.map((country) => [country, Object.fromEntries(years.map((year) => [year, daysOf(country, year)]))]))
const text = `${JSON.stringify(table, null, 1)}\n`
const path = join(root, 'src', 'reminders', 'holidays.json')
if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  if (process.argv.includes('--check')) {
    console.error('src/reminders/holidays.json is stale: run "node scripts/holidays.mjs"')
    process.exit(1)
  }
  writeFileSync(path, text)
}
