import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

/** Green is for money that has arrived, red for what needs a person now; everything else is ink. */
export type Tone = 'quiet' | 'ink' | 'amber' | 'green' | 'red'

/** A state: a word with an icon, never a colour alone. */
export function Mark({ icon, tone, children }: { icon: IconName; tone: Tone; children: string }) {
  return <span className={`mark mark-${tone}`}><Icon name={icon} size={15} />{children}</span>
}
