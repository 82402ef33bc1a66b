import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useSay } from '../src/controls/announcer.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { CashRegister } from '../src/api/nouns.ts'
import { sendKept, shelfOf } from './outbox.ts'
import type { KeptSale } from './outbox.ts'
import { sendSale, useCashier, useLookAgain } from './queries.ts'

type Outbox = { readonly kept: readonly KeptSale[]; readonly keep: (sale: KeptSale) => void; readonly drop: (key: string) => void }

/** Sales made without the server: kept on the device, and sent by themselves when it answers again. */
export function useOutbox(register: CashRegister, isReached: boolean): Outbox {
  const { t } = useReader()
  const say = useSay()
  const signedIn = useCashier()
  const lookAgain = useLookAgain()
  const shelf = useMemo(() => shelfOf(register.id, localStorage), [register.id])
  const [kept, setKept] = useState(() => shelf.read())
  const send = useEffectEvent(async () => {
    const taken = await sendKept(shelf, ({ key, sale }) => sendSale(signedIn, key, sale))
    setKept(shelf.read())
    if (taken === 0) return
    say(t('tillKeptSent', { count: taken }))
    await lookAgain()
  })
  useEffect(() => {
    if (isReached) void send()
  }, [isReached])
  const put = (sales: readonly KeptSale[]) => {
    shelf.write(sales)
    setKept(sales)
  }
  return { kept, keep: (sale) => put([...shelf.read(), sale]), drop: (key) => put(shelf.read().filter((one) => one.key !== key)) }
}

/** What waits on this device, and what the server would not take, with its reason. */
export function KeptSales({ kept, onDrop }: { kept: readonly KeptSale[]; onDrop: (key: string) => void }) {
  const { t, money } = useReader()
  if (kept.length === 0) return null
  return (
    <section className="till-kept" aria-label={t('tillKeptSales')}>
      <p>{t('tillKept', { count: kept.length })}</p>
      <ul>
        {kept.filter(({ refusal }) => refusal !== null).map((sale) => (
          <li key={sale.key}>
            <span className="money">{money(sale.total)}</span> <span>{sale.refusal}</span>
            <Button variant="subtle" color="red.8" onClick={() => onDrop(sale.key)}>{t('tillDropKept')}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
