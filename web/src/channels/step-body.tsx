import type { Channel, Connector, GuideStep } from '../api/nouns.ts'
import { Copyable } from '../controls/copy-button.tsx'
import { StepLooks, StepPaste, StepTick } from '../controls/guide-step.tsx'
import type { Draft } from '../form/draft.ts'
import { useReader } from '../language/reader.tsx'
import { Credentials } from './credentials.tsx'
import { GoLiveStep } from './go-live.tsx'
import { useStep } from './queries.ts'
import { TestPayment } from './test-payment.tsx'
import type { Values } from './typed-values.ts'

type StepBodyProps = {
  readonly step: GuideStep
  readonly channel: Channel
  readonly connector: Connector
  /** What is typed into the form of credentials. */
  readonly typed: Draft<Values>
  readonly onDone: () => void
  readonly onOpen: (stepId: string) => void
  /** Whether the reader may change the channel; else the step is only told. */
  readonly may: boolean
}

/** What there is to do in a step of this kind, and how one knows that it went well. */
export function StepBody({ step, channel, connector, typed, onDone, onOpen, may }: StepBodyProps) {
  const { t } = useReader()
  return (
    <>
      {step.kind === 'callback' && (
        <div className="labelled"><b>{t('callbackUrl')}</b><Copyable text={channel.callbackUrl} what={t('callbackUrl')} /><small>{t('callbackUrlText')}</small></div>
      )}
      <StepPaste step={step} />
      {(step.kind === 'credentials' || step.kind === 'live_credentials') && may && <Credentials channel={channel} connector={connector} typed={typed} onDone={onDone} />}
      {step.kind === 'test_payment' && may && (
        <TestPayment
          channel={channel} isTicked={(channel.guide[step.id] ?? null) !== null}
          onCorrect={() => onOpen(connector.guide.find((one) => one.kind === 'credentials')?.id ?? '')}
        />
      )}
      {step.kind === 'go_live' && may && <GoLiveStep channel={channel} />}
      <StepLooks step={step} />
      {(step.kind === 'provider' || step.kind === 'callback') && may && <Tick step={step} channel={channel} onDone={onDone} />}
    </>
  )
}

function Tick({ step, channel, onDone }: Pick<StepBodyProps, 'step' | 'channel' | 'onDone'>) {
  const tick = useStep(channel.id)
  const isDone = (channel.guide[step.id] ?? null) !== null
  return (
    <StepTick
      isDone={isDone} busy={tick.isPending} error={tick.error}
      onTick={() => tick.mutate({ stepId: step.id, done: !isDone }, { onSuccess: isDone ? () => undefined : onDone })}
    />
  )
}
