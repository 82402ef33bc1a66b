import { useQuery } from '@tanstack/react-query'
import type { CashRegister, PaymentMeans } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { paymentMeansQuery, useChangeRegister } from './queries.ts'

const MOST_CHARACTERS = 128

/** How receipts name each means of payment: what the law's table says, unless the owner writes another name. */
export function PaymentNames({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const { data, error, refetch } = useQuery(paymentMeansQuery(register.id))
  return (
    <Card title={t('paymentNames')}>
      <p className="quiet">{t('paymentNamesText')}</p>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data !== undefined && <Names register={register} means={data.items} />}
    </Card>
  )
}

function Names({ register, means }: { register: CashRegister; means: readonly PaymentMeans[] }) {
  const { t } = useReader()
  const say = useSay()
  const { value, set } = useDraft<Record<string, string>>({ ...register.paymentNames })
  const change = useChangeRegister(register.id, () => say(t('saved')))
  const send = () => change.mutate({ paymentNames: Object.fromEntries(Object.entries(value).flatMap(([key, name]) => (name.trim() === '' ? [] : [[key, name.trim()]]))) })
  const labelOf = ({ key, provider }: PaymentMeans) => {
    if (provider !== null) return provider
    return key === 'cash' ? t('tillCash') : key === 'card' ? t('tillCard') : t('paymentName_transfer')
  }
  return (
    <Form submit={t('save')} busy={change.isPending} error={change.error} onSubmit={send}>
      {means.map((one) => (
        <TextField
          key={one.key} name={`paymentNames/${one.key}`} optional label={labelOf(one)} hint={t('paymentNameDefault', { name: one.name })}
          maxLength={MOST_CHARACTERS} value={value[one.key] ?? ''} onChange={(name) => set({ [one.key]: name })}
        />
      ))}
    </Form>
  )
}
