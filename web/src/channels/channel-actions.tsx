import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Channel } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { CheckReference } from './check-reference.tsx'
import { useRename, useResume, useSuspend } from './queries.ts'

export function ChannelActions({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const may = useMay()
  const [asking, setAsking] = useState<'rename' | 'suspend' | 'check' | null>(null)
  const resume = useResume(channel.id)
  const check = channel.canLookUp && channel.state !== 'draft' && may('payments.settle') && (
    <>
      <Button variant="default" onClick={() => setAsking('check')}>{t('checkReference')}</Button>
      {asking === 'check' && <CheckReference channel={channel} onClose={() => setAsking(null)} />}
    </>
  )
  if (!may('channels.manage')) return check
  return (
    <>
      {check}
      <Button variant="default" onClick={() => setAsking('rename')}>{t('channelRename')}</Button>
      {(channel.state === 'live' || channel.state === 'testing') && (
        <Button variant="default" leftSection={<Icon name="pause" size={18} />} onClick={() => setAsking('suspend')}>{t('suspend')}</Button>
      )}
      {channel.state === 'suspended' && <Button loading={resume.isPending} onClick={() => resume.mutate(null)}>{t('resume')}</Button>}
      {asking === 'rename' && <Rename channel={channel} onClose={() => setAsking(null)} />}
      {asking === 'suspend' && <Suspend channel={channel} onClose={() => setAsking(null)} />}
    </>
  )
}

type Asked = { readonly channel: Channel; readonly onClose: () => void }

function Rename({ channel, onClose }: Asked) {
  const { t } = useReader()
  const { value, set } = useDraft({ name: channel.name })
  const rename = useRename(channel.id, onClose)
  return (
    <Dialog title={t('channelRename')} onClose={onClose}>
      <Form submit={t('save')} busy={rename.isPending} error={rename.error} onSubmit={() => rename.mutate(value.name)} onCancel={onClose}>
        <TextField name="name" label={t('channelName')} value={value.name} maxLength={100} onChange={(name) => set({ name })} />
      </Form>
    </Dialog>
  )
}

function Suspend({ channel, onClose }: Asked) {
  const { t } = useReader()
  const { value, set } = useDraft({ reason: '' })
  const suspend = useSuspend(channel.id, onClose)
  return (
    <Dialog title={t('suspendTitle')} onClose={onClose}>
      <p>{t('suspendText')}</p>
      <Form submit={t('suspend')} danger busy={suspend.isPending} error={suspend.error} onSubmit={() => suspend.mutate(value.reason)} onCancel={onClose}>
        <LongField name="reason" rows={2} label={t('reason')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
