import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { CashRegister } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { Alarms } from './alarms.tsx'
import { FiscalService } from './fiscal-service.tsx'
import { GiveUpOffline } from './give-up-offline.tsx'
import { PaymentNames } from './payment-names.tsx'
import { registerQuery, useChangeRegister } from './queries.ts'
import { Retire } from './retire.tsx'

export function RegisterPage() {
  const { t } = useReader()
  const may = useMay()
  const { id } = useParams({ from: '/cabinet/till/registers/$id' })
  const { data, error, refetch } = useQuery(registerQuery(id))
  const back = { to: '/till/registers', text: t('navRegisters') } as const
  if (data === undefined) return <Page title={t('navRegisters')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  return (
    <Page title={data.name} back={back} aside={data.state === 'closed' && <span className="tag">{t('registerClosed')}</span>}>
      <Alarms register={data} />
      {may('till.manage') && <GiveUpOffline register={data} />}
      <FiscalService key={data.id} register={data} />
      {may('till.manage') && data.state === 'active' && <Times register={data} />}
      {may('till.manage') && data.state === 'active' && <PaymentNames register={data} />}
      {may('till.manage') && <Retire register={data} />}
    </Page>
  )
}

const OPENS = ['first_receipt', 'by_hand', 'at_time'] as const
const CLOSES = ['at_time', 'by_hand'] as const

/** Steps to which laws round cash, and the one that is set. */
const STEPS = ['0.00', '0.05', '0.10', '0.50', '1.00'] as const

function Times({ register }: { register: CashRegister }) {
  const { t, money } = useReader()
  const steps = [...new Set([...STEPS, register.rounding.amount])].toSorted()
  const say = useSay()
  const { value, set } = useDraft({
    name: register.name, opens: register.opens, opensAt: register.opensAt ?? '08:00', closes: register.closes,
    closesAt: register.closesAt ?? '23:30', hours: String(register.deferredHours),
    rounding: register.rounding.amount,
  })
  const change = useChangeRegister(register.id, () => say(t('saved')))
  const send = () => change.mutate({
    name: value.name, opens: value.opens, opensAt: value.opens === 'at_time' ? value.opensAt : null, closes: value.closes,
    closesAt: value.closes === 'at_time' ? value.closesAt : null, deferredHours: Number(value.hours),
    rounding: { amount: value.rounding, currency: register.currency },
  })
  return (
    <Card title={t('shiftTimes')}>
      <Form submit={t('save')} busy={change.isPending} error={change.error} onSubmit={send}>
        <TextField name="name" label={t('registerName')} value={value.name} maxLength={100} onChange={(name) => set({ name })} />
        <div className="columns">
          <ChoiceField
            name="opens" label={t('shiftOpens')} value={value.opens} onChange={(opens) => set({ opens: OPENS.find((one) => one === opens) ?? value.opens })}
            choices={OPENS.map((one) => ({ value: one, label: t(`shiftOpens_${one}`) }))}
          />
          {value.opens === 'at_time' && <TextField name="opensAt" label={t('shiftOpensAt')} value={value.opensAt} maxLength={5} onChange={(opensAt) => set({ opensAt })} />}
        </div>
        <div className="columns">
          <ChoiceField
            name="closes" label={t('shiftCloses')} hint={t('shiftClosesHint')} value={value.closes}
            onChange={(closes) => set({ closes: CLOSES.find((one) => one === closes) ?? value.closes })}
            choices={CLOSES.map((one) => ({ value: one, label: t(`shiftCloses_${one}`) }))}
          />
          {value.closes === 'at_time' && <TextField name="closesAt" label={t('shiftClosesAt')} value={value.closesAt} maxLength={5} onChange={(closesAt) => set({ closesAt })} />}
        </div>
        <div className="columns">
          <TextField name="deferredHours" numeric label={t('deferredHours')} value={value.hours} maxLength={4} onChange={(hours) => set({ hours })} />
          <ChoiceField
            name="rounding/amount" label={t('cashRounding')} value={value.rounding} onChange={(rounding) => set({ rounding })}
            choices={steps.map((amount) => ({ value: amount, label: /[1-9]/.test(amount) ? money({ amount, currency: register.currency }) : t('cashRoundingNone') }))}
          />
        </div>
      </Form>
    </Card>
  )
}
