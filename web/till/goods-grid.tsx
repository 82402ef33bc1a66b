import { TextInput } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { Icon } from '../src/controls/icon.tsx'
import { Failed, Waiting } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { Goods } from '../src/api/nouns.ts'
import type { Scan } from './scanner.ts'

/** As many as are looked at; the rest is found by typing. */
const SHOWN = 60

/** Without case and without the marks above letters, so that `sokoladas` finds `Šokoladas`. */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Those whose name or code has every word that was typed, in the order given. An exact code or barcode stands first. */
export function found(goods: readonly Goods[], text: string): readonly Goods[] {
  const words = plain(text).split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return goods
  const exact = plain(text.trim())
  const matching = goods.filter((one) => {
    const hay = plain(`${one.name} ${one.code} ${one.barcodes.join(' ')}`)
    return words.every((word) => hay.includes(word))
  })
  const isExact = (one: Goods): boolean => plain(one.code) === exact || one.barcodes.some((barcode) => plain(barcode) === exact)
  return matching.toSorted((a, b) => Number(isExact(b)) - Number(isExact(a)))
}

const ofCode = (goods: readonly Goods[], code: string): Goods | undefined =>
  goods.find((one) => one.barcodes.includes(code)) ?? goods.find((one) => one.code === code)

/** What a scanned code means; null where the shop has no such goods. */
export const scanned = (goods: readonly Goods[], { typed, pressed }: Scan): Goods | null => ofCode(goods, typed) ?? ofCode(goods, pressed) ?? null

/** The field that hears what is typed while nothing else does. */
export const SEARCH = 'till-search'

const NONE: readonly Goods[] = []

type GridProps = { readonly list: UseQueryResult<readonly Goods[]>; readonly onPut: (goods: Goods) => void }

export function GoodsGrid({ list, onPut }: GridProps) {
  const { t, money } = useReader()
  const [text, setText] = useState('')
  const sought = useDeferredValue(text)
  const goods = list.data ?? NONE
  const matching = useMemo(() => found(goods, sought), [goods, sought])
  const first = matching[0]
  return (
    <section className="till-goods" aria-label={t('tillGoods')}>
      <form
        role="search" onSubmit={(event) => {
          event.preventDefault()
          if (first === undefined || text.trim() === '') return
          onPut(first)
          setText('')
        }}
      >
        <TextInput
          type="search" size="lg" id={SEARCH} aria-label={t('tillSearch')} placeholder={t('tillSearch')} value={text} leftSection={<Icon name="search" />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
      {list.isPending && <Waiting />}
      {list.isLoadingError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && matching.length === 0 && <p className="till-empty">{goods.length === 0 ? t('tillNoGoods') : t('tillNothingFound', { text: sought })}</p>}
      <ul className="till-tiles">
        {matching.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onPut(one)}>
              <span className="till-tile-name">{one.name}</span>
              <span className="till-tile-price money">{money(one.price)}{one.weighed && <small> / {one.unit.name}</small>}</span>
            </button>
          </li>
        ))}
      </ul>
      {matching.length > SHOWN && <p className="quiet">{t('tillMoreGoods', { count: matching.length - SHOWN })}</p>}
    </section>
  )
}
