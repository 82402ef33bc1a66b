import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Customer } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { SearchField } from '../controls/filter-bar.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { customersQuery } from './queries.ts'

export function CustomerList() {
  const { t } = useReader()
  const may = useMay()
  const { search } = useSearch({ from: '/cabinet/customers' })
  const navigate = useNavigate({ from: '/customers' })
  const add = may('customers.write') && (
    <LinkButton to="/customers/new" leftSection={<Icon name="plus" size={18} />}>{t('newCustomer')}</LinkButton>
  )
  return (
    <Page title={t('navCustomers')} actions={add}>
      <div className="filters">
        <SearchField
          label={t('customerSearch')} value={search ?? ''}
          onChange={(text) => void navigate({ search: text === '' ? {} : { search: text }, replace: true })}
        />
      </div>
      <Rows search={search} />
    </Page>
  )
}

function Rows({ search }: { search: string | undefined }) {
  const { t } = useReader()
  const may = useMay()
  const { id } = useStore()
  const query = useInfiniteQuery(customersQuery(id, search))
  const columns = useColumns()
  const empty = (
    <Empty icon="customers" title={t('customersEmpty')} text={t('customersEmptyText')}>
      {may('customers.write') && <LinkButton to="/customers/new">{t('newCustomer')}</LinkButton>}
    </Empty>
  )
  return <PagedList query={query} caption={t('navCustomers')} columns={columns} empty={empty} whole={search === undefined ? null : '/customers'} />
}

function useColumns(): Column<Customer>[] {
  const { t } = useReader()
  return [
    {
      name: t('name'), phone: 'lead',
      cell: (row) => (
        <Link to="/customers/$id" params={{ id: row.id }} className="row-link clip">
          {row.name}{row.archivedAt !== null && <small className="tag">{t('archived')}</small>}
        </Link>
      ),
    },
    { name: t('email'), phone: 'sub', cell: (row) => <span className="clip">{row.email}</span> },
    { name: t('phone'), cell: (row) => <span className="num">{row.phone}</span> },
    { name: t('companyCode'), cell: (row) => <span className="num">{row.companyCode}</span> },
    { name: t('customerReference'), cell: (row) => <span className="num">{row.reference}</span> },
  ]
}
