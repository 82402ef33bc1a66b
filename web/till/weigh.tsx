import { useState } from 'react'
import { Dialog } from '../src/controls/dialog.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { isQuantity } from './cart.ts'
import { Keypad } from './keypad.tsx'
import type { Goods } from '../src/api/nouns.ts'

/** What the scale shows, typed in. */
export function WeighDialog({ goods, onClose, onWeighed }: { goods: Goods; onClose: () => void; onWeighed: (quantity: string) => void }) {
  const { t, money } = useReader()
  const [typed, setTyped] = useState('')
  const quantity = typed.trim().replace(',', '.')
  const check = () => (isQuantity(quantity) ? [] : [{ field: 'quantity', code: 'malformed', message: t('tillQuantityWrong') }])
  return (
    <Dialog title={goods.name} onClose={onClose}>
      <p className="quiet money">{money(goods.price)} / {goods.unit.name}</p>
      <Form submit={t('tillAccept')} busy={false} error={null} onSubmit={() => onWeighed(quantity)} onCancel={onClose} check={check}>
        <TextField name="quantity" numeric="pad" label={t('tillQuantity')} suffix={goods.unit.name} value={typed} onChange={setTyped} />
        <Keypad value={typed} onChange={setTyped} point />
      </Form>
    </Dialog>
  )
}
