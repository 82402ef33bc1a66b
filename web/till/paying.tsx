import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Money } from '../../src/money/money.ts'
import { orderKeys } from '../src/api/idempotency.ts'
import { moneyJson } from './cart.ts'
import type { CashRegister, Receipt, SaleFields, SalePayment } from '../src/api/nouns.ts'
import type { KeptSale } from './outbox.ts'
import { PayCard } from './pay-card.tsx'
import type { Slip } from './pay-card.tsx'
import { PayCash } from './pay-cash.tsx'
import { PayLink } from './pay-link.tsx'
import { PayMixed } from './pay-mixed.tsx'
import type { Mix } from './pay-mixed.tsx'
import { linkWaysQuery, useCashier, useLookAgain } from './queries.ts'

type PayingProps = {
  readonly register: CashRegister; readonly lines: SaleFields['lines']; readonly total: Money; readonly step: 'cash' | 'card' | 'link' | 'mixed'
  readonly hasLink: boolean; readonly onClose: () => void; readonly onSell: (sale: KeptSale) => Promise<Receipt | null>; readonly onSold: (receipt: Receipt | null) => void
}

/** One sale on its way: the dialog of the chosen form, and the one order it becomes. */
export function Paying({ register, lines, total, step, hasLink, onClose, onSell, onSold }: PayingProps) {
  const { data: ways = [] } = useQuery(linkWaysQuery(register.store))
  const [mix, setMix] = useState<Mix | null>(null)
  const { cashier } = useCashier()
  const lookAgain = useLookAgain()
  const [keys] = useState(() => orderKeys(() => crypto.randomUUID(), { once: true }))
  const isAsked = useRef(false)
  const sell = useMutation({
    mutationFn: onSell, onError: keys.answered,
    onSettled: () => {
      isAsked.current = false
    },
    onSuccess: async (receipt) => {
      if (receipt !== null) await lookAgain()
      onSold(receipt)
    },
  })
  // A sale on its way has no way back: what is closed beneath it could be sold once more.
  const close = () => {
    if (!isAsked.current) onClose()
  }
  const order = (payments: SalePayment[], expiresInHours?: number) => {
    // The second press of a double one comes before the button shows that it is busy.
    if (isAsked.current) return
    isAsked.current = true
    const sale = { register: register.id, lines, payments, ...(expiresInHours !== undefined && { expiresInHours }) }
    sell.mutate({ key: keys.keyFor(sale), cashier: cashier.name, cashierId: cashier.id, at: new Date().toISOString(), total: moneyJson(total), sale, refusal: null })
  }
  const cashFirst: SalePayment[] = mix === null ? [] : [{ form: 'cash', amount: moneyJson(mix.cash), given: moneyJson(mix.cash) }]
  const owed = mix?.rest ?? total
  const common = { total: owed, busy: sell.isPending, error: sell.error, onClose: close }
  const now = mix?.restBy ?? step
  const stepMinor = stepOf(register)
  if (now === 'mixed') return <PayMixed total={total} stepMinor={stepMinor} hasLink={hasLink} onClose={close} onNext={setMix} />
  if (now === 'card') return <PayCard {...common} onPaid={(slip) => order([...cashFirst, { form: 'card', amount: moneyJson(owed), ...slipOf(slip) }])} />
  if (now === 'link') {
    return (
      <PayLink
        {...common} deferredHours={register.deferredHours} ways={ways}
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
