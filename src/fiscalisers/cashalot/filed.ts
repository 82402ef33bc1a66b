import type { Outcome } from '../../connectors/contract.ts'
import type { Filed, FiscalSetup } from '../contract.ts'
import { momentOf } from '../tables/moment.ts'
import { verificationUrl } from '../tables/verification.ts'
import { baseOf } from './client.ts'
import type { Config } from './config.ts'
import type { Standing } from './draw.ts'
import { countAt, flagAt, textAt } from './json.ts'
import type { Told } from './json.ts'
import { timeIn } from './times.ts'

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
  return verificationUrl(base, { ...momentOf(at, setup.timeZone), registerNumber: numFiscal, fiscalNumber, sum: amount ?? '', mac: null })
}
