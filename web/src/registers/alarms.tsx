import type { CashRegister } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'

/** What a person should look at, at this cash register. */
export function Alarms({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const when = useWhen()
  return register.attention.map(({ kind, since, before, count }) => (
    <p key={kind} className="verdict is-red" role="status">
      <Icon name="alert" size={18} />
      <span>{t(`regTrouble_${kind}`, { when: when(since), before: before === null ? '' : when(before), count })}</span>
      {kind === 'move_refused' && <LinkButton to="/till/shifts" search={{ register: register.id }} variant="default" size="xs">{t('shiftLook')}</LinkButton>}
    </p>
  ))
}
