import type { Said } from './client.ts'
import type { Progress } from './filing.ts'
import { isTrue, momentAt, objectOf, textAt, wholeAt } from './json.ts'
import type { Told } from './json.ts'

/** A receipt, of whatever kind. It exists for the tax service only when it is `DONE` and has its number. Source: protocol sheet B. */
export function readReceipt({ body, text }: Said): Progress {
  const receipt = objectOf(body)
  const [ref, status] = [textAt(receipt, 'id'), textAt(receipt, 'status')]
  if (receipt === null || ref === null || status === null) return { kind: 'unreadable' }
  if (status === 'CREATED' || status === 'CANCELLATION') return { kind: 'pending' }
  if (status === 'ERROR' || status === 'CANCELLED') return { kind: 'failed', word: whyOf(receipt) ?? status }
  const [fiscalNumber, at] = [textAt(receipt, 'fiscal_code'), momentAt(receipt, 'fiscal_date')]
  if (status !== 'DONE' || fiscalNumber === null || at === null) return { kind: 'unreadable' }
  return {
    kind: 'filed',
    filed: {
      fiscalNumber, at, ref, localNumber: wholeAt(receipt, 'serial'), url: urlAt(receipt),
      offline: isTrue(receipt, 'is_created_offline') && !isTrue(receipt, 'is_sent_dps'), answer: text, zReport: null,
    },
  }
}

const whyOf = (receipt: Told): string | null => textAt(objectOf(receipt.get('transaction')), 'response_error_message')

/** Where the payer sees it at the tax service. */
function urlAt(receipt: Told): string | null {
  const text = textAt(receipt, 'tax_url')
  return text !== null && /^https?:\/\//.test(text) && URL.canParse(text) ? text : null
}
