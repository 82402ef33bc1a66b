import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewKey, Permission } from '../api/nouns.ts'
import { useSession } from '../api/session.ts'
import { Copyable } from '../controls/copy-button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { RadioField, TextField } from '../form/fields.tsx'
import { Form, useFieldProblem } from '../form/form.tsx'
import { ratesOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { StoresField } from '../people/access-fields.tsx'
import { PERMISSIONS } from '../people/permissions.ts'
import { useStore } from '../shell/store.tsx'
import { storeQuery } from '../stores/queries.ts'
import { curlOf } from './curl.ts'
import { useMakeKey } from './queries.ts'

/** What an accounting program needs to issue invoices and see them paid. */
const USUAL: readonly Permission[] = ['invoices.read', 'invoices.write', 'payments.read', 'customers.read', 'customers.write']

export function MakeKey({ onClose }: { onClose: () => void }) {
  const { t } = useReader()
  const { permissions } = useSession()
  const [secret, setSecret] = useState<string | null>(null)
  const { value, set } = useDraft<NewKey>({ name: '', mode: useStore().mode, permissions: USUAL.filter((one) => permissions.includes(one)), stores: null })
  const make = useMakeKey((made) => setSecret(made.secret))
  if (secret !== null) return <Made secret={secret} onClose={onClose} />
  return (
    <Dialog title={t('keyNew')} onClose={onClose}>
      <Form submit={t('keyMake')} busy={make.isPending} error={make.error} onSubmit={() => make.mutate(value)} onCancel={onClose}>
        <TextField name="name" autoFocus label={t('keyName')} hint={t('keyNameHint')} value={value.name} maxLength={100} onChange={(name) => set({ name })} />
        <RadioField
          name="mode" label={t('keyMode')} value={value.mode} onChange={(mode) => set({ mode: mode === 'live' ? 'live' : 'test' })}
          choices={[{ value: 'test', label: t('keyModeTest') }, { value: 'live', label: t('keyModeLive') }]}
        />
        <PermissionsField chosen={value.permissions} allowed={permissions} onChange={(next) => set({ permissions: next })} />
        <StoresField stores={value.stores} onChange={(stores) => set({ stores })} />
      </Form>
    </Dialog>
  )
}

type PermissionsProps = { chosen: Permission[]; allowed: readonly string[]; onChange: (permissions: Permission[]) => void }

/** Nobody gives a key more than they have themselves. */
function PermissionsField({ chosen, allowed, onChange }: PermissionsProps) {
  const { t } = useReader()
  const problem = useFieldProblem('permissions')
  return (
    <fieldset className="radios">
      <legend>{t('keyPermissions')}</legend>
      {PERMISSIONS.filter((permission) => allowed.includes(permission)).map((permission) => (
        <Checkbox
          key={permission} name="permissions" label={t(`perm_${permission}`)} checked={chosen.includes(permission)}
          onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, permission] : chosen.filter((one) => one !== permission))}
        />
      ))}
      {problem !== null && <p className="field-problem">{problem}</p>}
    </fieldset>
  )
}

function Made({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useReader()
  const { id } = useStore()
  const { data } = useQuery(storeQuery(id))
  const [key] = useState(() => crypto.randomUUID())
  const vat = ratesOf(data?.country ?? '')[0] ?? '0'
  return (
    <Dialog title={t('keySecretTitle')} onClose={onClose} wide>
      <div className="stack">
        <p>{t('keySecretText')}</p>
        <Copyable text={secret} what={t('setKeys')} />
        <b>{t('keyCurl')}</b>
        <Copyable text={curlOf({ origin: location.origin, secret, store: id, vat, key })} what={t('keyCurl')} multiline />
        <div className="buttons"><Button onClick={onClose}>{t('keyKept')}</Button></div>
      </div>
    </Dialog>
  )
}
