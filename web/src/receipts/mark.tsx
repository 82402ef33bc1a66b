import type { IconName } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import type { Tone } from '../controls/mark.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import type { Receipt, ReceiptState } from '../api/nouns.ts'

const MARKS: Readonly<Record<ReceiptState, { readonly icon: IconName; readonly text: TextKey; readonly tone: Tone }>> = {
  deferred: { icon: 'clock', text: 'receiptDeferred', tone: 'amber' },
  registering: { icon: 'done', text: 'receiptRegistering', tone: 'green' },
  registered: { icon: 'done', text: 'receiptRegistered', tone: 'green' },
  offline: { icon: 'done', text: 'receiptOffline', tone: 'amber' },
  unknown: { icon: 'question', text: 'receiptUnknown', tone: 'amber' },
  rejected: { icon: 'alert', text: 'receiptRejected', tone: 'red' },
  expired: { icon: 'banned', text: 'receiptExpired', tone: 'quiet' },
  cancelled: { icon: 'banned', text: 'receiptCancelled', tone: 'quiet' },
}

/** Whether nothing more comes of it by itself: nobody paid in time, or it was taken back. */
export const isEnded = ({ state }: Pick<Receipt, 'state'>): boolean => state === 'expired' || state === 'cancelled'

/** Money that a person has to decide on; nothing where there is none. */
export function LateMark({ receipt }: { receipt: Pick<Receipt, 'state' | 'late'> }) {
  const { t, money } = useReader()
  if (receipt.late === null) return null
  return <Mark icon="coins" tone="red">{t(isEnded(receipt) ? 'tillLateMark' : 'tillExtraMark', { amount: money(receipt.late) })}</Mark>
}

/** The state as a word with an icon. */
export function ReceiptMark({ receipt }: { receipt: Pick<Receipt, 'kind' | 'state' | 'fiscal'> }) {
  const { t } = useReader()
  const { icon, tone } = MARKS[receipt.state]
  return <Mark icon={icon} tone={tone}>{t(wordOf(receipt))}</Mark>
}

function wordOf({ kind, state, fiscal }: Pick<Receipt, 'kind' | 'state' | 'fiscal'>): TextKey {
  if (state === 'registered' && fiscal === null) return kind === 'return' ? 'receiptReturnPlain' : 'receiptPlain'
  return kind === 'return' && state === 'registering' ? 'receiptReturnRegistering' : MARKS[state].text
}
