import { Button } from '@mantine/core'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Problem } from '../src/api/problem.ts'
import { Icon } from '../src/controls/icon.tsx'
import { Failed, useErrorText, Waiting } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import { standingQuery } from '../src/registers/queries.ts'
import { keepCashier, keepRegister, keptCashier, keptRegister } from './kept.ts'
import { Keypad } from './keypad.tsx'
import { Locked } from './locked.tsx'
import type { CashRegister, Cashier } from '../src/api/nouns.ts'
import { cashiersQuery, registersQuery, useSignIn } from './queries.ts'
import type { SignedIn } from './queries.ts'
import { useReach, useTillSession } from './reach.ts'
import { keepTillAtHand } from './worker.ts'
import { Workplace } from './workplace.tsx'

/** Before anything is sold: at which register this device stands, and who stands at it. */
export function Till() {
  const { data: registers } = useSuspenseQuery(registersQuery)
  const active = registers.filter(({ state }) => state === 'active')
  const [chosen, setChosen] = useState(keptRegister)
  const register = active.find(({ id }) => id === chosen) ?? (active.length === 1 ? active[0] : undefined)
  const [signedIn, setSignedIn] = useState(() => keptCashier(register?.id))
  useEffect(keepTillAtHand, [])
  const choose = (id: string | null) => {
    keepRegister(id)
    setChosen(id)
  }
  const stand = (at: string, who: SignedIn | null) => {
    keepCashier(at, who)
    setSignedIn(who)
  }
  if (register === undefined) return <ChooseRegister registers={active} onChoose={choose} />
  if (signedIn === null) return <SignIn register={register} onSignedIn={(who) => stand(register.id, who)} onBack={active.length > 1 ? () => choose(null) : null} />
  return <Workplace key={register.id} register={register} signedIn={signedIn} onLock={() => stand(register.id, null)} />
}

function ChooseRegister({ registers, onChoose }: { registers: readonly CashRegister[]; onChoose: (id: string) => void }) {
  const { t } = useReader()
  return (
    <main className="till-gate">
      <h1>{t('tillChooseRegister')}</h1>
      {registers.length === 0 && <p>{t('tillNoRegisters')}</p>}
      <ul>
        {registers.map(({ id, name, fiscalNumber, mode }) => (
          <li key={id}>
            <button type="button" className="till-choice" onClick={() => onChoose(id)}>
              <Icon name="store" size={28} />
              <span>
                <b>{name}</b>
                {fiscalNumber !== null && <small>{t('tillFiscalNumber', { number: fiscalNumber })}</small>}
                {mode === 'test' && <small>{t('testBand')}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Link to="/" className="link">{t('tillToCabinet')}</Link>
    </main>
  )
}

type SignInProps = { readonly register: CashRegister; readonly onSignedIn: (signedIn: SignedIn) => void; readonly onBack: (() => void) | null }

/** Whoever begins needs the server, which is asked all the time so that its going and coming is seen. */
function SignIn({ register, onSignedIn, onBack }: SignInProps) {
  const session = useTillSession()
  const list = useQuery(cashiersQuery(register.store))
  const standing = useQueryClient().getQueryState(standingQuery(register.id).queryKey)
  const [openedMs] = useState(() => Date.now())
  const isReached = useReach(list) && session.data !== undefined
  const retry = () => {
    void session.refetch()
    void list.refetch()
  }
  if (session.data === null) return <Navigate to="/sign-in" search={{ back: '/sell' }} />
  if (!isReached) {
    const answeredMs = Math.max(session.dataUpdatedAt, list.dataUpdatedAt, standing?.dataUpdatedAt ?? 0)
    return <Locked register={register} since={new Date(answeredMs === 0 ? openedMs : answeredMs)} onRetry={retry} />
  }
  if (list.data === undefined) return <main className="till-gate">{list.error === null ? <Waiting /> : <Failed error={list.error} retry={retry} />}</main>
  return <ChooseCashier register={register} cashiers={list.data} onSignedIn={onSignedIn} onBack={onBack} />
}

function ChooseCashier({ register, cashiers, onSignedIn, onBack }: SignInProps & { readonly cashiers: readonly Cashier[] }) {
  const { t } = useReader()
  const [cashier, setCashier] = useState<Cashier | null>(null)
  if (cashier !== null) return <EnterPin register={register} cashier={cashier} onSignedIn={onSignedIn} onBack={() => setCashier(null)} />
  return (
    <main className="till-gate">
      <p className="quiet">{register.name}</p>
      <h1>{t('tillWhoSells')}</h1>
      {cashiers.length === 0 && <p>{t('tillNoCashiers')}</p>}
      <ul>
        {cashiers.map((one) => (
          <li key={one.id}><button type="button" className="till-choice" onClick={() => setCashier(one)}><Icon name="person" size={28} /><b>{one.name}</b></button></li>
        ))}
      </ul>
      <p className="till-gate-links">
        {onBack !== null && <button type="button" className="link" onClick={onBack}>{t('tillOtherRegister')}</button>}
        <Link to="/" className="link">{t('tillToCabinet')}</Link>
      </p>
    </main>
  )
}

const LONGEST_PIN = 8
const SHORTEST_PIN = 4

function EnterPin({ register, cashier, onSignedIn, onBack }: { register: CashRegister; cashier: Cashier; onSignedIn: (signedIn: SignedIn) => void; onBack: () => void }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const [pin, setPin] = useState('')
  const signIn = useSignIn(register.id, onSignedIn, () => setPin(''))
  return (
    <main className="till-gate">
      <p className="quiet">{register.name}</p>
      <h1>{cashier.name}</h1>
      <form
        className="till-pin" onSubmit={(event) => {
          event.preventDefault()
          if (pin.length >= SHORTEST_PIN) signIn.mutate({ cashier: cashier.id, pin })
        }}
      >
        <label htmlFor="pin">{t('tillPin')}</label>
        <input
          id="pin" type="password" inputMode="none" autoComplete="off" autoFocus value={pin} maxLength={LONGEST_PIN}
          aria-invalid={signIn.isError} aria-describedby="pin-problem" onChange={(event) => setPin(event.currentTarget.value.replace(/[^0-9]/g, ''))}
        />
        <p id="pin-problem" className="field-problem" role="alert">
          {signIn.error !== null && (signIn.error instanceof Problem && signIn.error.code === 'wrong_pin' ? t('tillPinWrong') : textOf(signIn.error))}
        </p>
        <Keypad value={pin} onChange={(next) => setPin(next.slice(0, LONGEST_PIN))} />
        <Button type="submit" size="lg" loading={signIn.isPending} disabled={pin.length < SHORTEST_PIN}>{t('tillBegin')}</Button>
        <Button type="button" size="lg" variant="subtle" color="gray" onClick={onBack}>{t('tillOtherCashier')}</Button>
      </form>
    </main>
  )
}
