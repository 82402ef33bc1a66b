import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Account } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { List } from '../controls/list.tsx'
import type { Column } from '../controls/list.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { inFours } from './in-fours.ts'
import { accountsQuery } from './queries.ts'

export function AccountList() {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const { data, error, refetch } = useQuery(accountsQuery(id))
  const columns = useColumns()
  const some = data !== undefined && data.items.length > 0
  const open = may('payments.settle') && <LinkButton to="/accounts/new" leftSection={<Icon name="plus" size={18} />}>{t('accountNew')}</LinkButton>
  return (
    <Page title={t('navAccounts')} actions={some && open}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <Empty icon="coins" title={t('accountsEmpty')} text={t('accountsEmptyText')}>{open}</Empty>}
      {some && (
        <>
          <p className="quiet">{t('accountsIntro')}</p>
          <List caption={t('navAccounts')} columns={columns} rows={data.items} />
        </>
      )}
    </Page>
  )
}

function useColumns(): Column<Account>[] {
  const { t, money } = useReader()
  return [
    { name: t('accountName'), phone: 'lead', cell: (row) => <Link to="/accounts/$id" params={{ id: row.id }} className="row-link"><b>{row.name}</b></Link> },
    { name: t('accountKind'), phone: 'sub', cell: (row) => `${t(`account_${row.kind}`)}${row.isOpen ? '' : ` · ${t('accountClosed')}`}` },
    { name: t('iban'), cell: (row) => <span className="num">{row.iban === null ? row.bankName : inFours(row.iban)}</span> },
    { name: t('linesOpen'), phone: 'end-sub', cell: (row) => row.toMatch > 0 && <span className="tag">{t('accountToMatch', { count: row.toMatch })}</span> },
    { name: t('balance'), end: true, phone: 'end', cell: (row) => <span className="money">{money(row.balance)}</span> },
  ]
}
