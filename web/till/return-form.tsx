import { useState } from 'react'
import { useSay } from '../src/controls/announcer.tsx'
import { RadioField, TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { isQuantity } from './cart.ts'
import type { Receipt } from '../src/api/nouns.ts'
import { useReturn } from './queries.ts'
import type { RefundWay } from './queries.ts'

/** What comes back of a sale, line by line, and how its money goes back. */
export function ReturnForm({ receipt, onDone }: { receipt: Receipt; onDone: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const [quantities, setQuantities] = useState<readonly string[]>(() => receipt.lines.map(({ quantity }) => quantity))
  const isCash = receipt.payments.every(({ form }) => form === 'cash')
  const [refund, setRefund] = useState<RefundWay>(isCash ? 'cash' : 'way_it_came')
  const order = useReturn(receipt.id, () => {
    say(t('tillReturned'))
    onDone()
  })
  const typed = quantities.map((quantity) => quantity.trim().replace(',', '.'))
  const isNone = (quantity: string | undefined): boolean => quantity === undefined || quantity === '' || /^0+(\.0*)?$/.test(quantity)
  const check = () => {
    const wrong = typed.flatMap((quantity, at) => (isNone(quantity) || isQuantity(quantity) ? [] : [{ field: `lines/${at}/quantity`, code: 'malformed', message: t('tillQuantityWrong') }]))
    return wrong.length > 0 || typed.some((quantity) => !isNone(quantity)) ? wrong : [{ field: 'lines/0/quantity', code: 'missing', message: t('tillNothingReturned') }]
  }
  const lines = typed.flatMap((quantity, index) => (isNone(quantity) ? [] : [{ index, quantity }]))
  return (
    <Form submit={t('tillReturn')} busy={order.isPending} error={order.error} onSubmit={() => order.mutate({ lines, refund })} onCancel={onDone} check={check} danger>
      {receipt.lines.map((line, at) => (
        <TextField
          key={`${at} ${line.name}`} name={`lines/${at}/quantity`} numeric label={line.name} suffix={line.unitName} value={quantities[at] ?? ''}
          onChange={(quantity) => setQuantities(quantities.map((one, n) => (n === at ? quantity : one)))}
        />
      ))}
      <RadioField
        name="refund" label={t('tillRefundHow')} value={refund} onChange={(way) => setRefund(way === 'cash' ? 'cash' : 'way_it_came')}
        choices={[{ value: 'cash', label: t('tillRefundCash') }, ...(isCash ? [] : [{ value: 'way_it_came', label: t('tillRefundSameWay') }])]}
      />
    </Form>
  )
}
