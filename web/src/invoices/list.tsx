import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { InvoiceBrief } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Chips, FilterButton, SearchField } from '../controls/filter-bar.tsx'
import type { Chip } from '../controls/filter-bar.tsx'
import { INVOICE_VIEWS, isNarrow } from '../controls/filters.ts'
import type { InvoiceFilter, InvoiceView } from '../controls/filters.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { TabRow } from '../controls/tab-row.tsx'
import { customerQuery } from '../customers/queries.ts'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { useStore } from '../shell/store.tsx'
import { InvoiceMark } from './mark.tsx'
import { askedBy, invoicesQuery, invoiceTotalsQuery } from './queries.ts'

const VIEW: Record<InvoiceView, TextKey> = {
  all: 'viewAll', unpaid: 'viewUnpaid', overdue: 'viewOverdue', attention: 'viewAttention', drafts: 'viewDrafts',
}

export function InvoiceList() {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const filter = useSearch({ from: '/cabinet/invoices' })
  return (
    <Page title={t('navInvoices')} actions={<><SaveTable path="/v1/invoices/export.csv" asked={askedBy(id, filter)} /><LinkButton to="/recurring" variant="default">{t('recurring')}</LinkButton>{may('invoices.write') && <NewInvoiceButton />}</>}>
      <Views filter={filter} />
      <Filters filter={filter} />
      <Rows filter={filter} />
    </Page>
  )
}

function NewInvoiceButton() {
  const { t } = useReader()
  return <LinkButton to="/invoices/new" leftSection={<Icon name="plus" size={18} />}>{t('newInvoice')}</LinkButton>
}

function Views({ filter }: { filter: InvoiceFilter }) {
  const { t } = useReader()
  const rest = without(filter, 'view')
  return (
    <TabRow label={t('views')}>
      {INVOICE_VIEWS.map((view) => (
        <Link
          key={view} to="/invoices" search={view === 'all' ? rest : { ...rest, view }} className="tab" activeOptions={{ exact: true }}
          aria-current={(filter.view ?? 'all') === view ? 'page' : undefined} ref={(filter.view ?? 'all') === view ? bringIntoRow : undefined}
        >
          {t(VIEW[view])}
        </Link>
      ))}
    </TabRow>
  )
}

/** On a phone the row of tabs is longer than the screen. */
const bringIntoRow = (tab: HTMLElement | null): void => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

function useChangeFilter(): (filter: InvoiceFilter) => void {
  const navigate = useNavigate({ from: '/invoices' })
  return (filter) => void navigate({ search: filter, replace: true })
}

/** A filter without the named parts. */
function without(filter: InvoiceFilter, ...names: readonly (keyof InvoiceFilter)[]): InvoiceFilter {
  const rest = { ...filter }
  for (const name of names) delete rest[name]
  return rest
}

function Filters({ filter }: { filter: InvoiceFilter }) {
  const { t } = useReader()
  const change = useChangeFilter()
  return (
    <div className="filters">
      <SearchField
        label={t('invoiceSearch')} value={filter.search ?? ''}
        onChange={(search) => change({ ...without(filter, 'search'), ...(search && { search }) })}
      />
      <FilterButton
        range={filter} onRange={({ from, to }) => change({ ...without(filter, 'from', 'to'), ...(from && { from }), ...(to && { to }) })}
      />
      <Chips chips={useChips(filter)} />
    </div>
  )
}

function useChips(filter: InvoiceFilter): Chip[] {
  const { t, day } = useReader()
  const change = useChangeFilter()
  const { data } = useQuery({ ...customerQuery(filter.customer ?? ''), enabled: filter.customer !== undefined })
  const chips: Chip[] = []
  const add = (name: keyof InvoiceFilter, text: string) => chips.push({ text, remove: () => change(without(filter, name)) })
  if (filter.customer !== undefined) add('customer', t('filterCustomer', { name: data?.name ?? '…' }))
  if (filter.from !== undefined) add('from', t('filterIssuedFrom', { date: day(filter.from, 'short') }))
  if (filter.to !== undefined) add('to', t('filterIssuedTo', { date: day(filter.to, 'short') }))
  return chips
}

function Rows({ filter }: { filter: InvoiceFilter }) {
  const { t, money } = useReader()
  const may = useMay()
  const { id } = useStore()
  const query = useInfiniteQuery(invoicesQuery(id, filter))
  const { data: totals } = useQuery(invoiceTotalsQuery(id, filter))
  const columns = useColumns()
  const empty = (
    <Empty icon="invoices" title={t('invoicesEmpty')} text={t('invoicesEmptyText')}>
      {may('invoices.write') && <NewInvoiceButton />}
    </Empty>
  )
  return (
    <PagedList
      query={query} caption={t('navInvoices')} columns={columns} empty={empty} whole={isNarrow(filter) ? '/invoices' : null}
      totals={totals?.outstanding && <p className="list-totals">{t('invoicesTotals', { count: totals.count, amount: money(totals.outstanding) })}</p>}
    />
  )
}

function useColumns(): Column<InvoiceBrief>[] {
  const { t, money, day } = useReader()
  return [
    {
      name: t('colNumber'), phone: 'sub',
      cell: (row) => <Link to="/invoices/$id" params={{ id: row.id }} className="row-link">{row.number ?? t('document_draft')}</Link>,
    },
    { name: t('colCustomer'), phone: 'lead', cell: (row) => <span className="clip">{row.payerName || '–'}</span> },
    { name: t('state'), phone: 'end-sub', cell: (row) => <InvoiceMark invoice={row} /> },
    { name: t('colIssued'), cell: (row) => <span className="num">{row.issueDate && day(row.issueDate, 'short')}</span> },
    { name: t('colDue'), cell: (row) => <span className="num">{row.dueDate && day(row.dueDate, 'short')}</span> },
    { name: t('colTotal'), end: true, phone: 'end', cell: (row) => <span className="money">{money(row.gross)}</span> },
  ]
}
