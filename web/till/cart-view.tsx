import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Currency } from '../../src/money/currency.ts'
import { decimal } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { Icon } from '../src/controls/icon.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { change, isQuantity, reckon, remove, stepped } from './cart.ts'
import type { Cart, CartLine } from './cart.ts'
import { Keypad } from './keypad.tsx'

export const moneyJson = (money: Money) => ({ amount: decimal(money), currency: money.currency })

type CartProps = {
  readonly cart: Cart
  readonly currency: Currency
  readonly onChange: (cart: Cart) => void
  /** The most this cashier may take off, in percent. */
  readonly mostDiscount: number
}

/** The lines, the newest in sight, and beneath them what they come to: the largest thing on the screen. */
export function CartView({ cart, currency, onChange, mostDiscount }: CartProps) {
  const { t, money } = useReader()
  const [open, setOpen] = useState<number | null>(null)
  const [discounting, setDiscounting] = useState(false)
  const { lines, discount, total } = reckon(cart, currency)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [cart.lines.length])
  const line = open === null ? undefined : cart.lines[open]
  return (
    <section className="till-cart" aria-label={t('tillCart')}>
      {cart.lines.length === 0 && <p className="till-empty">{t('tillCartEmpty')}</p>}
      <ol>
        {cart.lines.map((one, at) => (
          <li key={`${one.goods.id} ${at}`} ref={at === cart.lines.length - 1 ? end : null}>
            <LineRow line={one} cost={lines[at]} onOpen={() => setOpen(at)} onChange={(next) => onChange(change(cart, at, next))} />
          </li>
        ))}
      </ol>
      <div className="till-total" role="status">
        {discount.minor > 0n && <p className="till-discount"><span>{t('tillDiscount')}</span><span className="money">{money(moneyJson({ ...discount, minor: -discount.minor }))}</span></p>}
        <p><span>{t('tillTotal')}</span><strong className="money">{money(moneyJson(total))}</strong></p>
      </div>
      <div className="till-cart-actions">
        {mostDiscount > 0 && <Button variant="default" disabled={cart.lines.length === 0} onClick={() => setDiscounting(true)}>{t('tillDiscount')}</Button>}
        <Button variant="default" disabled={cart.lines.length === 0} onClick={() => onChange({ lines: [], discount: 0 })}>{t('tillClear')}</Button>
      </div>
      {open !== null && line !== undefined && (
        <LineDialog
          line={line} mostDiscount={mostDiscount} onClose={() => setOpen(null)} onRemove={() => onChange(remove(cart, open))}
          onChange={(next) => onChange(change(cart, open, next))}
        />
      )}
      {discounting && <DiscountDialog percent={cart.discount} most={mostDiscount} onClose={() => setDiscounting(false)} onChange={(percent) => onChange({ ...cart, discount: percent })} />}
    </section>
  )
}

type RowProps = {
  readonly line: CartLine
  readonly cost: { readonly cost: Money; readonly discount: Money } | undefined
  readonly onOpen: () => void
  readonly onChange: (line: Partial<CartLine>) => void
}

function LineRow({ line: { goods, quantity }, cost, onOpen, onChange }: RowProps) {
  const { t, money, decimal: number } = useReader()
  return (
    <div className="till-line">
      <button type="button" className="till-line-name" onClick={onOpen}>
        <b>{goods.name}</b>
        <small className="money">{number(quantity)} {goods.unit.name} × {money(goods.price)}</small>
      </button>
      {!goods.weighed && (
        <span className="till-steps">
          <button type="button" aria-label={t('tillLess', { name: goods.name })} disabled={quantity === '1'} onClick={() => onChange({ quantity: stepped(quantity, -1) })}>−</button>
          <button type="button" aria-label={t('tillMore', { name: goods.name })} onClick={() => onChange({ quantity: stepped(quantity, 1) })}>+</button>
        </span>
      )}
      {cost !== undefined && (
        <span className="till-line-cost money">
          {money(moneyJson({ ...cost.cost, minor: cost.cost.minor - cost.discount.minor }))}
          {cost.discount.minor > 0n && <s>{money(moneyJson(cost.cost))}</s>}
        </span>
      )}
    </div>
  )
}

type LineDialogProps = {
  readonly line: CartLine; readonly mostDiscount: number
  readonly onClose: () => void; readonly onRemove: () => void; readonly onChange: (line: Partial<CartLine>) => void
}

function LineDialog({ line, mostDiscount, onClose, onRemove, onChange }: LineDialogProps) {
  const { t } = useReader()
  const [quantity, setQuantity] = useState(line.quantity)
  const [discount, setDiscount] = useState(line.discount === 0 ? '' : String(line.discount))
  const typed = quantity.replace(',', '.')
  const check = () => [
    ...(isQuantity(typed) && (line.goods.weighed || !typed.includes('.')) ? [] : [{ field: 'quantity', code: 'malformed', message: t('tillQuantityWrong') }]),
    ...discountProblem(discount, mostDiscount, t('tillDiscountWrong', { most: mostDiscount })),
  ]
  const accept = () => {
    onChange({ quantity: typed, discount: Number(discount) })
    onClose()
  }
  return (
    <Dialog title={line.goods.name} onClose={onClose}>
      <Form submit={t('tillAccept')} busy={false} error={null} onSubmit={accept} onCancel={onClose} check={check}>
        <TextField name="quantity" numeric label={t('tillQuantity')} suffix={line.goods.unit.name} value={quantity} onChange={setQuantity} />
        <Keypad value={quantity} onChange={setQuantity} point={line.goods.weighed} />
        {mostDiscount > 0 && <TextField name="discount" numeric optional label={t('tillDiscount')} suffix="%" value={discount} onChange={setDiscount} />}
        <Button
          type="button" variant="subtle" color="red.8" leftSection={<Icon name="bin" size={18} />} onClick={() => {
            onRemove()
            onClose()
          }}
        >
          {t('tillRemoveLine')}
        </Button>
      </Form>
    </Dialog>
  )
}

const discountProblem = (text: string, most: number, message: string) =>
  text === '' || (/^[0-9]{1,3}$/.test(text) && Number(text) <= most) ? [] : [{ field: 'discount', code: 'too_big', message }]

function DiscountDialog({ percent, most, onClose, onChange }: { percent: number; most: number; onClose: () => void; onChange: (percent: number) => void }) {
  const { t } = useReader()
  const [typed, setTyped] = useState(percent === 0 ? '' : String(percent))
  const accept = () => {
    onChange(Number(typed))
    onClose()
  }
  return (
    <Dialog title={t('tillDiscount')} onClose={onClose}>
      <Form submit={t('tillAccept')} busy={false} error={null} onSubmit={accept} onCancel={onClose} check={() => discountProblem(typed, most, t('tillDiscountWrong', { most }))}>
        <TextField name="discount" numeric label={t('tillDiscountWhole')} suffix="%" value={typed} onChange={setTyped} />
        <Keypad value={typed} onChange={setTyped} />
      </Form>
    </Dialog>
  )
}
