import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useReader } from '../language/reader.tsx'

export type Column<T> = {
  readonly name: string
  readonly cell: (row: T) => ReactNode
  /** Amounts stand right. */
  readonly end?: boolean
  /** Where the cell stands in the two-line row of a phone; not shown there when left out. */
  readonly phone?: 'lead' | 'sub' | 'end' | 'end-sub'
}

type ListProps<T> = {
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly stale?: boolean
}

/** A table on a wide screen, two-line rows on a phone. A cell of the row holds its link, which reaches over the whole row. */
export function List<T extends { id: string }>({ caption, columns, rows, stale = false }: ListProps<T>) {
  return (
    <table className={stale ? 'list is-stale' : 'list'} aria-busy={stale} role="table">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.name} scope="col" role="columnheader" className={column.end ? 'end' : ''}>{column.name}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.id} role="row">
            {columns.map((column) => (
              <td key={column.name} role="cell" className={`${column.end ? 'end' : ''} ${column.phone ? `phone-${column.phone}` : 'phone-none'}`}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** More of a keyset-paged list. What is loaded stays when one comes back to it. */
export function More({ query }: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}) {
  const { t } = useReader()
  if (!query.hasNextPage) return null
  return (
    <div className="more">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('showMore')}</Button>
    </div>
  )
}
