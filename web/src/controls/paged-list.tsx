import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useReader } from '../language/reader.tsx'
import { LinkButton } from './link-button.tsx'
import { List, More } from './list.tsx'
import type { Column } from './list.tsx'
import { Empty } from './page.tsx'
import { Failed, Waiting } from './waiting.tsx'

type PagedListProps<T> = {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly T[] }>>
  readonly caption: string
  readonly columns: readonly Column<T>[]
  /** What stands there before the first row is made. */
  readonly empty: ReactNode
  /** The address of the list without the filter that narrows it. Null: it is not narrowed. */
  readonly whole: NonNullable<LinkProps['to']> | null
  /** Under the rows, for all that the filter finds. */
  readonly totals?: ReactNode
}

/** The rows of a keyset-paged list as far as they are asked for, or why there are none. What is shown stays when asking again fails. */
export function PagedList<T extends { id: string }>({ query, caption, columns, empty, whole, totals }: PagedListProps<T>) {
  const { t } = useReader()
  const failed = query.error !== null && <Failed error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return failed || <Waiting />
  const rows = query.data.pages.flatMap((page) => page.items)
  if (rows.length === 0 && whole !== null) {
    return (
      <Empty icon="search" title={t('nothingMatches')} text={t('nothingMatchesText')}>
        <LinkButton to={whole} variant="default">{t('clearFilters')}</LinkButton>
      </Empty>
    )
  }
  if (rows.length === 0) return empty
  return (
    <>
      {failed}
      <List caption={caption} columns={columns} rows={rows} stale={query.isPlaceholderData} />
      {totals}
      <More query={query} />
    </>
  )
}
