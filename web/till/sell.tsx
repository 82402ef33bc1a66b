import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Currency } from '../../src/money/currency.ts'
import { useSay } from '../src/controls/announcer.tsx'
import { useErrorText } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import { linesOf, put, reckon } from './cart.ts'
import { CartView, Total } from './cart-view.tsx'
import { GoodsGrid, scanned, SEARCH } from './goods-grid.tsx'
import { useCart } from './kept.ts'
import { useKeys } from './keys.ts'
import { KeptSales, useOutbox } from './kept-sales.tsx'
import type { CashRegister, Goods, Receipt, Standing } from '../src/api/nouns.ts'
import type { KeptSale } from './outbox.ts'
import { Paying } from './paying.tsx'
import { goodsQuery, linkWaysQuery, useCashier, useOpenShift } from './queries.ts'
import { useScanner } from './scanner.ts'
import { SoldDialog } from './sold.tsx'
import { warn } from './sound.ts'
import { WeighDialog } from './weigh.tsx'

type Step = 'none' | 'cash' | 'card' | 'link' | 'mixed'

type SellProps = { readonly register: CashRegister; readonly currency: Currency; readonly isReached: boolean; /** Null: not known yet. */ readonly standing: Standing | null }

/** The cart of this register, what may be done with it now, and its way to the server. */
function useSale({ register, currency, isReached }: Omit<SellProps, 'standing'>) {
  const { t } = useReader()
  const say = useSay()
  const [step, setStep] = useState<Step>('none')
  const [isElsewhere, setElsewhere] = useState(false)
  const { cart, setCart, selling, sold: takeNext } = useCart(register.id, () => {
    if (step === 'none') return
    setStep('none')
    setElsewhere(true)
  })
  const [sold, setSold] = useState<Receipt | null>(null)
  const { data: ways = [] } = useQuery(linkWaysQuery(register.store))
  const hasWays = ways.length > 0
  const outbox = useOutbox(register, isReached)
  const { total } = reckon(cart, currency)
  const sell = (sale: KeptSale) => selling(() => outbox.sell(sale))
  const begin = (receipt: Receipt | null) => {
    takeNext()
    setStep('none')
    setElsewhere(false)
    setSold(receipt)
    if (receipt === null) say(t('tillKept', { count: outbox.kept.length + 1 }))
  }
  const isOff = total.minor <= 0n || (!isReached && register.fiscaliser !== null)
  return { cart, setCart, step, setStep, isElsewhere, setElsewhere, sold, setSold, hasWays, hasLink: hasWays && isReached, outbox, total, sell, begin, isOff }
}

/** Puts goods into the cart, by touch or by scanner; weighed ones by way of the scale. */
function useGoods(register: CashRegister, { setCart, sold, setSold }: Pick<ReturnType<typeof useSale>, 'setCart' | 'sold' | 'setSold'>) {
  const { t } = useReader()
  const say = useSay()
  const list = useQuery(goodsQuery(register.store))
  const [weighing, setWeighing] = useState<Goods | null>(null)
  const [unknown, setUnknown] = useState<string | null>(null)
  const add = (one: Goods) => {
    setUnknown(null)
    if (one.weighed) setWeighing(one)
    else setCart((before) => put(before, one, '1'))
  }
  useScanner(SEARCH, (scan) => {
    const isBusy = sold === null && document.querySelector('dialog[open]') !== null
    const one = isBusy ? null : scanned(list.data ?? [], scan)
    setSold(null)
    if (one !== null) return add(one)
    warn()
    if (isBusy) say(t('tillScanWaits'))
    else setUnknown(scan.typed)
  })
  const weighed = (one: Goods, quantity: string) => {
    setCart((before) => put(before, one, quantity))
    setWeighing(null)
  }
  return { list, add, weighing, setWeighing, weighed, unknown }
}

