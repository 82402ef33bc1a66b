import { Button } from '@mantine/core'
import { useState } from 'react'
import { decimal } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { cashRounding, likelyNotes, moneyJson, typedMoney } from './cart.ts'
import { Keypad } from './keypad.tsx'

type CashProps = {
  readonly total: Money
  /** The smallest coin that is given back; zero where nothing is rounded. Minor units. */
  readonly stepMinor: bigint
  readonly busy: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onPaid: (owed: Money, given: Money) => void
}

/** Cash: the exact sum or a likely note is one touch, anything else is typed, nothing is the exact sum; the change stands where the eye is. */
export function PayCash({ total, stepMinor, busy, error, onClose, onPaid }: CashProps) {
  const { t, money, price } = useReader()
  const [typed, setTyped] = useState('')
  const rounding = cashRounding(total, stepMinor)
  const owed = { ...total, minor: total.minor + rounding.minor }
  const given = typed.trim() === '' ? owed : typedMoney(typed, total.currency)
  const change = given === null ? null : { ...given, minor: given.minor - owed.minor }
  const check = () => (change !== null && change.minor >= 0n ? [] : [{ field: 'given', code: 'too_small', message: t('tillGivenTooSmall') }])
  return (
    <Dialog title={t('tillCash')} onClose={onClose} wide>
      <p className="till-owed"><span>{t('tillToPay')}</span><strong className="money">{money(moneyJson(owed))}</strong></p>
      {rounding.minor !== 0n && <p className="quiet">{t('tillRounded', { amount: money(moneyJson(rounding), true) })}</p>}
      <div className="till-cash">
        <div className="till-notes">
          <Button size="lg" loading={busy} onClick={() => onPaid(owed, owed)}>{t('tillExact')}</Button>
          {likelyNotes(owed).map((note) => (
            <Button key={String(note.minor)} size="lg" variant="default" disabled={busy} onClick={() => onPaid(owed, note)}>{money(moneyJson(note))}</Button>
          ))}
        </div>
        <Form submit={t('tillTakeCash')} busy={busy} error={error} second onSubmit={() => given !== null && onPaid(owed, given)} onCancel={onClose} check={check}>
          <TextField name="given" numeric="pad" label={t('tillGiven')} placeholder={price(decimal(owed), total.currency)} suffix={total.currency} value={typed} onChange={setTyped} />
          <Keypad value={typed} onChange={setTyped} point />
          {typed !== '' && change !== null && change.minor >= 0n && (
            <p className="till-change" role="status"><span>{t('tillChange')}</span><strong className="money">{money(moneyJson(change))}</strong></p>
          )}
        </Form>
      </div>
    </Dialog>
  )
}
