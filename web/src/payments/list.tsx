import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Payment } from '../api/nouns.ts'
import { Chips, FilterButton, SearchField, useRangeChips } from '../controls/filter-bar.tsx'
import type { DateRange } from '../controls/filter-bar.tsx'
import { isNarrow, PAYMENT_SOURCES, readPaymentFilter } from '../controls/filters.ts'
import type { Chosen, PaymentFilter } from '../controls/filters.ts'
import { LinkButton } from '../controls/link-button.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore, useWhen } from '../shell/store.tsx'
import { PaidAmount } from './paid-amount.tsx'
import { paymentsQuery } from './queries.ts'

export function PaymentList() {
  const { t } = useReader()
  const { id } = useStore()
  const filter = useSearch({ from: '/cabinet/payments' })
  return (
    <Page title={t('navPayments')} actions={<SaveTable path="/v1/payments/export.csv" asked={{ store: id, ...filter }} />}>
      <Filters filter={filter} />
      <Rows filter={filter} />
    </Page>
  )
}

function Filters({ filter }: { filter: PaymentFilter }) {
  const { t } = useReader()
  const navigate = useNavigate({ from: '/payments' })
  const change = (next: Chosen<PaymentFilter>) => void navigate({ search: readPaymentFilter(next), replace: true })
  const setRange = ({ from, to }: DateRange) => change({ ...filter, from, to })
  const period = useRangeChips(filter, setRange)
  const { source } = filter
  const chips = source === undefined ? period : [{ text: t(`source_${source}`), remove: () => change({ ...filter, source: undefined }) }, ...period]
  return (
    <div className="filters">
      <SearchField label={t('paymentSearch')} value={filter.search ?? ''} onChange={(search) => change({ ...filter, search })} />
      <FilterButton range={filter} onRange={setRange}>
        <NativeSelect
          label={t('source')} value={source ?? ''} onChange={(event) => change({ ...filter, source: event.currentTarget.value })}
          data={[{ value: '', label: t('all') }, ...PAYMENT_SOURCES.map((value) => ({ value, label: t(`source_${value}`) }))]}
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
  const empty = (
    <Empty icon="payments" title={t('paymentsEmpty')} text={t('paymentsEmptyText')}>
      <LinkButton to="/invoices">{t('toInvoices')}</LinkButton>
    </Empty>
  )
  return <PagedList query={query} caption={t('navPayments')} columns={columns} empty={empty} whole={isNarrow(filter) ? '/payments' : null} />
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
