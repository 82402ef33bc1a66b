import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CashRegister } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { TillTabs } from '../till/tabs.tsx'
import { Alarms } from './alarms.tsx'
import { Cashiers } from './cashiers.tsx'
import { registersQuery, useAddRegister } from './queries.ts'

export function RegisterList() {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useQuery(registersQuery(id))
  const add = may('till.manage') && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>{t('registerNew')}</Button>
  const some = data !== undefined && data.items.length > 0
  return (
    <Page title={t('navTill')} actions={some && add}>
      <TillTabs />
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <Empty icon="till" title={t('registersEmpty')} text={t('registersEmptyText')}>{add}</Empty>}
      {some && (
        <>
          <p className="quiet">{t('registersIntro')}</p>
          <ul className="channels">{data.items.map((register) => <li key={register.id}><Row register={register} /></li>)}</ul>
          <Cashiers />
        </>
      )}
      {adding && <NewRegister store={id} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Row({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const { fiscaliser, fiscalNumber } = register
  return (
    <>
      <Link to="/till/registers/$id" params={{ id: register.id }} className="card channel">
        <span className="channel-head"><b>{register.name}</b>{register.state === 'closed' && <span className="tag">{t('registerClosed')}</span>}</span>
        <span className="channel-state">{fiscaliser === null ? t('registerPlain') : <b>{fiscaliser.name}</b>}</span>
        <span className="channel-note">
          {fiscaliser !== null && (fiscalNumber === null ? t('registerUnchecked') : <span className="num">{t('registerNumber', { number: fiscalNumber })}</span>)}
        </span>
        <Icon name="next" size={18} />
      </Link>
      <Alarms register={register} />
    </>
  )
}

function NewRegister({ store, onClose }: { store: string; onClose: () => void }) {
  const { t } = useReader()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const add = useAddRegister(store, (register) => void navigate({ to: '/till/registers/$id', params: { id: register.id } }))
  const check = () => (name.trim() === '' ? [{ field: 'name', code: 'missing', message: t('required') }] : [])
  return (
    <Dialog title={t('registerNew')} onClose={onClose}>
      <Form submit={t('save')} busy={add.isPending} error={add.error} onSubmit={() => add.mutate(name)} onCancel={onClose} check={check}>
        <TextField name="name" label={t('registerName')} value={name} maxLength={100} onChange={setName} />
      </Form>
    </Dialog>
  )
}
