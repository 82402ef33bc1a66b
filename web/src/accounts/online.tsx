import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Account } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { ChannelMark } from '../channels/mark.tsx'
import { channelsQuery } from '../channels/queries.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Empty } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { accountsQuery, usePutChannel } from './queries.ts'

/** The channels that pay into a merchant account, and those of the store that could. */
export function OnlinePayments({ account }: { account: Account }) {
  const { t } = useReader()
  const may = useMay()
  const { data, error } = useQuery(channelsQuery(account.store))
  const accounts = useQuery(accountsQuery(account.store))
  const put = usePutChannel(account.id)
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Waiting />
  const own = data.items.filter(({ id }) => account.channels.includes(id))
  // A channel lies in one account and stays there: its past would move with it.
  const taken = accounts.data?.items.flatMap(({ channels }) => channels)
  const others = taken === undefined ? [] : data.items.filter(({ id }) => !taken.includes(id))
  const connect = may('channels.manage') && (
    <LinkButton to="/channels/new" search={{ account: account.id }} variant={own.length === 0 ? 'filled' : 'default'}>{t('onlineConnect')}</LinkButton>
  )
  return (
    <div className="stack">
      {own.length === 0 && <Empty icon="channels" title={t('onlineNone')} text={t('accountKindMerchantHint')}>{connect}</Empty>}
      {put.error !== null && <Failed error={put.error} />}
      {own.length > 0 && (
        <ul className="bank-lines">
          {own.map((channel) => (
            <li key={channel.id} className="card bank-line-row">
              <Link to="/channels/$id" params={{ id: channel.id }}><b>{channel.name}</b></Link><ChannelMark state={channel.state} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && may('channels.manage') && (
        <>
          <p className="quiet">{t('onlinePutText')}</p>
          <ul className="bank-lines">
            {others.map((channel) => (
              <li key={channel.id} className="card bank-line-row">
                <span><b>{channel.name}</b> <small className="quiet">{channel.connectorName}</small></span>
                <Button size="sm" variant="default" loading={put.isPending && put.variables === channel.id} onClick={() => put.mutate(channel.id)}>{t('onlinePut')}</Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {own.length > 0 && <div>{connect}</div>}
    </div>
  )
}
