import { Checkbox } from '@mantine/core'
import { useSession } from '../api/session.ts'
import { RadioField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import type { Access } from './queries.ts'

const ROLES = ['owner', 'admin', 'accountant', 'cashier', 'developer', 'viewer'] as const

/** What a person may do, and in which stores. */
export function AccessFields({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const { t } = useReader()
  return (
    <>
      <RadioField
        name="role" label={t('role')} value={value.role}
        choices={ROLES.map((role) => ({ value: role, label: t(`role_${role}`), hint: t(`roleIs_${role}`) }))}
        onChange={(text) => {
          const role = ROLES.find((one) => one === text)
          if (role !== undefined) onChange({ ...value, role })
        }}
      />
      <StoresField stores={value.stores} onChange={(stores) => onChange({ ...value, stores })} />
    </>
  )
}

/** Null means every store, also those that are added later. */
export function StoresField({ stores, onChange }: { stores: string[] | null; onChange: (stores: string[] | null) => void }) {
  const { t } = useReader()
  const session = useSession()
  if (session.stores.length < 2) return null
  return (
    <>
      <RadioField
        name="stores" label={t('memberStores')} value={stores === null ? 'all' : 'some'} onChange={(text) => onChange(text === 'all' ? null : [])}
        choices={[{ value: 'all', label: t('storesAll') }, { value: 'some', label: t('storesChosen') }]}
      />
      {stores !== null && (
        <div className="stack indented">
          {session.stores.map((store) => (
            <Checkbox
              key={store.id} label={store.name} checked={stores.includes(store.id)}
              onChange={(event) => onChange(event.currentTarget.checked ? [...stores, store.id] : stores.filter((id) => id !== store.id))}
            />
          ))}
        </div>
      )}
    </>
  )
}
