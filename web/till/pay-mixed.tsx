import { useState } from 'react'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { RadioField, TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { cashRounding, moneyJson, typedMoney } from './cart.ts'
import { Keypad } from './keypad.tsx'
import type { PaymentForm } from '../src/api/nouns.ts'

/** Of a payment in two forms: what is taken in cash now, and by what the rest is paid. */
export type Mix = { readonly cash: Money; readonly rest: Money; readonly restBy: Exclude<PaymentForm, 'cash'> }

export function PayMixed({ total, stepMinor, hasLink, onClose, onNext }: { total: Money; stepMinor: bigint; hasLink: boolean; onClose: () => void; onNext: (mix: Mix) => void }) {
  const { t, money } = useReader()
  const [typed, setTyped] = useState('')
  const [restBy, setRestBy] = useState<Mix['restBy']>('card')
  const cash = typedMoney(typed, total.currency)
  const isPart = cash !== null && cash.minor > 0n && cash.minor < total.minor && cashRounding(cash, stepMinor).minor === 0n
  const rest = { ...total, minor: total.minor - (isPart ? cash.minor : 0n) }
  const check = () => (isPart ? [] : [{ field: 'cash', code: 'malformed', message: t('tillPartWrong', { total: money(moneyJson(total)) }) }])
  return (
    <Dialog title={t('tillMixed')} onClose={onClose}>
      <p className="till-owed"><span>{t('tillToPay')}</span><strong className="money">{money(moneyJson(total))}</strong></p>
      <Form submit={t('tillNext')} busy={false} error={null} onSubmit={() => cash !== null && onNext({ cash, rest, restBy })} onCancel={onClose} check={check}>
        <TextField name="cash" numeric="pad" label={t('tillCashPart')} suffix={total.currency} value={typed} onChange={setTyped} />
        <Keypad value={typed} onChange={setTyped} point />
        <RadioField
          name="restBy" label={t('tillRestBy', { amount: money(moneyJson(rest)) })} value={restBy} onChange={(form) => setRestBy(form === 'link' ? 'link' : 'card')}
          choices={[{ value: 'card', label: t('tillCard') }, ...(hasLink ? [{ value: 'link', label: t('tillLink') }] : [])]}
        />
      </Form>
    </Dialog>
  )
}
