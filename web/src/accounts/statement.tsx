import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Account, Movement } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { List, More } from '../controls/list.tsx'
import type { Column } from '../controls/list.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { useToday, useWhen } from '../shell/store.tsx'
import { statementQuery } from './queries.ts'

type Asked = { from?: string; to?: string; currency?: string }

/** What moved in the account by the journal, in one currency at a time; both days belong to the period. */
export function Statement({ account, asked }: { account: Account; asked: Asked }) {
  const { t, money } = useReader()
  const navigate = useNavigate({ from: '/accounts/$id' })
  const today = useToday()
  const { to = today, from = `${to.slice(0, 'YYYY-MM'.length)}-01`, currency = account.currency } = asked
  const query = useInfiniteQuery(statementQuery(account.id, { from, to, currency }))
  const columns = useColumns()
  const show = (next: Asked) => void navigate({ search: { tab: 'statement', from, to, currency, ...next }, replace: true })
  const [first] = query.data?.pages ?? []
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="stack">
      <div className="account-bar">
        <div className="columns account-period">
          <TextField name="from" type="date" label={t('from')} value={from} onChange={(day) => show({ from: day })} />
          <TextField name="to" type="date" label={t('to')} value={to} onChange={(day) => show({ to: day })} />
        </div>
        {first !== undefined && (
          <div className="account-files">
            {([['csv', 'statementDownload'], ['xml', 'statementDownloadCamt']] as const).map(([kind, text]) => (
              <Button
                key={kind} component="a" href={`/v1/accounts/${account.id}/statement.${kind}?${new URLSearchParams({ from, to, currency })}`}
                download variant="default" leftSection={<Icon name="file" size={18} />}
              >
                {t(text)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <Currencies account={account} chosen={currency} choose={(one) => show({ currency: one })} />
      {query.error !== null && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data === undefined && query.error === null && <Waiting />}
      {first !== undefined && (
        <>
          <dl className="account-sums">
            {([['opening', first.opening], ['cameIn', first.cameIn], ['wentOut', first.wentOut], ['closing', first.closing]] as const).map(([name, value]) => (
              <div key={name} className="card"><dt>{t(name)}</dt><dd className="money">{money(value)}</dd></div>
            ))}
          </dl>
          {rows.length === 0 ? <p className="quiet">{t('movementsNone')}</p> : <List caption={t('tabStatement')} columns={columns} rows={rows} />}
          <More query={query} />
        </>
      )}
    </div>
  )
}

/** Nothing where there is only one: most accounts never hold another. */
function Currencies({ account, chosen, choose }: { account: Account; chosen: string; choose: (currency: string) => void }) {
  const { t } = useReader()
  const all = [account.currency, ...account.otherBalances.map(({ currency }) => currency)]
  if (all.length === 1) return null
  return (
    <div className="line-views" role="group" aria-label={t('accountCurrency')}>
      {all.map((one) => <button key={one} type="button" className="chip" aria-pressed={one === chosen} onClick={() => choose(one)}>{one}</button>)}
    </div>
  )
}

function useColumns(): Column<Movement>[] {
  const { t, money } = useReader()
  const when = useWhen()
  return [
    { name: t('date'), phone: 'sub', cell: (row) => <span className="num">{when(row.bookedAt)}</span> },
    { name: t('movement'), phone: 'lead', cell: (row) => t(`movement_${row.kind}`) },
    { name: t('matchInvoice'), phone: 'end-sub', cell: (row) => row.invoice !== null && <Link to="/invoices/$id" params={{ id: row.invoice.id }}>{row.invoice.number}</Link> },
    { name: t('column_partyName'), cell: (row) => <span className="clip">{row.partyName ?? (row.note || '–')}</span> },
    {
      name: t('amount'), end: true, phone: 'end',
      cell: (row) => <span className={row.amount.amount.startsWith('-') ? 'money' : 'money is-green'}>{money(row.amount, true)}</span>,
    },
    { name: t('balance'), end: true, cell: (row) => <span className="money">{money(row.balance)}</span> },
  ]
}
