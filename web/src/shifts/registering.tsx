import type { MoneyJson, ShiftReport } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'

export const isNothing = ({ amount }: MoneyJson): boolean => !/[1-9]/.test(amount)

/** What the tax service has still to take. */
export function Registering({ registering: { sales, returns } }: { registering: ShiftReport['report']['registering'] }) {
  const { t, money } = useReader()
  return isNothing(sales) && isNothing(returns) ? null : <p className="hint-amber">{t('shiftRegistering', { sales: money(sales), returns: money(returns) })}</p>
}
