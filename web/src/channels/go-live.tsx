import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Channel } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { useGoLive } from './queries.ts'

export function GoLiveStep({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const store = useStore()
  const [asking, setAsking] = useState(false)
  const goLive = useGoLive(channel.id, () => setAsking(false))
  if (channel.state === 'live') return null
  return (
    <div className="stack">
      {store.mode === 'test' && (
        <p className="hint-amber">{t('goLiveStore')} <Link to="/settings/store" className="link">{t('navSettings')}</Link></p>
      )}
      <p><Button disabled={channel.state !== 'testing' || store.mode === 'test'} onClick={() => setAsking(true)}>{t('goLive')}</Button></p>
      {asking && (
        <Dialog title={t('goLiveTitle', { name: channel.name })} onClose={() => setAsking(false)}>
          <p>{t('goLiveText')}</p>
          <Form submit={t('goLive')} busy={goLive.isPending} error={goLive.error} onSubmit={() => goLive.mutate(null)} onCancel={() => setAsking(false)}>
            {null}
          </Form>
        </Dialog>
      )}
    </div>
  )
}
