import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { currencyOf } from '../../src/money/currency.ts'
import { Icon } from '../src/controls/icon.tsx'
import type { IconName } from '../src/controls/icon.tsx'
import { useReader } from '../src/language/reader.tsx'
import { standingQuery } from '../src/registers/queries.ts'
import type { TextKey } from '../src/language/texts.ts'
import { Deferred } from './deferred.tsx'
import type { CashRegister } from '../src/api/nouns.ts'
import { Question } from './question.tsx'
import { TillContext } from './queries.ts'
import type { SignedIn } from './queries.ts'
import { ReceiptList } from './receipt-list.tsx'
import { Sell } from './sell.tsx'
import { ShiftPanel } from './shift-panel.tsx'
import { ServiceBand } from './service-band.tsx'
import { useReach, useTillSession } from './reach.ts'
import { useWatch } from './watch.ts'

type View = 'sell' | 'deferred' | 'receipts' | 'shift'

const VIEWS: readonly { readonly view: View; readonly icon: IconName; readonly text: TextKey }[] = [
  { view: 'sell', icon: 'store', text: 'tillSell' }, { view: 'deferred', icon: 'clock', text: 'tillDeferred' },
  { view: 'receipts', icon: 'file', text: 'tillReceipts' }, { view: 'shift', icon: 'coins', text: 'tillShift' },
]

type WorkplaceProps = { readonly register: CashRegister; readonly signedIn: SignedIn; readonly onLock: () => void }

/** The cashier's whole screen. Without the server its frame says so, and what still works. */
export function Workplace({ register, signedIn, onLock }: WorkplaceProps) {
  const { t } = useReader()
  const [view, setView] = useState<View>('sell')
  const till = useMemo(() => ({ register, signedIn }), [register, signedIn])
  const standing = useQuery(standingQuery(register.id))
  const session = useTillSession()
  const [locking, setLocking] = useState(false)
  const isReached = useReach(standing) && session.data !== undefined
  const waiting = useWatch(register.id)
  const currency = currencyOf(register.currency)
  if (session.data === null) return <Navigate to="/sign-in" search={{ back: '/sell' }} />
  if (currency === null) return null
  return (
    <TillContext value={till}>
      <div className={isReached ? 'till' : 'till till-unreached'}>
        {register.mode === 'test' && <p className="test-band" role="note">{t('testBand')}</p>}
        {!isReached && <p className="till-band" role="alert">{register.fiscaliser === null ? t('tillUnreachedPlain') : t('tillUnreachedFiscal')}</p>}
        {isReached && standing.data !== undefined && <ServiceBand standing={standing.data} />}
        <header className="till-head">
          <strong className="clip">{register.name}</strong>
          <nav aria-label={t('navMain')}>
            {VIEWS.map(({ view: one, icon, text }) => (
              <button key={one} type="button" aria-current={one === view ? 'page' : undefined} onClick={() => setView(one)}>
                <Icon name={icon} /><span>{t(text)}</span>
                {one === 'deferred' && waiting > 0 && <span className="till-count">{waiting}</span>}
              </button>
            ))}
          </nav>
          <button type="button" className="till-lock" onClick={() => (isReached ? onLock() : setLocking(true))}>
            <Icon name="person" />
            <span className="clip">{signedIn.cashier.name}</span>
            <small>{t('tillLock')}</small>
          </button>
        </header>
        {view === 'sell' && <Sell register={register} currency={currency} isReached={isReached} standing={standing.data ?? null} />}
        {view === 'deferred' && <Deferred register={register} />}
        {view === 'receipts' && <ReceiptList register={register} />}
        {view === 'shift' && <ShiftPanel register={register} standing={standing.data ?? null} />}
        {locking && <Question title={t('tillLock')} text={t('tillLockQuestion')} yes={t('tillLock')} onYes={onLock} onClose={() => setLocking(false)} />}
      </div>
    </TillContext>
  )
}
