import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ShiftReport } from '../api/nouns.ts'
import { Chips, FilterButton, useRangeChips } from '../controls/filter-bar.tsx'
import type { DateRange } from '../controls/filter-bar.tsx'
import { isNarrow, readShiftFilter } from '../controls/filters.ts'
import type { Chosen, ShiftFilter } from '../controls/filters.ts'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { useReader } from '../language/reader.tsx'
import { RegisterChoice, useRegisters } from '../registers/register-choice.tsx'
import { useStore, useWhen } from '../shell/store.tsx'
import { TillTabs } from '../till/tabs.tsx'
import { DiffersMark, ShiftMark } from './mark.tsx'
import { shiftsQuery } from './queries.ts'

/** The shifts of the store, with what was sold in each and whether it agrees. */
export function ShiftList() {
  const { t } = useReader()
  const { id } = useStore()
  const filter = useSearch({ from: '/cabinet/till/shifts' })
  const navigate = useNavigate({ from: '/till/shifts' })
  const change = (next: Chosen<ShiftFilter>) => void navigate({ search: readShiftFilter(next), replace: true })
  const setRange = ({ from, to }: DateRange) => change({ ...filter, from, to })
  const chips = useRangeChips(filter, setRange)
  return (
    <Page title={t('navTill')} actions={<SaveTable path="/v1/shifts/export.csv" asked={{ store: id, ...filter }} />}>
      <TillTabs />
      <div className="filters">
        <RegisterChoice value={filter.register} onChange={(register) => change({ ...filter, register })} />
        <FilterButton range={filter} onRange={setRange} />
        <Chips chips={chips} />
      </div>
      <Rows filter={filter} />
    </Page>
  )
}

function Rows({ filter }: { filter: ShiftFilter }) {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(shiftsQuery(id, filter))
  const columns = useColumns()
  return (
    <PagedList
      query={query} caption={t('navShifts')} columns={columns} whole={isNarrow(filter) ? '/till/shifts' : null}
      empty={<Empty icon="till" title={t('shiftsEmpty')} text={t('shiftsEmptyText')} />}
    />
  )
}

function useColumns(): Column<ShiftReport>[] {
  const { t, money } = useReader()
  const when = useWhen()
  const registers = useRegisters()
  return [
    {
      name: t('shiftColOpened'), phone: 'sub',
      cell: (row) => <Link to="/till/shifts/$id" params={{ id: row.id }} className="row-link num">{when(row.openedAt)}</Link>,
    },
    {
      name: t('shiftColNumber'), phone: 'lead',
      cell: (row) => <span className="clip">{t('shiftTitle', { number: row.number, register: registers.get(row.register)?.name ?? '' })}</span>,
    },
    { name: t('shiftOpenedBy'), cell: (row) => row.openedBy?.name ?? <span className="quiet">{t('shiftByItself')}</span> },
    { name: t('shiftColClosed'), cell: (row) => row.closedAt !== null && <span className="num">{when(row.closedAt)}</span> },
    { name: t('shiftClosedBy'), cell: (row) => row.closedAt !== null && (row.closedBy?.name ?? <span className="quiet">{t('shiftByItself')}</span>) },
    { name: t('shiftColState'), phone: 'end-sub', cell: (row) => (row.report.differences.length === 0 ? <ShiftMark state={row.state} /> : <DiffersMark report={row.report} />) },
    { name: t('shiftColReturns'), end: true, cell: (row) => row.report.returnsCount > 0 && <span className="money">{money(row.report.returns)}</span> },
    { name: t('shiftColSales'), end: true, phone: 'end', cell: (row) => <span className="money">{money(row.report.sales)}</span> },
  ]
}
