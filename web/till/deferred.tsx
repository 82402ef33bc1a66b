import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Failed, Waiting } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { TextKey } from '../src/language/texts.ts'
import type { CashRegister, ReceiptState } from '../src/api/nouns.ts'
import { receiptsQuery } from './queries.ts'
import { ReceiptRows, SearchReceipts } from './receipt-list.tsx'

type Filter = Extract<ReceiptState, 'deferred' | 'expired' | 'rejected' | 'unknown'>

const FILTERS: readonly { readonly filter: Filter; readonly text: TextKey }[] = [
  { filter: 'deferred', text: 'tillWaiting' }, { filter: 'expired', text: 'receiptExpired' },
  { filter: 'rejected', text: 'receiptRejected' }, { filter: 'unknown', text: 'receiptUnknown' },
]

/** Receipts put aside until they are paid, and those that did not come through. */
export function Deferred({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const [filter, setFilter] = useState<Filter>('deferred')
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const list = useInfiniteQuery(receiptsQuery(register.id, { search, state: filter }))
  const receipts = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <main className="till-list">
      <h1>{t('tillDeferred')}</h1>
      <div className="till-filters" role="group" aria-label={t('tillDeferred')}>
        {FILTERS.map(({ filter: one, text: label }) => (
          <Button key={one} variant={one === filter ? 'filled' : 'default'} aria-pressed={one === filter} onClick={() => setFilter(one)}>{t(label)}</Button>
        ))}
      </div>
      <SearchReceipts text={text} onText={setText} />
      {list.error !== null && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.isSuccess && receipts.length === 0 && <p className="till-empty">{search === '' ? t('tillNoneWaiting') : t('tillNothingFound', { text: search })}</p>}
      <ReceiptRows receipts={receipts} />
      {list.hasNextPage && <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('showMore')}</Button>}
    </main>
  )
}
