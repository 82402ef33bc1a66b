import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Payment } from '../api/nouns.ts'
import { Chips, FilterButton, SearchField, useRangeChips } from '../controls/filter-bar.tsx'
import type { DateRange } from '../controls/filter-bar.tsx'
import { readPaymentFilter } from '../controls/filters.ts'
import type { PaymentFilter } from '../controls/filters.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { List, More } from '../controls/list.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore, useWhen } from '../shell/store.tsx'
import { PaidAmount } from './paid-amount.tsx'
import { paymentsQuery } from './queries.ts'

const SOURCES = ['attempt', 'statement_line', 'manual', 'cash'] as const

export function PaymentList() {
  const { t } = useReader()
  const filter = useSearch({ from: '/cabinet/payments' })
  return (
    <Page title={t('navPayments')}>
      <Filters filter={filter} />
      <Rows filter={filter} />
    </Page>
  )
}

function Filters({ filter }: { filter: PaymentFilter }) {
  const { t } = useReader()
  const navigate = useNavigate({ from: '/payments' })
  const change = (patch: Record<keyof PaymentFilter, string | undefined>) =>
    void navigate({ search: readPaymentFilter(patch), replace: true })
  const { search, source, from, to } = filter
  const all = { search, source, from, to }
  const setRange = (range: DateRange) => change({ ...all, from: range.from, to: range.to })
  const period = useRangeChips(filter, setRange)
  const known = SOURCES.find((one) => one === source)
  const chips = known === undefined ? period : [{ text: t(`source_${known}`), remove: () => change({ ...all, source: undefined }) }, ...period]
  return (
    <div className="filters">
      <SearchField label={t('paymentSearch')} value={search ?? ''} onChange={(text) => change({ ...all, search: text })} />
      <FilterButton range={filter} onRange={setRange}>
        <NativeSelect
          label={t('source')} value={source ?? ''} onChange={(event) => change({ ...all, source: event.currentTarget.value })}
          data={[{ value: '', label: t('all') }, ...SOURCES.map((value) => ({ value, label: t(`source_${value}`) }))]}
        />
      </FilterButton>
      <Chips chips={chips} />
    </div>
  )
}

function Rows({ filter }: { filter: PaymentFilter }) {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(paymentsQuery(id, filter))
  const columns = useColumns()
  if (query.error !== null) return <Failed error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting />
  const rows = query.data.pages.flatMap((page) => page.items)
  if (rows.length === 0 && Object.keys(filter).length > 0) {
    return (
      <Empty icon="search" title={t('invoicesNoneHere')} text={t('invoicesNoneHereText')}>
        <LinkButton to="/payments" variant="default">{t('clearFilters')}</LinkButton>
      </Empty>
    )
  }
  if (rows.length === 0) {
    return (
      <Empty icon="payments" title={t('paymentsEmpty')} text={t('paymentsEmptyText')}>
        <LinkButton to="/invoices">{t('toInvoices')}</LinkButton>
      </Empty>
    )
  }
  return (
    <>
      <List caption={t('navPayments')} columns={columns} rows={rows} stale={query.isPlaceholderData} />
      <More query={query} />
    </>
  )
}

/** A phone has no column for the method, and a dash would lead the row. */
function Nameless({ payment }: { payment: Payment }) {
  const { t } = useReader()
  return <><span className="not-phone">–</span><span className="only-phone quiet">{payment.methodTitle ?? t(`source_${payment.source}`)}</span></>
}

function useColumns(): Column<Payment>[] {
  const { t } = useReader()
  const when = useWhen()
  return [
    {
      name: t('colReceived'), phone: 'sub',
      cell: (row) => <Link to="/payments/$id" params={{ id: row.id }} className="row-link num">{when(row.receivedAt)}</Link>,
    },
    { name: t('colPayer'), phone: 'lead', cell: (row) => <span className="clip">{row.payerName ?? <Nameless payment={row} />}</span> },
    { name: t('colInvoice'), phone: 'end-sub', cell: (row) => row.invoice.number },
    { name: t('source'), cell: (row) => row.channel?.name ?? t(`source_${row.source}`) },
    { name: t('colMethod'), cell: (row) => row.methodTitle ?? row.method },
    { name: t('amount'), end: true, phone: 'end', cell: (row) => <PaidAmount payment={row} /> },
  ]
}
