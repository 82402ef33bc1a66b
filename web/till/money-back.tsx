import { useQuery } from '@tanstack/react-query'
import { Mark } from '../src/controls/mark.tsx'
import { useReader } from '../src/language/reader.tsx'
import { meansText } from '../src/receipts/means.tsx'
import type { Receipt, Refund, ReturnQuote } from '../src/api/nouns.ts'
import { proofQuery } from './queries.ts'

const REGISTERED: ReadonlySet<Receipt['state']> = new Set(['registered', 'offline'])

/** Of a return: what is handed over, and what goes back by itself and how far it is. Before the return is registered nothing is given. */
export function MoneyBack({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const { data: proof } = useQuery(proofQuery(receipt.id))
  if (receipt.state === 'cancelled') return null
  if (receipt.state === 'rejected') return <p className="hint-red" role="alert">{t('tillGiveNot')}</p>
  const mayGo = REGISTERED.has(receipt.state)
  const stateOf = (payment: string | null) => proof?.payments.find((one) => one.payment === payment)?.refund?.state ?? null
  return (
    <section className="till-give" role="status">
      {!mayGo && <p className="hint-amber">{t('tillGiveWait')}</p>}
      {receipt.payments.map((payment, at) => <Part key={`${at} ${payment.form}`} payment={payment} mayGo={mayGo} state={stateOf(payment.payment)} />)}
    </section>
  )
}

/** What a return would give back, said before it is made. */
export function MoneyToGiveBack({ payments, due }: ReturnQuote) {
  const { t, money } = useReader()
  return (
    <section className="till-give" role="status">
      {payments.map((payment, at) => <Part key={`${at} ${payment.form}`} payment={payment} mayGo={false} state={null} />)}
      {payments.length > 1 && <p className="till-owed"><span>{t('tillTotal')}</span><strong className="money">{money(due)}</strong></p>}
    </section>
  )
}

/** One payment's part. Cash and the terminal are the cashier's to give; a link's money goes by itself, so that its refund has a state. */
function Part({ payment: { form, means, slip, amount }, mayGo, state }: { payment: Receipt['payments'][number]; mayGo: boolean; state: Refund['state'] | null }) {
  const reader = useReader()
  const { t, money } = reader
  const text = { cash: t('tillGiveCash'), card: t('tillGiveCard'), link: t('tillGiveWay', { means: means === null ? t('tillLink') : meansText(means, reader) }) }
  const shown = form === 'link' && mayGo ? state : null
  return (
    <>
      <p className={mayGo && form !== 'link' ? 'till-change' : 'till-owed'}>
        <span>{text[form]}{form === 'card' && slip !== null && <small className="num">{slip.mask}</small>}</span>
        <strong className="money">{money(amount)}</strong>
      </p>
      {shown !== null && <RefundState state={shown} />}
    </>
  )
}

function RefundState({ state }: { state: Refund['state'] }) {
  const { t } = useReader()
  const [icon, tone] = state === 'succeeded' ? ['done', 'green'] as const : state === 'failed' ? ['alert', 'red'] as const : ['clock', 'amber'] as const
  return (
    <p>
      <Mark icon={icon} tone={tone}>{t(`refund_${state}`)}</Mark>
      {state === 'requested' && <small>{t('tillGiveTask')}</small>}
      {state === 'failed' && <small>{t('tillGiveFailed')}</small>}
    </p>
  )
}
