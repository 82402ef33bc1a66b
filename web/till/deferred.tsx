import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Failed, Waiting } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { TextKey } from '../src/language/texts.ts'
import type { CashRegister } from '../src/api/nouns.ts'
import { receiptsQuery } from './queries.ts'
import type { ReceiptFilter } from './queries.ts'
import { ReceiptRows, SearchReceipts } from './receipt-list.tsx'

type Choice = { readonly text: TextKey; readonly none: TextKey; readonly filter: Omit<ReceiptFilter, 'search'> }

const WAITING: Choice = { text: 'tillWaiting', none: 'tillNoneWaiting', filter: { state: 'deferred' } }
const CHOICES: readonly Choice[] = [
  WAITING, { text: 'receiptExpired', none: 'tillNoneHere', filter: { state: 'expired' } }, { text: 'tillLate', none: 'tillNoneHere', filter: { late: true } },
  { text: 'receiptRejected', none: 'tillNoneHere', filter: { state: 'rejected' } }, { text: 'receiptUnknown', none: 'tillNoneHere', filter: { state: 'unknown' } },
]

/** Receipts put aside until they are paid, and those that did not come through. */
export function Deferred({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const [choice, setChoice] = useState(WAITING)
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const list = useInfiniteQuery(receiptsQuery(register.id, { search, ...choice.filter }))
  const receipts = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <main className="till-list">
      <h1>{t('tillDeferred')}</h1>
      <div className="till-filters" role="group" aria-label={t('tillDeferred')}>
        {CHOICES.map((one) => (
          <Button key={one.text} variant={one === choice ? 'filled' : 'default'} aria-pressed={one === choice} onClick={() => setChoice(one)}>{t(one.text)}</Button>
        ))}
        <NativeSelect
          size="md" aria-label={t('tillDeferred')} value={choice.text} data={CHOICES.map((one) => ({ value: one.text, label: t(one.text) }))}
          onChange={({ currentTarget: { value } }) => setChoice(CHOICES.find((one) => one.text === value) ?? WAITING)}
        />
      </div>
      <SearchReceipts text={text} onText={setText} />
      {list.error !== null && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.isSuccess && receipts.length === 0 && <p className="till-empty">{search === '' ? t(choice.none) : t('tillNothingFound', { text: search })}</p>}
      <ReceiptRows receipts={receipts} />
      {list.hasNextPage && <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('showMore')}</Button>}
    </main>
  )
}
