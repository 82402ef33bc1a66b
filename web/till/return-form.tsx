import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { compareDecimals, parseDecimal } from '../../src/money/decimal.ts'
import { Mark } from '../src/controls/mark.tsx'
import { Waiting } from '../src/controls/waiting.tsx'
import { RadioField, TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { meansText } from '../src/receipts/means.tsx'
import { isQuantity } from './cart.ts'
import { MoneyToGiveBack } from './money-back.tsx'
import type { Receipt } from '../src/api/nouns.ts'
import { returnQuoteQuery, useReturn } from './queries.ts'
import type { RefundWay } from './queries.ts'

const isNone = (quantity: string): boolean => quantity === '' || /^0+(\.0*)?$/.test(quantity)

const isMore = (quantity: string, most: string): boolean => {
  const [asked, left] = [parseDecimal(quantity), parseDecimal(most)]
  return asked !== null && left !== null && compareDecimals(asked, left) > 0
}

type ReturnProps = {
  readonly receipt: Receipt
  /** How much of each line may still come back, as decimal text. */
  readonly left: readonly string[]
  readonly onCancel: () => void
  readonly onReturned: (made: Receipt) => void
}

/** What comes back of a sale, line by line: all that is left, unless the cashier says less. */
export function ReturnForm({ receipt, left, onCancel, onReturned }: ReturnProps) {
  const reader = useReader()
  const { t, decimal } = reader
  // As the reader types it: with their mark, and nothing between the thousands.
  const whole = left.map((quantity) => quantity.replace('.', decimal('0.5').charAt(1)))
  const [quantities, setQuantities] = useState<readonly string[]>(whole)
  const cashless = receipt.payments.filter(({ form }) => form !== 'cash')
  const [refund, setRefund] = useState<RefundWay>(cashless.length === 0 ? 'cash' : 'way_it_came')
  const order = useReturn(receipt.id, onReturned)
  const typed = quantities.map((quantity) => quantity.trim().replace(',', '.'))
  const lines = typed.flatMap((quantity, index) => (isNone(quantity) ? [] : [{ index, quantity }]))
  const check = () => {
    const wrong = lines.flatMap(({ index, quantity }) => {
      const most = left[index] ?? '0'
      const message = !isQuantity(quantity) ? t('tillQuantityWrong') : isMore(quantity, most) ? t('tillReturnMost', { most: decimal(most) }) : null
      return message === null ? [] : [{ field: `lines/${index}/quantity`, code: 'malformed', message }]
    })
    return lines.length > 0 ? wrong : [{ field: `lines/${left.findIndex((one) => !isNone(one))}/quantity`, code: 'missing', message: t('tillNothingReturned') }]
  }
  const quote = useQuery({ ...returnQuoteQuery(receipt.id, { lines, refund }), enabled: !order.isPending && !order.isSuccess && check().length === 0 })
  return (
    <Form submit={t('tillReturn')} busy={order.isPending} submitOff={quote.isLoading} error={order.error} onSubmit={() => order.mutate({ lines, refund })} onCancel={onCancel} check={check} danger>
      {left.filter((one) => !isNone(one)).length > 1 && (
        <Button type="button" variant="default" onClick={() => setQuantities(lines.length === 0 ? whole : left.map(() => ''))}>{t(lines.length === 0 ? 'tillReturnAll' : 'tillReturnNone')}</Button>
      )}
      <QuantityFields receipt={receipt} left={left} quantities={quantities} onChange={setQuantities} />
      <RadioField
        name="refund" label={t('tillRefundHow')} value={refund} onChange={(way) => setRefund(way === 'cash' ? 'cash' : 'way_it_came')}
        choices={[
          ...(cashless.length === 0 ? [] : [{ value: 'way_it_came', label: t('tillRefundSameWay'), hint: cashless.map(({ means, slip }) => [means === null ? null : meansText(means, reader), slip?.mask].filter(Boolean).join(' ')).join(', ') }]),
          { value: 'cash', label: t('tillRefundCash') },
        ]}
      />
      {quote.isLoading && <Waiting />}
      {quote.data !== undefined && <MoneyToGiveBack {...quote.data} />}
    </Form>
  )
}

type FieldsProps = { readonly receipt: Receipt; readonly left: readonly string[]; readonly quantities: readonly string[]; readonly onChange: (quantities: readonly string[]) => void }

function QuantityFields({ receipt: { lines }, left, quantities, onChange }: FieldsProps) {
  return lines.map((line, at) => (isNone(left[at] ?? '0')
    ? <p key={`${at} ${line.name}`} className="till-owed"><span>{line.name}</span><LineBack quantity={line.quantity} unit={line.unitName} /></p>
    : (
      <TextField
        key={`${at} ${line.name}`} name={`lines/${at}/quantity`} numeric label={line.name} suffix={line.unitName} value={quantities[at] ?? ''}
        onChange={(quantity) => onChange(quantities.map((one, n) => (n === at ? quantity : one)))}
      />
    )))
}

/** How much of a line came back before. */
export function LineBack({ quantity, unit }: { quantity: string; unit: string }) {
  const { t, decimal } = useReader()
  return isNone(quantity) ? null : <Mark icon="undo" tone="quiet">{t('tillLineBack', { quantity: `${decimal(quantity)} ${unit}` })}</Mark>
}
