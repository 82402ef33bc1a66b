import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CashRegister, Fiscaliser, GuideStep } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { CredentialField, firstValues } from '../channels/credentials.tsx'
import { StepFold, StepLooks, StepPaste, StepTick } from '../controls/guide-step.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useErrorText, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { fiscalisersQuery, useCheckRegister, useFiscaliser, useRegisterStep } from './queries.ts'

/** Which service files for the register, and how one connects it: step by step, in the words of the service's own screens. */
export function FiscalService({ register }: { register: CashRegister }) {
  const { t, language } = useReader()
  const may = useMay()
  const [chosen, setChosen] = useState<string | null>(register.fiscaliser?.id ?? null)
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
  const isConnected = register.fiscaliser?.id === service.id
  const first = service.guide.find(({ id }) => !isConnected || register.guide[id] === undefined)
  const [open, setOpen] = useState<string | null>(first?.id ?? null)
  return (
    <section className="guide">
      <ol>
        {service.guide.map((step, at) => (
          <Step
            key={step.id} n={at + 1} step={step} register={register} service={service} doneAt={isConnected ? register.guide[step.id] ?? null : null}
            open={open === step.id} onToggle={() => setOpen(open === step.id ? null : step.id)} onDone={() => setOpen(service.guide[at + 1]?.id ?? null)}
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
  readonly doneAt: string | null
  readonly open: boolean
  readonly onToggle: () => void
  readonly onDone: () => void
}

function Step({ n, step, register, service, doneAt, open, onToggle, onDone }: StepProps) {
  const { t } = useReader()
  const may = useMay()
  const isConnected = register.fiscaliser?.id === service.id
  return (
    <StepFold n={n} step={step} doneAt={doneAt} open={open} onToggle={onToggle}>
      <StepPaste step={step} />
      {step.kind === 'credentials' && may('till.manage') && <Credentials register={register} service={service} doneAt={doneAt} onDone={onDone} />}
      <StepLooks step={step} />
      {step.kind !== 'credentials' && may('till.manage') && (
        isConnected ? <Tick register={register} step={step} isDone={doneAt !== null} onDone={onDone} /> : <Button onClick={onDone}>{t('stepMark')}</Button>
      )}
    </StepFold>
  )
}

function Tick({ register, step, isDone, onDone }: { register: CashRegister; step: GuideStep; isDone: boolean; onDone: () => void }) {
  const tick = useRegisterStep(register.id)
  return (
    <StepTick
      isDone={isDone} busy={tick.isPending} error={tick.error}
      onTick={() => tick.mutate({ stepId: step.id, done: !isDone }, { onSuccess: isDone ? () => undefined : onDone })}
    />
  )
}

function Credentials({ register, service, doneAt, onDone }: { register: CashRegister; service: Fiscaliser; doneAt: string | null; onDone: () => void }) {
  const { t } = useReader()
  const isConnected = register.fiscaliser?.id === service.id
  const { value, set, settle } = useDraft<Record<string, string>>(firstValues(service.fields, isConnected ? register.settings : {}))
  const check = useCheckRegister(register.id)
  const save = useFiscaliser(register.id, (saved) => {
    settle(firstValues(service.fields, saved.settings))
    check.mutate(null, { onSuccess: onDone })
  })
  return (
    <Form
      submit={t('fiscalSave')} busy={save.isPending || check.isPending} error={save.error ?? check.error}
      onSubmit={() => save.mutate({ fiscaliser: service.id, values: value })}
    >
      {service.fields.map((field) => (
        <CredentialField
          key={field.name} field={field} value={value[field.name] ?? ''} setAt={isConnected && register.secretsSet.includes(field.name) ? doneAt : null}
          onChange={(text) => set({ [field.name]: text })}
        />
      ))}
    </Form>
  )
}
