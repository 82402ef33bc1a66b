import { useState } from 'react'
import type { Currency } from '../../src/money/currency.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { moneyJson, reckon } from './cart.ts'
import { nextName } from './parked.ts'
import type { Parked } from './parked.ts'
import { useRegister } from './queries.ts'

/** Asks what to call the sale; Enter takes the next number. */
export function ParkDialog({ parked, onClose, onPark }: { parked: readonly Parked[]; onClose: () => void; onPark: (name: string) => void }) {
  const { t } = useReader()
  const number = nextName(parked)
  const [name, setName] = useState('')
  return (
    <Dialog title={t('tillPark')} onClose={onClose}>
      <Form submit={t('tillPark')} busy={false} error={null} onSubmit={() => onPark(name.trim() === '' ? number : name.trim())} onCancel={onClose}>
        <TextField name="name" optional label={t('tillParkName')} hint={t('tillParkHint')} placeholder={number} value={name} onChange={setName} maxLength={60} />
      </Form>
    </Dialog>
  )
}

/** Where a new sale begins: those that were put aside, the oldest first. One touch takes one back. */
export function ParkedList({ parked, currency, onTake }: { parked: readonly Parked[]; currency: Currency; onTake: (one: Parked) => void }) {
  const { t, money, moment } = useReader()
  const { timeZone } = useRegister()
  return (
    <section className="till-parked" aria-label={t('tillParked')}>
      <h2>{t('tillParked')}</h2>
      <ul>
        {parked.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onTake(one)}>
              <span><b>{one.name}</b><small>{moment(timeZone, one.at)} · {one.cart.lines.map(({ goods }) => goods.name).join(', ')}</small></span>
              <strong className="money">{money(moneyJson(reckon(one.cart, currency).total))}</strong>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
