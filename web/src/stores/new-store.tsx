import { useNavigate } from '@tanstack/react-router'
import { Card, Page } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { useChosenStore } from '../shell/store.tsx'
import { NewStoreForm } from './new-store-form.tsx'

export function NewStore() {
  const { t } = useReader()
  const { choose } = useChosenStore()
  const navigate = useNavigate()
  return (
    <Page title={t('storeNew')} back={{ to: '/', text: t('navOverview') }}>
      <Card>
        <NewStoreForm
          onAdded={(store) => {
            choose(store.id)
            void navigate({ to: '/' })
          }}
        />
      </Card>
    </Page>
  )
}
