import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CashRegister, Fiscaliser, GuideStep } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { CredentialFields } from '../channels/credential-fields.tsx'
import { firstValues, useTypedValues } from '../channels/typed-values.ts'
import type { Values } from '../channels/typed-values.ts'
import { StepFold, StepLooks, StepPaste, StepTick } from '../controls/guide-step.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useErrorText, Waiting } from '../controls/waiting.tsx'
import type { Draft } from '../form/draft.ts'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { fiscalisersQuery, useCheckRegister, useFiscaliser, useRegisterStep } from './queries.ts'
import { stepToOpen } from './step-to-open.ts'

/** Which service files for the register, and how one connects it: step by step, in the words of the service's own screens. */
export function FiscalService({ register }: { register: CashRegister }) {
  const { t, language } = useReader()
  const may = useMay()
  const [chosen, setChosen] = useState<string | null>(register.fiscaliser?.id ?? Object.keys(register.guide)[0]?.split('/')[0] ?? null)
  const { data } = useQuery(fiscalisersQuery(language))
  if (data === undefined) return <Card title={t('fiscalService')}><Waiting /></Card>
  const service = data.items.find(({ id }) => id === chosen)
  const offered = data.items.filter(({ currencies }) => currencies.includes(register.currency))
  if (service === undefined) {
    return (
      <Card title={t('fiscalService')}>
        <p>{t('registerPlain')}</p>
        {may('till.manage') && offered.length > 0 && (
          <>
            <p className="quiet">{t('fiscalChoose')}</p>
            <div className="row-buttons">{offered.map(({ id, name }) => <Button key={id} variant="default" onClick={() => setChosen(id)}>{name}</Button>)}</div>
          </>
        )}
      </Card>
    )
  }
  const other = may('till.manage') && <Button variant="subtle" color="gray" size="sm" onClick={() => setChosen(null)}>{t('fiscalOther')}</Button>
  return (
    <Card title={`${t('fiscalService')}: ${service.name}`}>
      {register.fiscaliser?.id === service.id && may('till.manage') && <Check register={register} />}
      <Guide key={service.id} register={register} service={service} />
      {other}
    </Card>
  )
}

function Check({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const check = useCheckRegister(register.id)
  const number = check.data?.fiscalNumber ?? register.fiscalNumber
  return (
    <p className={`verdict ${check.error === null ? '' : 'is-red'}`} role="status">
      <Icon name={check.error === null ? 'check' : 'alert'} size={18} />
      <span>{check.error === null ? (number === null ? t('registerUnchecked') : t('fiscalChecked', { number })) : textOf(check.error)}</span>
      <Button variant="default" size="xs" loading={check.isPending} onClick={() => check.mutate(null)}>{t('fiscalCheck')}</Button>
    </p>
  )
}

function Guide({ register, service }: { register: CashRegister; service: Fiscaliser }) {
  const { t } = useReader()
  const doneAt = ({ id }: GuideStep) => register.guide[`${service.id}/${id}`] ?? null
  const steps = service.guide
  const isDone = (step: GuideStep) => doneAt(step) !== null
  const doneCount = steps.filter(isDone).length
  const typed = useTypedValues(`${register.id}.${service.id}`, service.fields, register.fiscaliser?.id === service.id ? register.settings : {})
  const [open, setOpen] = useState<string | null>(stepToOpen(steps, isDone))
  return (
    <section className="guide">
      <p className="quiet">{doneCount === steps.length ? t('guideDone') : t('startProgress', { done: doneCount, all: steps.length })}</p>
      <progress className="progress" value={doneCount} max={steps.length} aria-label={t('guide')} />
      <ol>
        {steps.map((step, at) => (
          <Step
            key={step.id} n={at + 1} step={step} register={register} service={service} typed={typed} doneAt={doneAt(step)}
            open={open === step.id} onToggle={() => setOpen(open === step.id ? null : step.id)} onDone={() => setOpen(steps[at + 1]?.id ?? null)}
          />
        ))}
      </ol>
    </section>
  )
}

type StepProps = {
  readonly n: number
  readonly step: GuideStep
  readonly register: CashRegister
  readonly service: Fiscaliser
  /** What is typed into the form of credentials. */
  readonly typed: Draft<Values>
  readonly doneAt: string | null
  readonly open: boolean
  readonly onToggle: () => void
  readonly onDone: () => void
}

function Step({ n, step, register, service, typed, doneAt, open, onToggle, onDone }: StepProps) {
  const may = useMay()
  return (
    <StepFold n={n} step={step} doneAt={doneAt} open={open} onToggle={onToggle}>
      <StepPaste step={step} />
      {step.kind === 'credentials' && may('till.manage') && <Credentials register={register} service={service} typed={typed} doneAt={doneAt} onDone={onDone} />}
      <StepLooks step={step} />
      {step.kind !== 'credentials' && may('till.manage') && <Tick register={register} service={service} step={step} isDone={doneAt !== null} onDone={onDone} />}
    </StepFold>
  )
}

function Tick({ register, service, step, isDone, onDone }: Pick<StepProps, 'register' | 'service' | 'step' | 'onDone'> & { isDone: boolean }) {
  const tick = useRegisterStep(register.id)
  return (
    <StepTick
      isDone={isDone} busy={tick.isPending} error={tick.error}
      onTick={() => tick.mutate({ stepId: step.id, fiscaliser: service.id, done: !isDone }, { onSuccess: isDone ? () => undefined : onDone })}
    />
  )
}

function Credentials({ register, service, typed, doneAt, onDone }: Pick<StepProps, 'register' | 'service' | 'typed' | 'doneAt' | 'onDone'>) {
  const { t } = useReader()
  const isConnected = register.fiscaliser?.id === service.id
  const { value, set, settle } = typed
  const check = useCheckRegister(register.id)
  // What the service refused stays as it was typed, the secrets too: one letter may be wrong.
  const forget = (saved: CashRegister) => {
    settle(firstValues(service.fields, saved.settings))
    onDone()
  }
  const save = useFiscaliser(register.id, (saved) => check.mutate(null, { onSuccess: () => forget(saved) }))
  return (
    <Form
      submit={t('fiscalSave')} busy={save.isPending || check.isPending} error={save.error ?? check.error}
      onSubmit={() => save.mutate({ fiscaliser: service.id, values: value })}
    >
      <CredentialFields
        fields={service.fields} values={value} setAt={(name) => (isConnected && register.secretsSet.includes(name) ? doneAt : null)} onChange={set}
      />
    </Form>
  )
}
