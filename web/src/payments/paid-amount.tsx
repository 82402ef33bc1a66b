import type { Payment } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'

/** Green is money that counts; what was taken back is struck through, and says so in a word. */
export function PaidAmount({ payment: { amount, reversal } }: { payment: Pick<Payment, 'amount' | 'reversal'> }) {
  const { t, money } = useReader()
  if (reversal === null) return <span className="money is-green">{money(amount)}</span>
  return <span className="paid-amount"><span className="tag">{t('takenBack')}</span> <s className="money quiet">{money(amount)}</s></span>
}