/** Goods on one side, the cart on the other, and the ways to pay beneath it. */
export function Sell({ standing, ...till }: SellProps) {
  const { t } = useReader()
  const { register, currency } = till
  const { cashier } = useCashier()
  const sale = useSale(till)
  const { cart, setCart, step, setStep, sold, setSold, outbox, total, isOff, hasLink } = sale
  const [openLine, setOpenLine] = useState<number | null>(null)
  useKeys((deed) => {
    if (deed === 'quantity') setOpenLine(cart.lines.length === 0 ? null : cart.lines.length - 1)
    else if (!isOff && (deed !== 'link' || hasLink)) setStep(deed)
  })
  const { list, add, weighing, setWeighing, weighed, unknown } = useGoods(register, sale)
  return (
    <main className="till-sell">
      <GoodsGrid list={list} onPut={add} />
      <div className="till-side">
        {sale.isElsewhere && <Elsewhere onClose={() => sale.setElsewhere(false)} />}
        {unknown !== null && <p className="till-unknown" role="alert">{t('tillUnknownCode', { code: unknown })}</p>}
        <CartView
          register={register.id} cart={cart} currency={currency} onChange={setCart} open={openLine} onOpen={setOpenLine}
          mostDiscount={cashier.mostDiscountPercent ?? 100}
        />
        <KeptSales outbox={outbox} />
        <div className="till-pay">
          <Total cart={cart} currency={currency} />
          <PaymentForms isOff={isOff} hasWays={sale.hasWays} hasLink={hasLink} onStep={setStep} />
          {standing?.shift === null && till.isReached && <NoShift register={register} />}
        </div>
      </div>
      {step !== 'none' && (
        <Paying
          register={register} lines={linesOf(cart, currency)} total={total} step={step} hasLink={hasLink} onClose={() => setStep('none')}
          onSell={sale.sell} onSold={sale.begin}
        />
      )}
      {weighing !== null && <WeighDialog goods={weighing} onClose={() => setWeighing(null)} onWeighed={(quantity) => weighed(weighing, quantity)} />}
      {sold !== null && <SoldDialog key={sold.id} receipt={sold} onClose={() => setSold(null)} />}
    </main>
  )
}

/** Stays until somebody has read it: whoever stands here may have been asking for money for goods that are paid. */
function Elsewhere({ onClose }: { onClose: () => void }) {
  const { t } = useReader()
  return (
    <div className="till-unknown" role="alert">
      <p>{t('tillElsewhere')}</p>
      <Button variant="default" onClick={onClose}>{t('close')}</Button>
    </div>
  )
}

/** What the next sale does about it or, where a person opens the shifts, that step right here. */
function NoShift({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const open = useOpenShift(register.id)
  if (register.opens !== 'by_hand') return <p className="quiet">{t('tillShiftWillOpen')}</p>
  return (
    <div className="till-no-shift">
      <p>{open.error === null ? t('tillNoShift') : textOf(open.error)}</p>
      <Button variant="default" loading={open.isPending} onClick={() => open.mutate()}>{t('tillOpenShift')}</Button>
    </div>
  )
}

type FormsProps = { readonly isOff: boolean; readonly hasWays: boolean; readonly hasLink: boolean; readonly onStep: (step: Step) => void }

/** The sign on each is the key of the number pad that presses it. */
function PaymentForms({ isOff, hasWays, hasLink, onStep }: FormsProps) {
  const { t } = useReader()
  return (
    <div className="till-forms">
      <Button size="xl" disabled={isOff} aria-keyshortcuts="+" onClick={() => onStep('cash')}>{t('tillCash')}<kbd aria-hidden="true">+</kbd></Button>
      <Button size="xl" variant="default" disabled={isOff} aria-keyshortcuts="-" onClick={() => onStep('card')}>{t('tillCard')}<kbd aria-hidden="true">−</kbd></Button>
      {hasWays && (
        <Button size="xl" variant="default" disabled={isOff || !hasLink} aria-keyshortcuts="/" onClick={() => onStep('link')}>
          {t('tillLink')}
          <kbd aria-hidden="true">/</kbd>
        </Button>
      )}
      <Button size="xl" variant="default" disabled={isOff} onClick={() => onStep('mixed')}>{t('tillMixed')}</Button>
    </div>
  )
}
