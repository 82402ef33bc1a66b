import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Store } from '../api/nouns.ts'
import { Card, Page } from '../controls/page.tsx'
import { Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { RadioField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { storeQuery } from '../stores/queries.ts'
import { accountsQuery, useOpenAccount } from './queries.ts'

export function NewAccount() {
  const { t } = useReader()
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const accounts = useQuery(accountsQuery(id))
  const isReady = store.data !== undefined && accounts.data !== undefined
  return (
    <Page title={t('accountNew')} back={{ to: '/accounts', text: t('navAccounts') }}>
      {isReady ? <Card><NewForm store={store.data} isFirst={accounts.data.items.length === 0} /></Card> : <Waiting />}
    </Page>
  )
}

/** The first account is most likely the one that stands on the invoices. */
function NewForm({ store, isFirst }: { store: Store; isFirst: boolean }) {
  const { t } = useReader()
  const navigate = useNavigate()
  const draft = useDraft<{ kind: 'bank_account' | 'merchant_account'; name: string; bankName: string; iban: string; currency: string }>({
    kind: 'bank_account', name: isFirst ? store.bankName : '', bankName: isFirst ? store.bankName : '', iban: isFirst ? store.iban : '', currency: store.currency,
  })
  const { value, set } = draft
  const open = useOpenAccount((account) => {
    draft.settle()
    void navigate({ to: '/accounts/$id', params: { id: account.id } })
  })
  const isBank = value.kind === 'bank_account'
  const check = () => ([['name', value.name], ...(isBank ? [['iban', value.iban]] : [])] as const)
    .flatMap(([field = '', text = '']) => (text.trim() === '' ? [{ field, code: 'missing', message: t('required') }] : []))
  const send = () => open.mutate({
    store: store.id, kind: value.kind, name: value.name, bankName: value.bankName, currency: value.currency.trim().toUpperCase(), ...(isBank && { iban: value.iban }),
  })
  return (
    <>
      <Form submit={t('save')} busy={open.isPending} error={open.error} onSubmit={send} onCancel={() => void navigate({ to: '/accounts' })} check={check}>
        <RadioField
          name="kind" label={t('accountKind')} value={value.kind} onChange={(kind) => set({ kind: kind === 'merchant_account' ? 'merchant_account' : 'bank_account' })}
          choices={[
            { value: 'bank_account', label: t('account_bank_account'), hint: t('accountKindBankHint') },
            { value: 'merchant_account', label: t('account_merchant_account'), hint: t('accountKindMerchantHint') },
          ]}
        />
        <TextField name="name" label={t('accountName')} value={value.name} maxLength={100} onChange={(name) => set({ name })} />
        {isBank && <TextField name="iban" label={t('iban')} value={value.iban} maxLength={50} onChange={(iban) => set({ iban })} />}
        <div className="columns">
          <TextField
            name="bankName" optional label={isBank ? t('bankName') : t('providerName')} value={value.bankName} maxLength={100}
            onChange={(bankName) => set({ bankName })}
          />
          <TextField name="currency" label={t('currency')} value={value.currency} maxLength={3} onChange={(currency) => set({ currency })} />
        </div>
      </Form>
      <LeaveGuard isDirty={draft.isDirty} />
    </>
  )
}
