import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Empty } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { PERMISSIONS } from '../people/permissions.ts'
import { useWhen } from '../shell/store.tsx'
import { MakeKey } from './make-key.tsx'
import { keysQuery, useRevokeKey } from './queries.ts'

export function ApiKeys() {
  const { t } = useReader()
  const may = useMay()
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useQuery(keysQuery)
  const make = may('api_keys.manage') && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setMaking(true)}>{t('keyNew')}</Button>
  return (
    <div className="settings">
      {data !== undefined && data.items.length > 0 && <div className="settings-head"><p className="quiet">{t('keysIntro')}</p>{make}</div>}
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <Empty icon="key" title={t('keysEmpty')} text={t('keysEmptyText')}>{make}</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <Card><ul className="rows people">{data.items.map((key) => <KeyRow key={key.id} apiKey={key} />)}</ul></Card>
      )}
      {making && <MakeKey onClose={() => setMaking(false)} />}
    </div>
  )
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useReader()
  const may = useMay()
  const when = useWhen()
  const [asking, setAsking] = useState(false)
  const revoke = useRevokeKey(apiKey.id, () => setAsking(false))
  const used = apiKey.lastUsedAt === null ? t('keyUnused') : t('keyUsed', { when: when(apiKey.lastUsedAt) })
  const history = apiKey.revokedAt === null ? used : t('keyRevoked', { when: when(apiKey.revokedAt) })
  return (
    <li className={apiKey.revokedAt === null ? 'row-line' : 'row-line is-off'}>
      <span>
        <b>{apiKey.name}</b><code>…{apiKey.hint}</code>{apiKey.mode === 'test' && <span className="tag tag-amber">{t('keyModeTest')}</span>}
        <small>{t('keyCreated', { when: when(apiKey.createdAt) })} · {history}</small>
        <small>{PERMISSIONS.filter((one) => apiKey.permissions.includes(one)).map((one) => t(`perm_${one}`)).join(' · ')}</small>
      </span>
      {may('api_keys.manage') && apiKey.revokedAt === null && (
        <span className="row-buttons"><Button variant="subtle" color="gray" size="sm" onClick={() => setAsking(true)}>{t('keyRevoke')}</Button></span>
      )}
      {asking && (
        <Dialog title={t('keyRevokeTitle', { name: apiKey.name })} onClose={() => setAsking(false)}>
          <p>{t('keyRevokeText')}</p>
          <Form submit={t('keyRevoke')} danger busy={revoke.isPending} error={revoke.error} onSubmit={() => revoke.mutate(null)} onCancel={() => setAsking(false)}>{null}</Form>
        </Dialog>
      )}
    </li>
  )
}
