import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { sessionQuery } from '../src/api/session.ts'
import { useSay } from '../src/controls/announcer.tsx'
import { useReader } from '../src/language/reader.tsx'
import { queries } from '../src/queries.ts'
import type { CashRegister, Receipt } from '../src/api/nouns.ts'
import { Question } from './question.tsx'
import { isOf, secondsSince, sellOnce, sendKept, shelfOf } from './outbox.ts'
import type { KeptSale } from './outbox.ts'
import { sendSale, useCashier, useLookAgain } from './queries.ts'

const AGAIN_MS = 3000

type Outbox = {
  readonly kept: readonly KeptSale[]
  /** Whether it goes by itself, once it is not refused: others wait for their cashier or for a person. */
  readonly isOwn: (sale: KeptSale) => boolean
  /** Sells, or keeps the sale where no answer came: then null. */
  readonly sell: (sale: KeptSale) => Promise<Receipt | null>
  readonly again: (key: string) => void
  readonly drop: (key: string) => void
}

/** Sales whose answer has not come: kept on the device, and sent again by themselves until one does. */
export function useOutbox(register: CashRegister, isReached: boolean): Outbox {
  const { t } = useReader()
  const say = useSay()
  const signedIn = useCashier()
  const lookAgain = useLookAgain()
  const shelf = useMemo(() => shelfOf(register.id, localStorage), [register.id])
  const [kept, setKept] = useState(() => shelf.read())
  const isSending = useRef(false)
  const alone = async <Answer,>(work: () => Promise<Answer>): Promise<Answer> => {
    isSending.current = true
    try {
      return await work()
    } finally {
      isSending.current = false
      setKept(shelf.read())
    }
  }
  const send = useEffectEvent(async () => {
    if (isSending.current) return
    const taken = await alone(async () => {
      await queries.ensureQueryData(sessionQuery)
      return sendKept(shelf, signedIn.cashier.id, ({ key, sale, at }) => sendSale(signedIn, key, { ...sale, madeSecondsAgo: secondsSince(at) }))
    }).catch(() => 0)
    if (taken === 0) return
    say(t('tillKeptSent', { count: taken }))
    await lookAgain()
  })
  const isOwn = (sale: KeptSale) => isOf(sale, signedIn.cashier.id)
  const waits = kept.some((sale) => sale.refusal === null && isOwn(sale))
  useEffect(() => {
    if (!isReached || !waits) return
    void send()
    const timer = setInterval(() => void send(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [isReached, waits])
  const put = (sales: readonly KeptSale[]) => {
    shelf.write(sales)
    setKept(sales)
  }
  return {
    kept, isOwn,
    sell: async (sale) => {
      if (isReached) return alone(() => sellOnce(shelf, sale, () => sendSale(signedIn, sale.key, sale.sale)))
      put([...shelf.read(), sale])
      return null
    },
    again: (key) => put(shelf.read().map((one) => (one.key === key ? { ...one, cashier: signedIn.cashier.name, cashierId: signedIn.cashier.id, refusal: null } : one))),
    drop: (key) => put(shelf.read().filter((one) => one.key !== key)),
  }
}

/** What waits on this device, and what needs a person: what the server would not take, and what another cashier sold. */
export function KeptSales({ outbox: { kept, isOwn, again, drop } }: { outbox: Outbox }) {
  const { t, money } = useReader()
  const [dropping, setDropping] = useState<KeptSale | null>(null)
  const isGoing = (sale: KeptSale) => sale.refusal === null && isOwn(sale)
  const waiting = kept.filter(isGoing).length
  if (kept.length === 0) return null
  return (
    <section className="till-kept" aria-label={t('tillKeptSales')}>
      {waiting > 0 && <p>{t('tillKept', { count: waiting })}</p>}
      <ul>
        {kept.filter((sale) => !isGoing(sale)).map((sale) => (
          <li key={sale.key}>
            <p><b className="money">{money(sale.total)}</b> {sale.refusal ?? t('tillKeptOther', { name: sale.cashier })}</p>
            <Button variant="default" onClick={() => again(sale.key)}>{t('tillKeptAgain')}</Button>
            <Button variant="subtle" color="red.8" onClick={() => setDropping(sale)}>{t('tillDropKept')}</Button>
          </li>
        ))}
      </ul>
      {dropping !== null && (
        <Question
          title={t('tillDropKept')} text={t('tillDropKeptQuestion', { amount: money(dropping.total) })} yes={t('tillDropKept')}
          onYes={() => drop(dropping.key)} onClose={() => setDropping(null)}
        />
      )}
    </section>
  )
}
