import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Product } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { SearchField } from '../controls/filter-bar.tsx'
import type { ProductFilter } from '../controls/filters.ts'
import { Icon } from '../controls/icon.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { TillTabs } from '../till/tabs.tsx'
import { productsQuery } from './queries.ts'

export function ProductList() {
  const { t } = useReader()
  const may = useMay()
  const { id } = useStore()
  const filter = useSearch({ from: '/cabinet/till/products' })
  const navigate = useNavigate({ from: '/till/products' })
  const show = (next: ProductFilter) => void navigate({ search: next, replace: true })
  return (
    <Page title={t('navTill')} actions={may('products.write') && <LinkButton to="/till/products/new" leftSection={<Icon name="plus" size={18} />}>{t('productNew')}</LinkButton>}>
      <TillTabs />
      <div className="filters">
        <SearchField label={t('productSearch')} value={filter.search ?? ''} onChange={(search) => show({ ...archivedIn(filter), ...(search !== '' && { search }) })} />
        <button
          type="button" className="chip chip-choice" aria-pressed={filter.archived === true}
          onClick={() => show({ ...(filter.search && { search: filter.search }), ...(filter.archived !== true && { archived: true }) })}
        >
          {t('productsArchived')}
        </button>
        <span className="filters-end">
          {may('products.write') && <LinkButton to="/till/products/import" variant="default" size="sm">{t('productImport')}</LinkButton>}
          <SaveTable path="/v1/products/export.csv" asked={{ store: id }} />
        </span>
      </div>
      <Rows filter={filter} />
    </Page>
  )
}

const archivedIn = ({ archived }: ProductFilter): ProductFilter => (archived === true ? { archived } : {})

function Rows({ filter }: { filter: ProductFilter }) {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(productsQuery(id, filter))
  const columns = useColumns()
  return (
    <PagedList
      query={query} caption={t('navProducts')} columns={columns} empty={<NoProducts archived={filter.archived === true} />}
      whole={filter.search === undefined ? null : '/till/products'}
    />
  )
}

function NoProducts({ archived }: { archived: boolean }) {
  const { t } = useReader()
  const may = useMay()
  if (archived) return <Empty icon="products" title={t('productsArchivedNone')} text={t('productsArchivedNoneText')} />
  return (
    <Empty icon="products" title={t('productsEmpty')} text={t('productsEmptyText')}>
      {may('products.write') && (
        <div className="buttons">
          <LinkButton to="/till/products/new">{t('productNew')}</LinkButton>
          <LinkButton to="/till/products/import" variant="default">{t('productImport')}</LinkButton>
        </div>
      )}
    </Empty>
  )
}

function useColumns(): Column<Product>[] {
  const { t, money } = useReader()
  return [
    {
      name: t('productName'), phone: 'lead',
      cell: (row) => <Link to="/till/products/$id" params={{ id: row.id }} className="row-link clip">{row.name}</Link>,
    },
    { name: t('productCode'), phone: 'sub', cell: (row) => <span className="num">{row.code}</span> },
    {
      name: t('productBarcode'),
      cell: (row) => <span className="num">{[row.barcodes[0], row.barcodes.length > 1 && `+${row.barcodes.length - 1}`].filter(Boolean).join(' ')}</span>,
    },
    { name: t('taxLetters'), cell: (row) => row.taxLetters },
    { name: t('productUnit'), phone: 'end-sub', cell: (row) => row.unit.name },
    { name: t('productPrice'), end: true, phone: 'end', cell: (row) => <span className="money">{money(row.price)}</span> },
  ]
}
