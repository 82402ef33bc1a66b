import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Icon } from '../src/controls/icon.tsx'
import { Failed, Waiting } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { CashRegister, Receipt } from '../src/api/nouns.ts'
import { receiptsQuery, useRegister } from './queries.ts'
import { ReceiptDialog } from './receipt-dialog.tsx'
import { LateMark, ReceiptMark } from '../src/receipts/mark.tsx'

/** Every receipt of this register, the newest first. */
export function ReceiptList({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const list = useInfiniteQuery(receiptsQuery(register.id, { search }))
  const receipts = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <main className="till-list">
      <h1>{t('tillReceipts')}</h1>
      <SearchReceipts text={text} onText={setText} />
      {list.error !== null && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.isSuccess && receipts.length === 0 && <p className="till-empty">{search === '' ? t('tillNoReceipts') : t('tillNothingFound', { text: search })}</p>}
      <ReceiptRows receipts={receipts} />
      {list.hasNextPage && <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('showMore')}</Button>}
    </main>
  )
}

export function SearchReceipts({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useReader()
  return (
    <TextInput
      type="search" size="md" aria-label={t('receiptSearch')} placeholder={t('receiptSearch')} value={text} leftSection={<Icon name="search" />}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}

/** Rows that open the receipt; it stays open when it leaves the list because it was paid. */
export function ReceiptRows({ receipts }: { receipts: readonly Receipt[] }) {
  const { t, money, moment } = useReader()
  const [open, setOpen] = useState<Receipt | null>(null)
  const zone = useRegister().timeZone
  return (
    <>
      <ul className="till-rows">
        {receipts.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => setOpen(one)}>
              <span className="till-row-number"><b>{one.number}</b><small>{moment(zone, one.createdAt)} · {one.cashier.name}</small></span>
              <span className="till-row-state">
                <ReceiptMark receipt={one} />
                <LateMark receipt={one} />
                {one.state === 'deferred' && one.expiresAt !== null && <small>{t('tillUntil', { moment: moment(zone, one.expiresAt) })}</small>}
              </span>
              <strong className="money">{money(one.kind === 'return' ? { ...one.due, amount: `-${one.due.amount}` } : one.due)}</strong>
            </button>
          </li>
        ))}
      </ul>
      {open !== null && <ReceiptDialog receipt={open} onClose={() => setOpen(null)} />}
    </>
  )
}
