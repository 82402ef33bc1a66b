import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Connector } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { Card, Page } from '../controls/page.tsx'
import type { Back } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { storeQuery } from '../stores/queries.ts'
import { connectorsQuery, useConnect } from './queries.ts'

const LISTED = 6

export function ConnectProvider() {
  const { t, language } = useReader()
  const { id } = useStore()
  const navigate = useNavigate()
  const { data, error } = useQuery(connectorsQuery(language))
  const store = useQuery(storeQuery(id))
  const { account } = useSearch({ from: '/cabinet/channels/new' })
  const back: Back = account === undefined ? { to: '/channels', text: t('channels') } : { to: '/accounts/$id', account, text: t('tabOnline') }
  const connect = useConnect({ store: id, account }, (channel) => void navigate({ to: '/channels/$id', params: { id: channel.id } }))
  const failure = error ?? store.error ?? connect.error
  return (
    <Page title={t('connectTitle')} back={back}>
      <p className="quiet">{t('connectText')}</p>
      {failure !== null && <Failed error={failure} />}
      {(data === undefined || store.data === undefined) && failure === null && <Waiting />}
      <div className="connectors">
        {store.data !== undefined && data?.items.toSorted(takersFirst(store.data.currency)).map((connector) => (
          <Card key={connector.id} title={connector.name}>
            <p className="quiet">
              {connector.currencies.length > LISTED
                ? t('connectCurrencyCount', { count: connector.currencies.length })
                : t('connectCurrencies', { list: connector.currencies.join(', ') })}
            </p>
            <CanDo capabilities={connector.capabilities} />
            <Button loading={connect.isPending && connect.variables === connector.id} onClick={() => connect.mutate(connector.id)}>
              {t('connectThis', { name: connector.name })}
            </Button>
          </Card>
        ))}
      </div>
    </Page>
  )
}

/** What takes the store's currency comes before what does not, otherwise as the server lists them. */
const takersFirst = (currency: string) => (a: Connector, b: Connector): number =>
  Number(b.currencies.includes(currency)) - Number(a.currencies.includes(currency))

const ABLE = ['lookUp', 'resume', 'revoke', 'reservations', 'ownMethodList', 'ownTestMode', 'delivers', 'statement'] as const

/** What the provider can do, as its connector says: the same list for each, so that they compare. */
function CanDo({ capabilities }: { capabilities: Connector['capabilities'] }) {
  const { t } = useReader()
  const rows = [
    { text: t(`can_refunds_${capabilities.refunds}`), can: capabilities.refunds !== 'none' },
    ...ABLE.map((name) => ({ text: t(`can_${name}`), can: capabilities[name] })),
  ]
  return (
    <ul className="can">
      {rows.map(({ text, can }) => (
        <li key={text} className={can ? '' : 'quiet'}>
          <Icon name={can ? 'check' : 'cross'} size={16} /><span><span className="sr-only">{t(can ? 'canYes' : 'canNo')}: </span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
