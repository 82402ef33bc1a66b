import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Channel } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore, useWhen } from '../shell/store.tsx'
import { ChannelMark } from './mark.tsx'
import { channelsQuery, connectorsQuery } from './queries.ts'

export function ChannelList() {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const { data, error, refetch } = useQuery(channelsQuery(id))
  const connect = may('channels.manage') && (
    <LinkButton to="/channels/new" leftSection={<Icon name="plus" size={18} />}>{t('connect')}</LinkButton>
  )
  const some = data !== undefined && data.items.length > 0
  return (
    <Page title={t('channels')} actions={some && connect}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <Empty icon="channels" title={t('channelsEmpty')} text={t('channelsEmptyText')}>{connect}</Empty>}
      {some && (
        <>
          <p className="quiet">{t('channelsIntro')}</p>
          <ul className="channels">{data.items.map((channel) => <li key={channel.id}><ChannelRow channel={channel} /></li>)}</ul>
        </>
      )}
    </Page>
  )
}

function ChannelRow({ channel }: { channel: Channel }) {
  const { t, language } = useReader()
  const when = useWhen()
  const connectors = useQuery(connectorsQuery(language))
  const guide = connectors.data?.items.find((one) => one.id === channel.connector)?.guide
  const next = guide?.find((step) => step.id === channel.nextStep)
  return (
    <Link to="/channels/$id" params={{ id: channel.id }} className="card channel">
      <span className="channel-head"><b>{channel.name}</b>{channel.name !== channel.connectorName && <span className="quiet">{channel.connectorName}</span>}</span>
      <span className="channel-state">
        <ChannelMark state={channel.state} /><small>{t('channelAge', { when: when(channel.stateChangedAt) })}</small>
      </span>
      <span className="channel-note">
        {next === undefined ? t('channelMethods', { count: channel.methodsCount }) : <b>{t('channelNext', { step: next.title })}</b>}
        <small>
          {channel.lastCallbackAt === null ? t('channelQuiet') : t('channelLastCallback', { when: when(channel.lastCallbackAt) })}
        </small>
      </span>
      <Icon name="next" size={18} />
    </Link>
  )
}
