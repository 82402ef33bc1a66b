import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Cashier } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { PasswordField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { amountOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { useStore, useWhen } from '../shell/store.tsx'
import { cashiersQuery, useArchiveCashier, useSaveCashier } from './queries.ts'

export function Cashiers() {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const [edited, setEdited] = useState<Cashier | 'new' | null>(null)
  const { data, error } = useQuery(cashiersQuery(id))
  const add = may('till.manage') && <Button variant="default" size="sm" onClick={() => setEdited('new')}>{t('cashierNew')}</Button>
  return (
    <Card title={t('cashiers')} actions={add}>
      <p className="quiet">{t('cashiersIntro')}</p>
      {error !== null && <Failed error={error} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <p>{t('cashiersNone')}</p>}
      <ul className="rows people">{data?.items.map((cashier) => <li key={cashier.id} className="row-line"><Row cashier={cashier} onEdit={() => setEdited(cashier)} /></li>)}</ul>
      {edited !== null && <EditCashier cashier={edited === 'new' ? null : edited} store={id} onClose={() => setEdited(null)} />}
    </Card>
  )
}

function Row({ cashier, onEdit }: { cashier: Cashier; onEdit: () => void }) {
  const { t } = useReader()
  const may = useMay()
  const when = useWhen()
  const archive = useArchiveCashier(cashier.id)
  const locked = cashier.lockedUntil !== null && new Date(cashier.lockedUntil).getTime() > Date.now() ? t('cashierLocked', { when: when(cashier.lockedUntil) }) : null
  return (
    <>
      <span><b>{cashier.name}</b><small>{cashier.archived ? t('cashierGone') : locked ?? (cashier.mayReturn && t('cashierReturns'))}</small></span>
      {may('till.manage') && (
        <span className="row-buttons">
          {!cashier.archived && <Button variant="default" size="sm" onClick={onEdit}>{t('edit')}</Button>}
          <Button variant="subtle" color="gray" size="sm" loading={archive.isPending} onClick={() => archive.mutate(!cashier.archived)}>
            {t(cashier.archived ? 'cashierReturnsToWork' : 'cashierLeaves')}
          </Button>
        </span>
      )}
    </>
  )
}

function EditCashier({ cashier, store, onClose }: { cashier: Cashier | null; store: string; onClose: () => void }) {
  const { t, language } = useReader()
  const { currency } = useStore()
  const { value, set } = useDraft({
    name: cashier?.name ?? '', pin: '', mayReturn: cashier?.mayReturn ?? false, discount: cashier?.mostDiscountPercent?.toString() ?? '',
    cashOut: cashier?.mostCashOut ? typedNumber(cashier.mostCashOut.amount, language) : '',
  })
  const save = useSaveCashier(cashier === null ? { store } : { id: cashier.id }, onClose)
  const discount = value.discount.trim()
  const cashOut = value.cashOut.trim() === '' ? undefined : amountOf(value.cashOut, currency)
  const check = () => [
    ...(cashOut === null ? [{ field: 'mostCashOut/amount', code: 'malformed', message: t('notAmount') }] : []),
    ...(value.name.trim() === '' ? [{ field: 'name', code: 'missing', message: t('required') }] : []),
    ...(cashier === null && value.pin === '' ? [{ field: 'pin', code: 'missing', message: t('required') }] : []),
    ...(/^([0-9]{1,2}|100)?$/.test(discount) ? [] : [{ field: 'mostDiscountPercent', code: 'malformed', message: '0–100' }]),
  ]
  const send = () => save.mutate({
    name: value.name, pin: value.pin, mayReturn: value.mayReturn, mostDiscountPercent: discount === '' ? null : Number(discount),
    mostCashOut: cashOut ?? null,
  })
  return (
    <Dialog title={cashier?.name ?? t('cashierNew')} onClose={onClose}>
      <Form submit={t('save')} busy={save.isPending} error={save.error} onSubmit={send} onCancel={onClose} check={check}>
        <TextField name="name" label={t('cashierName')} value={value.name} maxLength={100} onChange={(name) => set({ name })} />
        <PasswordField
          name="pin" isNew label={t('cashierPin')} hint={cashier === null ? t('cashierPinHint') : `${t('cashierPinHint')} ${t('cashierPinKeep')}`} optional={cashier !== null}
          value={value.pin} onChange={(pin) => set({ pin })}
        />
        <TextField
          name="mostDiscountPercent" numeric optional label={t('cashierDiscount')} hint={t('cashierNoLimit')} value={value.discount} maxLength={3}
          onChange={(text) => set({ discount: text })}
        />
        <TextField
          name="mostCashOut/amount" numeric optional label={t('cashierCashOut')} hint={t('cashierNoLimit')} value={value.cashOut} suffix={currency}
          onChange={(text) => set({ cashOut: text })}
        />
        <SwitchField name="mayReturn" label={t('cashierReturns')} checked={value.mayReturn} onChange={(mayReturn) => set({ mayReturn })} />
      </Form>
    </Dialog>
  )
}
