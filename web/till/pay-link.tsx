import { useState } from 'react'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { RadioField, TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { moneyJson } from './cart.ts'
import type { SendWay } from '../src/api/nouns.ts'

export type Sending = { readonly by: SendWay; readonly to: string | null }

type WayProps = { readonly value: SendWay; readonly to: string; readonly onWay: (way: SendWay) => void; readonly onTo: (to: string) => void; readonly ways: readonly SendWay[] }

/** How the payer gets the link; asked at the sale, and again where it is sent once more. */
export function SendFields({ value, to, onWay, onTo, ways }: WayProps) {
  const { t } = useReader()
  const label = { screen: t('tillByScreen'), sms: t('tillBySms'), email: t('tillByEmail'), bank_app: t('tillByBankApp'), transfer: t('tillByTransfer') }
  return (
    <>
      <RadioField
        name="by" label={t('tillSendHow')} value={value} onChange={(way) => onWay(ways.find((one) => one === way) ?? value)}
        choices={ways.map((way) => ({ value: way, label: label[way] }))}
      />
      {value === 'email' && <TextField name="to" type="email" label={t('email')} value={to} onChange={onTo} />}
      {(value === 'sms' || value === 'bank_app') && <TextField name="to" type="tel" label={t('tillPhone')} hint={t('tillPhoneHint')} value={to} onChange={onTo} />}
    </>
  )
}

/** The first problem of an address for this way; the server judges the rest. */
export function sendingProblem(way: SendWay, to: string, text: { readonly email: string; readonly phone: string }) {
  if (isShown(way)) return []
  if (way === 'email') return /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(to.trim()) ? [] : [{ field: 'to', code: 'malformed', message: text.email }]
  return /^\+?[0-9 ()-]{9,20}$/.test(to.trim()) ? [] : [{ field: 'to', code: 'malformed', message: text.phone }]
}

export const sendingOf = (way: SendWay, to: string): Sending => ({ by: way, to: isShown(way) ? null : to.trim() })

/** Nothing is sent: the payer reads a code from this screen. */
export const isShown = (way: SendWay): boolean => way === 'screen' || way === 'transfer'

const HOURS_MOST = 24 * 30

type LinkProps = {
  readonly total: Money; readonly deferredHours: number; readonly ways: readonly SendWay[]; readonly busy: boolean; readonly error: Error | null
  readonly onClose: () => void; readonly onSend: (sending: Sending, hours: number) => void
}

/** The payer pays by themselves, now or later: the sale moves aside and the next customer can be served. */
export function PayLink({ total, deferredHours, ways, busy, error, onClose, onSend }: LinkProps) {
  const { t, money } = useReader()
  const [way, setWay] = useState<SendWay>(ways[0] ?? 'screen')
  const [to, setTo] = useState('')
  const [hours, setHours] = useState(String(deferredHours))
  const check = () => [
    ...sendingProblem(way, to, { email: t('notAddress', { address: to }), phone: t('tillPhoneWrong') }),
    ...(/^[0-9]{1,3}$/.test(hours) && Number(hours) >= 1 && Number(hours) <= HOURS_MOST ? [] : [
      { field: 'expiresInHours', code: 'malformed', message: t('tillHoursWrong', { most: HOURS_MOST }) },
    ]),
  ]
  return (
    <Dialog title={t('tillLink')} onClose={onClose}>
      <p className="till-owed"><span>{t('tillToPay')}</span><strong className="money">{money(moneyJson(total))}</strong></p>
      <Form
        submit={isShown(way) ? t('tillShowCode') : t('tillSendLink')} busy={busy} error={error}
        onSubmit={() => onSend(sendingOf(way, to), Number(hours))} onCancel={onClose} check={check}
      >
        <SendFields value={way} to={to} onWay={setWay} onTo={setTo} ways={ways} />
        <TextField name="expiresInHours" numeric label={t('tillHours')} hint={t('tillHoursHint')} value={hours} onChange={setHours} />
      </Form>
    </Dialog>
  )
}
