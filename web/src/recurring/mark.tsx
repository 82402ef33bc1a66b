import type { RecurringBrief } from '../api/nouns.ts'
import { Mark } from '../controls/mark.tsx'
import { useReader } from '../language/reader.tsx'

export function RecurringMark({ recurring: { state, problem } }: { recurring: Pick<RecurringBrief, 'state' | 'problem'> }) {
  const { t } = useReader()
  if (state === 'active' && problem !== null) return <Mark icon="alert" tone="red">{t('recurringState_active')}</Mark>
  if (state === 'active') return <Mark icon="clock" tone="ink">{t('recurringState_active')}</Mark>
  return <Mark icon={state === 'paused' ? 'pause' : 'check'} tone="quiet">{t(`recurringState_${state}`)}</Mark>
}
