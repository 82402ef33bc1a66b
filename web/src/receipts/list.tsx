import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Chips, FilterButton, SearchField, useRangeChips } from '../controls/filter-bar.tsx'
import type { DateRange } from '../controls/filter-bar.tsx'
import { isNarrow, readReceiptFilter, RECEIPT_VIEWS } from '../controls/filters.ts'
import type { Chosen, ReceiptFilter } from '../controls/filters.ts'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { RegisterChoice } from '../registers/register-choice.tsx'
import { useStore } from '../shell/store.tsx'
import { TillTabs } from '../till/tabs.tsx'
import { useReceiptColumns } from './columns.tsx'
import { receiptsQuery } from './queries.ts'
import type { ReceiptsAsked } from './queries.ts'

type View = (typeof RECEIPT_VIEWS)[number]

const NAMES: Readonly<Record<View, TextKey>> = { all: 'viewAll', deferred: 'receiptView_deferred', attention: 'receiptView_attention' }

const STATES: Readonly<Record<View, string | null>> = { all: null, deferred: 'deferred', attention: 'rejected,unknown' }

function askedBy({ view, ...rest }: ReceiptFilter): ReceiptsAsked {
  const state = STATES[view ?? 'all']
  return { ...rest, ...(state !== null && { state }) }
}

/** Every receipt of every cash register of the store. */
export function ReceiptList() {
  const { t } = useReader()
  const { id } = useStore()
  const filter = useSearch({ from: '/cabinet/till/receipts' })
  return (
    <Page title={t('navTill')} actions={<SaveTable path="/v1/receipts/export.csv" asked={{ store: id, ...askedBy(filter) }} />}>
      <TillTabs />
      <Filters filter={filter} />
      <Rows filter={filter} />
    </Page>
  )
}

function Filters({ filter }: { filter: ReceiptFilter }) {
  const { t } = useReader()
  const navigate = useNavigate({ from: '/till/receipts' })
  const change = (next: Chosen<ReceiptFilter>) => void navigate({ search: readReceiptFilter(next), replace: true })
  const setRange = ({ from, to }: DateRange) => change({ ...filter, from, to })
  const chips = useRangeChips(filter, setRange)
  return (
    <>
      <nav className="chips" aria-label={t('views')}>
        {RECEIPT_VIEWS.map((view) => (
          <Link
            key={view} to="/till/receipts" search={readReceiptFilter({ ...filter, view })} className="view" activeOptions={{ exact: true }}
            aria-current={(filter.view ?? 'all') === view ? 'page' : undefined}
          >
            {t(NAMES[view])}
          </Link>
        ))}
      </nav>
      <div className="filters">
        <SearchField label={t('receiptSearch')} value={filter.search ?? ''} onChange={(search) => change({ ...filter, search })} />
        <RegisterChoice value={filter.register} onChange={(register) => change({ ...filter, register })} />
        <FilterButton range={filter} onRange={setRange} />
        <Chips chips={chips} />
      </div>
    </>
  )
}

function Rows({ filter }: { filter: ReceiptFilter }) {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(receiptsQuery(id, askedBy(filter)))
  const columns = useReceiptColumns({ register: true })
  return (
    <PagedList
      query={query} caption={t('tillReceipts')} columns={columns} whole={isNarrow(filter) ? '/till/receipts' : null}
      empty={<Empty icon="till" title={t('receiptsEmpty')} text={t('receiptsEmptyText')} />}
    />
  )
}
