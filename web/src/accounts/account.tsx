import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { Account } from '../api/nouns.ts'
import { channelsQuery } from '../channels/queries.ts'
import { Page } from '../controls/page.tsx'
import { TabRow } from '../controls/tab-row.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { inFours } from './in-fours.ts'
import { Lines } from './lines.tsx'
import { OnlinePayments } from './online.tsx'
import { PayoutButton } from './payout.tsx'
import { AgreementWithProvider } from './agreement.tsx'
import { accountQuery } from './queries.ts'
import { Statement } from './statement.tsx'

const TABS = { bank_account: ['lines', 'statement'], merchant_account: ['online', 'statement'] } as const
const TITLES = { lines: 'tabLines', statement: 'tabStatement', online: 'tabOnline', agreement: 'tabAgreement' } as const

export function AccountPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/accounts/$id' })
  const { data, error, refetch } = useQuery(accountQuery(id))
  const back = { to: '/accounts', text: t('navAccounts') } as const
  if (data === undefined) {
    return <Page title={t('navAccounts')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  }
  return (
    <Page title={data.name} back={back} aside={!data.isOpen && <span className="tag">{t('accountClosed')}</span>} actions={<PayoutButton account={data} />}>
      <Head account={data} />
      <Tabs account={data} />
    </Page>
  )
}

function Head({ account }: { account: Account }) {
  const { t, money } = useReader()
  const others = account.otherBalances.filter(({ amount }) => /[1-9]/.test(amount))
  return (
    <section className="card account-head">
      <div>
        <small className="quiet">{t('balance')} · {t('balanceHint')}</small>
        <b className="account-balance money">{money(account.balance)}</b>
        {others.length > 0 && <small>{t('accountOthers', { amounts: others.map((one) => money(one)).join(', ') })}</small>}
      </div>
      <div>
        <small className="quiet">{t(`account_${account.kind}`)}</small>
        <span className="num">{account.iban === null ? account.bankName : `${inFours(account.iban)}`}</span>
        {account.iban !== null && account.bankName !== '' && <small className="quiet">{account.bankName}</small>}
      </div>
    </section>
  )
}

function Tabs({ account }: { account: Account }) {
  const { t } = useReader()
  const search = useSearch({ from: '/cabinet/accounts/$id' })
  const givesList = useGivesList(account)
  const tabs: readonly (keyof typeof TITLES)[] = givesList ? [...TABS[account.kind], 'agreement'] : TABS[account.kind]
  const tab = tabs.find((one) => one === search.tab) ?? tabs[0] ?? 'statement'
  return (
    <>
      <TabRow label={account.name}>
        {tabs.map((one) => (
          <Link
            key={one} to="/accounts/$id" params={{ id: account.id }} search={{ tab: one }} className="tab"
            aria-current={one === tab ? 'page' : undefined} replace
          >{t(TITLES[one])}</Link>
        ))}
      </TabRow>
      {tab === 'lines' && <Lines account={account} />}
      {tab === 'statement' && <Statement account={account} asked={search} />}
      {tab === 'online' && <OnlinePayments account={account} />}
      {tab === 'agreement' && <AgreementWithProvider account={account} asked={search} />}
    </>
  )
}

/** Whether a provider that holds money for this account can be asked for its own list. */
function useGivesList(account: Account): boolean {
  const { data } = useQuery({ ...channelsQuery(account.store), enabled: account.channels.length > 0 })
  return data?.items.some(({ id, givesList, state }) => account.channels.includes(id) && givesList && state !== 'draft') === true
}
