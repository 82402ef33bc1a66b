import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { amountOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { useToday } from '../shell/store.tsx'
import { heldOf } from './held.ts'
import { accountsQuery, usePayout } from './queries.ts'

/** Offered where there is an account to pay out to. */
export function PayoutButton({ account }: { account: Account }) {
  const { t } = useReader()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const { data } = useQuery(accountsQuery(account.store))
  // To a bank, mostly.
  const others = (data?.items ?? []).filter((one) => one.id !== account.id && one.isOpen && heldOf(account, one.currency) !== null)
    .toSorted((a, b) => Number(b.kind === 'bank_account') - Number(a.kind === 'bank_account'))
  if (account.kind !== 'merchant_account' || others.length === 0 || !may('payments.settle')) return null
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>{t('payoutRecord')}</Button>
      {asking && <PayoutDialog account={account} others={others} onClose={() => setAsking(false)} />}
    </>
  )
}

function PayoutDialog({ account, others, onClose }: { account: Account; others: readonly Account[]; onClose: () => void }) {
  const { t, language } = useReader()
  const say = useSay()
  const today = useToday()
  const currencyOf = (id: string) => others.find((one) => one.id === id)?.currency ?? account.currency
  const allFor = (id: string) => ({ to: id, amount: typedNumber(heldOf(account, currencyOf(id))?.amount ?? '', language) })
  const { value, set } = useDraft({ ...allFor(others[0]?.id ?? ''), paidOn: today, note: '' })
  const payout = usePayout(() => {
    say(t('payoutDone'))
    onClose()
  })
  const currency = currencyOf(value.to)
  const amount = amountOf(value.amount, currency)
  return (
    <Dialog title={t('payoutRecord')} onClose={onClose}>
      <Form
        submit={t('payoutRecord')} busy={payout.isPending} error={payout.error} onCancel={onClose}
        check={() => (amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && payout.mutate({ ...value, from: account.id, amount })}
      >
        <ChoiceField name="to" label={t('payoutTo')} value={value.to} onChange={(to) => set(allFor(to))} choices={others.map((one) => ({
          value: one.id, label: `${one.name} · ${one.currency}`,
        }))} />
        <div className="columns">
          <TextField name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={currency} onChange={(text) => set({ amount: text })} />
          <TextField name="paidOn" type="date" label={t('date')} value={value.paidOn} onChange={(paidOn) => set({ paidOn })} />
        </div>
        <TextField name="note" optional label={t('notes')} value={value.note} onChange={(note) => set({ note })} />
      </Form>
    </Dialog>
  )
}
