import type { Outcome } from '../../connectors/contract.ts'
import type { Filed, FiscalSetup } from '../contract.ts'
import { baseOf } from './client.ts'
import type { Config } from './config.ts'
import type { Standing } from './draw.ts'
import { countAt, flagAt, textAt } from './json.ts'
import type { Told } from './json.ts'
import { localTime, timeIn } from './times.ts'

/** A document as the answer to its command tells it. Without a fiscal number nothing is proved. Source: protocol sheet C. */
export function filedOf(told: Told, record: string, standing: Standing, setup: FiscalSetup<Config>): Outcome<Filed> {
  const fiscalNumber = textAt(told, 'NumFiscal')
  if (fiscalNumber === null) return { kind: 'unknown', cause: 'the answer has no fiscal number' }
  const at = timeIn(textAt(told, 'OrderDateTime') ?? '', setup.timeZone) ?? setup.clock.now()
  return {
    kind: 'done',
    value: {
      fiscalNumber, localNumber: countAt(told, 'NumLocal'), at, url: urlOf(textAt(told, 'Url'), { fiscalNumber, at }, standing, setup),
      offline: flagAt(told, 'Offline') === true, ref: fiscalNumber, answer: record, zReport: null,
    },
  }
}

type Numbered = { readonly fiscalNumber: string; readonly at: Date }

/** The service's own address of the receipt before one we make; nothing but a sale and its return has one. */
export function urlOf(told: string | null, { fiscalNumber, at }: Numbered, { kind, numFiscal, amount }: Standing, setup: FiscalSetup<Config>): string | null {
  if (kind !== 'sale' && kind !== 'return') return null
  const base = baseOf('cabinet', setup)
  if (told !== null && URL.canParse(told)) {
    const url = new URL(told)
    if (url.protocol === 'https:' || url.origin === new URL(base).origin) return told
  }
  return verificationLink(base, { numFiscal, fiscalNumber, time: localTime(at, setup.timeZone), amount: amount ?? '' })
}

type Checked = { readonly numFiscal: string; readonly fiscalNumber: string; readonly time: string; readonly amount: string }

/** The tax service's page for a receipt. `time` is `DDMMYYYYHHMMSS`. Source: A14. */
export function verificationLink(base: string, { numFiscal, fiscalNumber, time, amount }: Checked): string {
  const date = time.slice(4, 8) + time.slice(2, 4) + time.slice(0, 2)
  return `${base}?fn=${numFiscal}&id=${encodeURIComponent(fiscalNumber)}&date=${date}&time=${time.slice(8)}&sm=${amount}`
}
