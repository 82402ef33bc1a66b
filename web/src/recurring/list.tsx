import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecurringBrief } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { RecurringMark } from './mark.tsx'
import { recurringListQuery } from './queries.ts'
import { ruleText } from './rule.ts'

export function RecurringList() {
  const { t } = useReader()
  const may = useMay()
  const add = may('invoices.write') && <LinkButton to="/recurring/new" leftSection={<Icon name="plus" size={18} />}>{t('recurringNew')}</LinkButton>
  return (
    <Page title={t('recurring')} back={{ to: '/invoices', text: t('navInvoices') }} actions={add}>
      <p className="quiet">{t('recurringText')}</p>
      <Rows />
    </Page>
  )
}

function Rows() {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(recurringListQuery(id))
  const columns = useColumns()
  const empty = <Empty icon="invoices" title={t('recurringEmpty')} text={t('recurringEmptyText')} />
  return <PagedList query={query} caption={t('recurring')} columns={columns} empty={empty} whole={null} />
}

function useColumns(): Column<RecurringBrief>[] {
  const reader = useReader()
  const { t, money, day } = reader
  return [
    {
      name: t('colCustomer'), phone: 'lead',
      cell: (row) => <Link to="/recurring/$id" params={{ id: row.id }} className="row-link">{row.payerName || '–'}</Link>,
    },
    { name: t('recurringRule'), phone: 'sub', cell: (row) => <span className="clip">{ruleText(row.rule, reader)}</span> },
    { name: t('state'), phone: 'end-sub', cell: (row) => <RecurringMark recurring={row} /> },
    { name: t('recurringNextColumn'), cell: (row) => <span className="num">{row.state === 'active' && row.nextOn ? day(row.nextOn, 'short') : '–'}</span> },
    { name: t('colTotal'), end: true, phone: 'end', cell: (row) => <span className="money">{money(row.gross)}</span> },
  ]
}
