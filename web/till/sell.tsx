import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Currency } from '../../src/money/currency.ts'
import type { Money } from '../../src/money/money.ts'
import { useSay } from '../src/controls/announcer.tsx'
import { useReader } from '../src/language/reader.tsx'
import { EMPTY, linesOf, put, reckon } from './cart.ts'
import { CartView, moneyJson } from './cart-view.tsx'
import { GoodsGrid, scanned } from './goods-grid.tsx'
import { useCart } from './kept.ts'
import { KeptSales, useOutbox } from './kept-sales.tsx'
import type { CashRegister, Goods, Receipt, SaleFields, SalePayment, Shift } from '../src/api/nouns.ts'
import type { KeptSale } from './outbox.ts'
import { PayCard } from './pay-card.tsx'
import type { Slip } from './pay-card.tsx'
import { PayCash } from './pay-cash.tsx'
import { PayLink } from './pay-link.tsx'
import { PayMixed } from './pay-mixed.tsx'
import type { Mix } from './pay-mixed.tsx'
import { goodsQuery, hasBankAppQuery, hasChannelsQuery, useCashier, useSell } from './queries.ts'
import { useScanner } from './scanner.ts'
import { SoldDialog } from './sold.tsx'
import { WeighDialog } from './weigh.tsx'

type Step = 'none' | 'cash' | 'card' | 'link' | 'mixed'

type SellProps = { readonly register: CashRegister; readonly currency: Currency; readonly isReached: boolean; readonly shift: Shift | null }

/** Goods on one side, the cart on the other, and the ways to pay beneath it. */
export function Sell({ register, currency, isReached, shift }: SellProps) {
  const { t } = useReader()
  const say = useSay()
  const { cashier } = useCashier()
  const [cart, setCart] = useCart(register.id)
  const { data: goods = [] } = useQuery(goodsQuery(register.store))
  const [weighing, setWeighing] = useState<Goods | null>(null)
  const [step, setStep] = useState<Step>('none')
  const [sold, setSold] = useState<Receipt | null>(null)
  const outbox = useOutbox(register, isReached)
  const add = (one: Goods) => (one.weighed ? setWeighing(one) : setCart((before) => put(before, one, '1')))
  useScanner((code) => {
    const one = scanned(goods, code)
    if (one === null) say(t('tillUnknownCode', { code }))
    else add(one)
  })
  const finish = (receipt: Receipt) => {
    setCart(EMPTY)
    setStep('none')
    setSold(receipt)
  }
  const keep = (sale: KeptSale) => {
    outbox.keep(sale)
    setCart(EMPTY)
    setStep('none')
    say(t('tillKept', { count: outbox.kept.length + 1 }))
  }
  const { total } = reckon(cart, currency)
  return (
    <main className="till-sell">
      <GoodsGrid goods={goods} onPut={add} />
      <div className="till-side">
        <CartView cart={cart} currency={currency} onChange={setCart} mostDiscount={cashier.mostDiscountPercent ?? 100} />
        <KeptSales kept={outbox.kept} onDrop={outbox.drop} />
        <PaymentForms register={register} isOff={total.minor <= 0n || (!isReached && register.fiscaliser !== null)} isReached={isReached} onStep={setStep} />
        {shift === null && isReached && <p className="quiet">{t('tillShiftWillOpen')}</p>}
      </div>
      {step !== 'none' && <Paying register={register} lines={linesOf(cart, currency)} total={total} step={step} isReached={isReached} onClose={() => setStep('none')} onSold={finish} onKept={keep} />}
      {weighing !== null && (
        <WeighDialog
          goods={weighing} onClose={() => setWeighing(null)} onWeighed={(quantity) => {
            setCart((before) => put(before, weighing, quantity))
            setWeighing(null)
          }}
        />
      )}
      {sold !== null && <SoldDialog receipt={sold} onClose={() => setSold(null)} />}
    </main>
  )
}

function PaymentForms({ register, isOff, isReached, onStep }: { register: CashRegister; isOff: boolean; isReached: boolean; onStep: (step: Step) => void }) {
  const { t } = useReader()
  const { data: hasChannels = false } = useQuery(hasChannelsQuery(register.store))
  return (
    <div className="till-forms">
      <Button size="xl" disabled={isOff} onClick={() => onStep('cash')}>{t('tillCash')}</Button>
      <Button size="xl" variant="default" disabled={isOff} onClick={() => onStep('card')}>{t('tillCard')}</Button>
      {hasChannels && <Button size="xl" variant="default" disabled={isOff || !isReached} onClick={() => onStep('link')}>{t('tillLink')}</Button>}
      <Button size="xl" variant="default" disabled={isOff} onClick={() => onStep('mixed')}>{t('tillMixed')}</Button>
    </div>
  )
}

type PayingProps = {
  readonly register: CashRegister; readonly lines: SaleFields['lines']; readonly total: Money; readonly step: Exclude<Step, 'none'>
  readonly isReached: boolean; readonly onClose: () => void; readonly onSold: (receipt: Receipt) => void; readonly onKept: (sale: KeptSale) => void
}

/** One sale on its way: the dialog of the chosen form, and the one order it becomes. */
function Paying({ register, lines, total, step, isReached, onClose, onSold, onKept }: PayingProps) {
  const { data: hasChannels = false } = useQuery(hasChannelsQuery(register.store))
  const { data: bankApp = false } = useQuery(hasBankAppQuery(register.store))
  const [mix, setMix] = useState<Mix | null>(null)
  const { cashier } = useCashier()
  const [key] = useState(() => crypto.randomUUID())
  const sell = useSell(key, onSold)
  const order = (payments: SalePayment[], expiresInHours?: number) => {
    const sale = { register: register.id, lines, payments, ...(expiresInHours !== undefined && { expiresInHours }) }
    if (isReached) sell.mutate(sale)
    else onKept({ key, cashier: cashier.name, at: new Date().toISOString(), total: moneyJson(total), sale, refusal: null })
  }
  const cashFirst: SalePayment[] = mix === null ? [] : [{ form: 'cash', amount: moneyJson(mix.cash), given: moneyJson(mix.cash) }]
  const owed = mix?.rest ?? total
  const common = { total: owed, busy: sell.isPending, error: sell.error, onClose }
  const now = mix?.restBy ?? step
  const stepMinor = stepOf(register)
  if (now === 'mixed') return <PayMixed total={total} stepMinor={stepMinor} hasLink={hasChannels && isReached} onClose={onClose} onNext={setMix} />
  if (now === 'card') return <PayCard {...common} onPaid={(slip) => order([...cashFirst, { form: 'card', amount: moneyJson(owed), ...slipOf(slip) }])} />
  if (now === 'link') {
    return (
      <PayLink
        {...common} deferredHours={register.deferredHours} bankApp={bankApp}
        onSend={(send, hours) => order([...cashFirst, { form: 'link', amount: moneyJson(owed), send }], hours)}
      />
    )
  }
  return <PayCash {...common} stepMinor={stepMinor} onPaid={(due, given) => order([{ form: 'cash', amount: moneyJson(due), given: moneyJson(given) }])} />
}

/** The smallest sum in which cash is paid, in minor units; zero where nothing is rounded. */
const stepOf = ({ rounding }: CashRegister): bigint => BigInt(rounding.amount.replace('.', ''))

/** What was copied from the terminal's slip, where anything was. */
const slipOf = ({ mask, reference, authCode }: Slip) =>
  (mask + reference + authCode === '' ? {} : { slip: { mask: mask || null, reference: reference || null, authCode: authCode || null } })
