import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Account, Agreement, AgreementDifference, Channel, MoneyJson } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { channelsQuery, useCheckReference } from '../channels/queries.ts'
import { Icon } from '../controls/icon.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { useToday, useWhen } from '../shell/store.tsx'
import { gapBetween } from './gap.ts'
import { agreementDaysQuery, agreementQuery } from './queries.ts'

type Asked = { from?: string; to?: string; currency?: string }

/** The provider's own list of a period against the books. It is asked when a person says so, because that takes it a moment. */
export function AgreementWithProvider({ account, asked }: { account: Account; asked: Asked }) {
  const { t } = useReader()
  const navigate = useNavigate({ from: '/accounts/$id' })
  const today = useToday()
  const { to = today, from = `${to.slice(0, 'YYYY-MM'.length)}-01` } = asked
  const [wanted, ask] = useState('')
  const period = `${from} ${to}`
  const query = useQuery({ ...agreementQuery(account.id, { from, to }), enabled: wanted === period })
  const channels = useQuery(channelsQuery(account.store))
  const show = (next: Asked) => void navigate({ search: { tab: 'agreement', from, to, ...next }, replace: true })
  const again = () => (wanted === period ? void query.refetch() : ask(period))
  return (
    <div className="stack">
      <p className="agreement-text">{t('agreementText')}</p>
      <div className="account-bar agreement-ask">
        <div className="columns account-period">
          <TextField name="from" type="date" label={t('from')} value={from} onChange={(day) => show({ from: day })} />
          <TextField name="to" type="date" label={t('to')} value={to} onChange={(day) => show({ to: day })} />
        </div>
        <Button loading={query.isFetching} onClick={again}>{t('checkReferenceSubmit')}</Button>
      </div>
      <DayByDay account={account} onShow={(day) => show({ from: day, to: day })} />
      {query.isFetching && <Waiting what={t('agreementWaiting')} />}
      {query.error !== null && !query.isFetching && <Failed error={query.error} />}
      {query.data?.items.map((one) => (
        <Compared key={one.channel} agreement={one} channel={channels.data?.items.find(({ id }) => id === one.channel)} isAlone={query.data.items.length === 1} />
      ))}
    </div>
  )
}

/** Days about which Kvit has asked by itself and that do not agree. */
function DayByDay({ account, onShow }: { account: Account; onShow: (day: string) => void }) {
  const { t, day } = useReader()
  const { data } = useQuery(agreementDaysQuery(account.id))
  const [last] = data?.items ?? []
  if (data === undefined || last === undefined) return null
  return (
    <>
      <p className="quiet">{t('agreementDaily', { day: day(last.day, 'short') })}</p>
      {data.items.filter(({ state }) => state !== 'agrees' && state !== 'asked').map((one) => (
        <p key={`${one.channel} ${one.day}`} className="verdict is-red">
          <Icon name="alert" size={18} />
          <span>{day(one.day, 'short')}: {one.state === 'differs' ? t('agreementDiffers', { count: one.differences }) : t('agreementNoList')}</span>
          <Button size="xs" variant="default" onClick={() => onShow(one.day)}>{t('agreementShowDay')}</Button>
        </p>
      ))}
    </>
  )
}

function Compared({ agreement, channel, isAlone }: { agreement: Agreement; channel: Channel | undefined; isAlone: boolean }) {
  const { t } = useReader()
  const when = useWhen()
  const { agrees, differences, totals, askedAt } = agreement
  return (
    <section className="stack" aria-label={channel?.name}>
      {!isAlone && channel !== undefined && <h2>{channel.name}</h2>}
      <p className={agrees ? 'verdict is-green' : 'verdict is-red'} role="status">
        <Icon name={agrees ? 'done' : 'alert'} size={18} />
        <span>
          <b>{totals.length === 0 ? t('agreementNone') : agrees ? t('agreementAgrees') : t('agreementDiffers', { count: differences.length })}</b>
          {' '}<small className="quiet">{t('agreementAskedAt', { when: when(askedAt, 'clock') })}</small>
        </span>
      </p>
      {totals.map((one) => <Totals key={one.currency} totals={one} />)}
      {differences.length > 0 && (
        <ul className="bank-lines">
          {differences.map((one) => <li key={one.reference}><DifferenceCard difference={one} channel={channel} /></li>)}
        </ul>
      )}
    </section>
  )
}

