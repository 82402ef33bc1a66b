import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Channel, Connector, GuideStep } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { StepFold } from '../controls/guide-step.tsx'
import { Icon } from '../controls/icon.tsx'
import { Page } from '../controls/page.tsx'
import type { Back } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import type { Draft } from '../form/draft.ts'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { ChannelActions } from './channel-actions.tsx'
import { reasonOf } from './credentials.tsx'
import { FormerKey } from './former-key.tsx'
import { ChannelMark, meaningOf } from './mark.tsx'
import { channelQuery, connectorsQuery } from './queries.ts'
import { StepBody } from './step-body.tsx'
import { useTypedValues } from './typed-values.ts'
import type { Values } from './typed-values.ts'

export function ChannelPage() {
  const { t, language } = useReader()
  const may = useMay()
  const { id } = useParams({ from: '/cabinet/channels/$id' })
  const channel = useQuery(channelQuery(id))
  const connectors = useQuery(connectorsQuery(language))
  const connector = connectors.data?.items.find((one) => one.id === channel.data?.connector)
  const account = channel.data?.account ?? null
  const back: Back = account === null || !may('payments.read') ? { to: '/channels', text: t('channels') } : { to: '/accounts/$id', account, text: t('tabOnline') }
  const error = channel.error ?? connectors.error
  if (channel.data === undefined || connector === undefined) {
    return <Page title={t('channel')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void channel.refetch()} />}</Page>
  }
  return (
    <Page title={channel.data.name} back={back} aside={<ChannelMark state={channel.data.state} />} actions={<ChannelActions channel={channel.data} />}>
      <Head channel={channel.data} />
      <Guide key={channel.data.id} channel={channel.data} connector={connector} />
    </Page>
  )
}

function Head({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const when = useWhen()
  const refused = channel.state === 'testing' && channel.verifiedAt === null ? channel.verifyProblem : null
  const proven = channel.state === 'testing' && channel.lastCallbackAt !== null
  return (
    <>
      <p className="why">
        {refused === null ? t(meaningOf(channel.state)) : t('verifyProblem', { problem: reasonOf(refused, t) })}
        <small className="why-since quiet">
          {t('channelAge', { when: when(channel.stateChangedAt) })} · {channel.lastCallbackAt === null
            ? t('channelQuiet') : t('channelLastCallback', { when: when(channel.lastCallbackAt) })}
        </small>
      </p>
      <div role="status" className="proven">
        {proven && <p className="verdict is-green"><Icon name="done" size={18} />{t('testPayDone')}</p>}
      </div>
      <div className="proven"><FormerKey channel={channel} /></div>
    </>
  )
}

function Guide({ channel, connector }: { channel: Channel; connector: Connector }) {
  const { t } = useReader()
  const [opened, setOpened] = useState<string | null>(null)
  const typed = useTypedValues(channel.id, connector.fields, channel.settings)
  const steps = connector.guide
  const open = opened ?? channel.nextStep
  const isDone = (step: GuideStep) => (channel.guide[step.id] ?? null) !== null
  const doneCount = steps.filter(isDone).length
  return (
    <section aria-labelledby="guide" className="guide">
      <header>
        <h2 id="guide">{t('guide')}</h2>
        <span className="quiet">{doneCount === steps.length ? t('guideDone') : t('startProgress', { done: doneCount, all: steps.length })}</span>
      </header>
      <progress className="progress" value={doneCount} max={steps.length} aria-labelledby="guide" />
      <ol>
        {steps.map((step, at) => (
          <Step
            key={step.id} step={step} n={at + 1} channel={channel} connector={connector} typed={typed} open={step.id === open}
            onToggle={() => setOpened(step.id === open ? '' : step.id)} onOpen={setOpened}
            onDone={() => setOpened(steps.slice(at + 1).find((later) => !isDone(later))?.id ?? null)}
          />
        ))}
      </ol>
    </section>
  )
}

type StepProps = {
  readonly step: GuideStep
  readonly n: number
  readonly channel: Channel
  readonly connector: Connector
  readonly typed: Draft<Values>
  readonly open: boolean
  readonly onToggle: () => void
  readonly onDone: () => void
  readonly onOpen: (stepId: string) => void
}

function Step({ step, n, channel, open, onToggle, ...body }: StepProps) {
  const may = useMay()
  return (
    <StepFold n={n} step={step} doneAt={channel.guide[step.id] ?? null} open={open} onToggle={onToggle}>
      <StepBody step={step} channel={channel} {...body} may={may('channels.manage')} />
    </StepFold>
  )
}
