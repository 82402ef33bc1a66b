import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Store } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Card } from '../controls/page.tsx'
import { useDraft } from '../form/draft.ts'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useOpenForRealMoney } from './queries.ts'

/** The one step that cannot be taken back: from test to real money. */
export function StoreMode({ store }: { store: Store }) {
  const { t } = useReader()
  const [asking, setAsking] = useState(false)
  return (
    <Card title={t('storeMode')}>
      <p>{t(store.mode === 'test' ? 'storeModeTest' : 'storeModeLive')}</p>
      {store.mode === 'test' && <p><Button variant="default" onClick={() => setAsking(true)}>{t('storeGoLive')}</Button></p>}
      {asking && <Confirm store={store} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function Confirm({ store, onClose }: { store: Store; onClose: () => void }) {
  const { t } = useReader()
  const { value, set } = useDraft({ name: '' })
  const open = useOpenForRealMoney(store.id, onClose)
  return (
    <Dialog title={t('storeGoLiveTitle')} onClose={onClose}>
      <p>{t('storeGoLiveText')}</p>
      <Form
        submit={t('storeGoLive')} busy={open.isPending} error={open.error} submitOff={value.name.trim() !== store.name}
        onSubmit={() => open.mutate(null)} onCancel={onClose}
      >
        <TextField name="confirm" label={t('storeGoLiveConfirm')} hint={store.name} value={value.name} onChange={(name) => set({ name })} />
      </Form>
    </Dialog>
  )
}
