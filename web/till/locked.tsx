import { Button } from '@mantine/core'
import { useReader } from '../src/language/reader.tsx'
import { shelfOf } from './outbox.ts'
import type { CashRegister } from '../src/api/nouns.ts'

type LockedProps = {
  readonly register: CashRegister
  /** When the server last answered here, or when the page was opened without it. */
  readonly since: Date
  readonly onRetry: () => void
}

/**
 * A PIN of a few digits cannot be checked without the server: whatever the device kept to check it with would give it away.
 * So this says what is missing, why, and that nothing is lost; the first answer takes it away.
 */
export function Locked({ register, since, onRetry }: LockedProps) {
  const { t, moment } = useReader()
  const waiting = shelfOf(register.id, localStorage).read().length
  return (
    <main className="till-gate">
      <p className="quiet">{register.name}</p>
      <h1>{t('tillLocked')}</h1>
      <p className="hint-amber" role="alert">{t('tillLockedSince', { moment: moment(register.timeZone, since.toISOString()) })}</p>
      <p>{t('tillLockedWhy')}</p>
      {waiting > 0 && <p>{t('tillKept', { count: waiting })}</p>}
      <Button size="lg" variant="default" onClick={onRetry}>{t('retry')}</Button>
    </main>
  )
}
