import type { ShiftReport } from '../api/nouns.ts'
import type { IconName } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import type { Tone } from '../controls/mark.tsx'
import { useReader } from '../language/reader.tsx'

const LOOKS: Readonly<Record<ShiftReport['state'], { readonly icon: IconName; readonly tone: Tone }>> = {
  opening: { icon: 'clock', tone: 'amber' }, open: { icon: 'clock', tone: 'ink' }, closing: { icon: 'clock', tone: 'amber' }, closed: { icon: 'done', tone: 'quiet' },
}

/** The state as a word with an icon. */
export function ShiftMark({ state }: Pick<ShiftReport, 'state'>) {
  const { t } = useReader()
  return <Mark {...LOOKS[state]}>{t(`shift_${state}`)}</Mark>
}

/** How many differences there are; nothing where all agrees. */
export function DiffersMark({ report: { differences } }: Pick<ShiftReport, 'report'>) {
  const { t } = useReader()
  return differences.length === 0 ? null : <Mark icon="alert" tone="red">{t('shiftDiffersCount', { count: differences.length })}</Mark>
}