function Totals({ totals: { currency, provider, books, foreign } }: { totals: Agreement['totals'][number] }) {
  const { t, money } = useReader()
  const rows = [['agreementTaken', provider.taken, books.taken], ['agreementReturned', provider.returned, books.returned]] as const
  return (
    <div className="card">
      <table className="agreement-sums">
        <caption className="sr-only">{currency}</caption>
        <thead>
          <tr>
            <th scope="col"><span className="sr-only">{currency}</span></th>
            {(['agreementProvider', 'agreementBooks', 'agreementGap'] as const).map((name) => <th key={name} scope="col" className="end">{t(name)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, theirs, ours]) => (
            <tr key={name}>
              <th scope="row">{t(name)}</th>
              <td className="money">{money(theirs)}</td><td className="money">{money(ours)}</td><td><Gap theirs={theirs} ours={ours} /></td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('agreementFee')}</th>
            <td className="money">{provider.fee === null ? t('agreementFeeUntold') : money(provider.fee)}</td><td className="money quiet">–</td><td className="money quiet">–</td>
          </tr>
        </tbody>
      </table>
      <small className="quiet">{t('agreementPayments', { provider: provider.payments, books: books.payments })} {t('agreementHow')}</small>
      {foreign.payments > 0 && <small className="quiet">{t('agreementForeign', { count: foreign.payments, amount: money(foreign.taken) })}</small>}
    </div>
  )
}

function Gap({ theirs, ours }: { theirs: MoneyJson; ours: MoneyJson }) {
  const { money } = useReader()
  const gap = gapBetween(theirs, ours)
  return <span className={/[1-9]/.test(gap.amount) ? 'money is-red' : 'money'}>{money(gap)}</span>
}

function DifferenceCard({ difference, channel }: { difference: AgreementDifference; channel: Channel | undefined }) {
  const { t, money } = useReader()
  const may = useMay()
  const check = useCheckReference(channel?.id ?? '')
  const { kind, reference, invoice, provider, books } = difference
  const canCheck = channel?.canLookUp === true && kind !== 'day' && may('payments.settle')
  return (
    <article className="card agreement-difference">
      <header className="bank-line-row">
        <h3>{t(`differs_${kind}`, { times: provider?.times ?? 0 })}</h3>
        {invoice !== null && <Link to="/invoices/$id" params={{ id: invoice.id }}>{t('matchInvoice')} {invoice.number}</Link>}
      </header>
      <div className="agreement-sides">
        <Side name={t('agreementProvider')} side={provider} at={provider?.at ?? null}>
          {provider !== null && <span className="num">{t('agreementNumber', { number: provider.number })}</span>}
        </Side>
        <Side name={t('agreementBooks')} side={books} at={books?.bookedAt ?? null} />
      </div>
      <p>{t(`differsNext_${kind}`)}</p>
      {canCheck && (
        <div className="bank-line-row">
          <code className="num agreement-reference">{reference}</code>
          <Button size="sm" variant="default" loading={check.isPending} onClick={() => check.mutate(reference)}>{t('agreementCheck')}</Button>
        </div>
      )}
      {check.error !== null && <Failed error={check.error} />}
      {check.data !== undefined && (
        <p className="verdict" role="status">{t(`checked_${check.data.outcome}`, { amount: check.data.amount === null ? '' : money(check.data.amount) })}</p>
      )}
    </article>
  )
}

type SideProps = { name: string; side: { taken: MoneyJson; returned: MoneyJson } | null; at: string | null; children?: ReactNode }

function Side({ name, side, at, children }: SideProps) {
  const { t, money } = useReader()
  const when = useWhen()
  return (
    <div className="agreement-side">
      <small className="quiet">{name}</small>
      {side === null ? <span>{t('agreementAbsent')}</span> : (
        <>
          <b className="money">{money(side.taken)}</b>
          {/[1-9]/.test(side.returned.amount) && <span>{t('agreementWentBack', { amount: money(side.returned) })}</span>}
          {at !== null && <small className="quiet">{when(at)}</small>}
          {children}
        </>
      )}
    </div>
  )
}
