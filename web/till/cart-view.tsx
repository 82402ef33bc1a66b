import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Currency } from '../../src/money/currency.ts'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { Icon } from '../src/controls/icon.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { change, EMPTY, isQuantity, moneyJson, reckon, remove, stepped } from './cart.ts'
import type { Cart, CartLine } from './cart.ts'
import { Keypad } from './keypad.tsx'
import { useParked } from './parked.ts'
import type { Parked } from './parked.ts'
import { ParkDialog, ParkedList } from './parked-view.tsx'
import { Question } from './question.tsx'

type CartProps = {
  readonly register: string
  readonly cart: Cart
  readonly currency: Currency
  readonly onChange: (cart: Cart) => void
  /** The line whose dialog is open, by its place. */
  readonly open: number | null
  readonly onOpen: (at: number | null) => void
  /** The most this cashier may take off, in percent. */
  readonly mostDiscount: number
}

/** The lines, the newest in sight; where there are none yet, the sales that were parked. */
export function CartView({ register, cart, currency, onChange, open, onOpen, mostDiscount }: CartProps) {
  const { t } = useReader()
  const { lines } = reckon(cart, currency)
  const { parked, park, unpark } = useParked(register)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [cart.lines.length])
  const line = open === null ? undefined : cart.lines[open]
  const isEmpty = cart.lines.length === 0
  return (
    <section className="till-cart" aria-label={t('tillCart')}>
      {isEmpty && <p className="till-empty">{t('tillCartEmpty')}</p>}
      {isEmpty && parked.length > 0 && (
        <ParkedList
          parked={parked} currency={currency} onTake={(one) => {
            onChange(one.cart)
            unpark(one.id)
          }}
        />
      )}
      {!isEmpty && (
        <ol>
          {cart.lines.map((one, at) => (
            <li key={`${one.goods.id} ${at}`} ref={at === cart.lines.length - 1 ? end : null}>
              <LineRow line={one} cost={lines[at]} onOpen={() => onOpen(at)} onChange={(next) => onChange(change(cart, at, next))} />
            </li>
          ))}
        </ol>
      )}
      <CartActions
        cart={cart} onChange={onChange} mostDiscount={mostDiscount} parked={parked} onPark={(name) => {
          park(name, cart)
          onChange(EMPTY)
        }}
      />
      {open !== null && line !== undefined && (
        <LineDialog
          line={line} mostDiscount={mostDiscount} onClose={() => onOpen(null)} onRemove={() => onChange(remove(cart, open))}
          onChange={(next) => onChange(change(cart, open, next))}
        />
      )}
    </section>
  )
}

/** What it all comes to: the largest thing on the screen. */
export function Total({ cart, currency }: { cart: Cart; currency: Currency }) {
  const { t, money } = useReader()
  const { discount, total } = reckon(cart, currency)
  return (
    <div className="till-total" role="status">
      <p>
        <span>
          {t('tillTotal')}
          {discount.minor > 0n && <small>{t('tillDiscount')} <span className="money">{money(moneyJson({ ...discount, minor: -discount.minor }))}</span></small>}
        </span>
        <strong className="money">{money(moneyJson(total))}</strong>
      </p>
    </div>
  )
}

type ActionProps = {
  readonly cart: Cart; readonly onChange: (cart: Cart) => void; readonly mostDiscount: number
  readonly parked: readonly Parked[]; readonly onPark: (name: string) => void
}

function CartActions({ cart, onChange, mostDiscount, parked, onPark }: ActionProps) {
  const { t } = useReader()
  const [asking, setAsking] = useState<'none' | 'discount' | 'park' | 'clear'>('none')
  const none = () => setAsking('none')
  const isOff = cart.lines.length === 0
  return (
    <div className="till-cart-actions">
      {mostDiscount > 0 && <Button variant="default" disabled={isOff} onClick={() => setAsking('discount')}>{t('tillDiscount')}</Button>}
      <Button variant="default" disabled={isOff} onClick={() => setAsking('park')}>
        {t('tillPark')}
        {parked.length > 0 && <span className="till-count">{parked.length}</span>}
      </Button>
      <Button variant="default" disabled={isOff} onClick={() => setAsking('clear')}>{t('tillClear')}</Button>
      {asking === 'discount' && <DiscountDialog percent={cart.discount} most={mostDiscount} onClose={none} onChange={(percent) => onChange({ ...cart, discount: percent })} />}
      {asking === 'park' && (
        <ParkDialog
          parked={parked} onClose={none} onPark={(name) => {
            onPark(name)
            none()
          }}
        />
      )}
      {asking === 'clear' && (
        <Question
          title={t('tillClear')} text={t('tillClearQuestion', { count: cart.lines.length })} yes={t('tillClear')}
          onYes={() => onChange(EMPTY)} onClose={none}
        />
      )}
    </div>
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
          <button
            type="button" aria-label={t('tillLess', { name: goods.name })} disabled={quantity === '1'}
            onClick={() => onChange({ quantity: stepped(quantity, -1) })}
          >−</button>
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

/** The first key begins a new quantity; where none is pressed, it stays. */
function LineDialog({ line, mostDiscount, onClose, onRemove, onChange }: LineDialogProps) {
  const { t, decimal: number } = useReader()
  const [quantity, setQuantity] = useState('')
  const [discount, setDiscount] = useState(line.discount === 0 ? '' : String(line.discount))
  const typed = quantity === '' ? line.quantity : quantity.replace(',', '.')
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
        <TextField
          name="quantity" numeric="pad" label={t('tillQuantity')} suffix={line.goods.unit.name} placeholder={number(line.quantity)} value={quantity}
          onChange={setQuantity}
        />
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
        <TextField name="discount" numeric="pad" label={t('tillDiscountWhole')} suffix="%" value={typed} onChange={setTyped} />
        <Keypad value={typed} onChange={setTyped} />
      </Form>
    </Dialog>
  )
}
