import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Channel } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { useEndFormerKey } from './queries.ts'

/** Until when messages signed with the key before are accepted, and the way to end that at once. Nothing where none are. */
export function FormerKey({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const when = useWhen()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const end = useEndFormerKey(channel.id, () => setAsking(false))
  if (channel.formerKeyUntil === null) return null
  const { lastFormerCallbackAt: heard, lastCallbackAt } = channel
  const isInUse = heard !== null && (lastCallbackAt === null || heard > lastCallbackAt)
  return (
    <>
      <p className="verdict">
        <Icon name={isInUse ? 'alert' : 'clock'} size={18} />
        <span>{t('formerKey', { when: when(channel.formerKeyUntil) })} {isInUse && t('formerKeyHeard', { when: when(heard) })}</span>
        {may('channels.manage') && <Button variant="default" size="xs" onClick={() => setAsking(true)}>{t('formerKeyEnd')}</Button>}
      </p>
      {asking && (
        <Dialog title={t('formerKeyEndTitle')} onClose={() => setAsking(false)}>
          <p>{t('formerKeyEndText')} {t(channel.canLookUp ? 'formerKeyFound' : 'formerKeyLost')}</p>
          <Form submit={t('formerKeyEnd')} danger busy={end.isPending} error={end.error} onSubmit={() => end.mutate(null)} onCancel={() => setAsking(false)}>
            {null}
          </Form>
        </Dialog>
      )}
    </>
  )
}
