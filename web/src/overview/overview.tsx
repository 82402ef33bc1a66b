import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../api/session.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { storeQuery } from '../stores/queries.ts'
import { AttentionItems } from './attention.tsx'
import { Checklist } from './checklist.tsx'
import { DayChart } from './day-chart.tsx'
import { overviewQuery, waitingCount } from './queries.ts'

const SHOWN = 4

export function Overview() {
  const { t } = useReader()
  const { id, name } = useStore()
  const may = useMay()
  const store = useQuery(storeQuery(id))
  const newInvoice = may('invoices.write') && (
    <LinkButton to="/invoices/new" leftSection={<Icon name="plus" size={18} />}>{t('newInvoice')}</LinkButton>
  )
  return (
    <Page title={t('navOverview')} aside={<span className="page-sub">{name}</span>} actions={newInvoice}>
      {store.data && <Checklist store={store.data} />}
      {may('payments.read') && <Figures store={id} />}
    </Page>
  )
}

function Figures({ store }: { store: string }) {
  const { t, money } = useReader()
  const { data, error, refetch } = useQuery(overviewQuery(store))
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Waiting />
  const { attention } = data
  const waiting = waitingCount(attention)
  return (
    <div className="overview">
      <Card title={t('overviewCameIn')} actions={<Link to="/payments" className="link">{t('navPayments')}</Link>}>
        <div className="figures">
          <Figure name={t('overviewToday')} value={money(data.today)} />
          <Figure name={t('overviewWeek')} value={money(data.week)} note={t('overviewWeekBefore', { amount: money(data.weekBefore) })} />
        </div>
        <DayChart days={data.days} title={t('overviewChart')} />
      </Card>
      <div className="overview-side">
        <Card title={t('overviewOwed')}>
          <Owed view="unpaid" name={t('overviewDue')} amount={money(data.due.amount)}>{t('overviewInvoices', { count: data.due.count })}</Owed>
          <Owed view="overdue" name={t('overviewOverdue')} amount={money(data.overdue.amount)}>
            {t('overviewInvoices', { count: data.overdue.count })}
          </Owed>
        </Card>
        <Card title={t('overviewNeeds')} {...(waiting > 0 ? { tone: 'attention' } : {})}>
          {waiting === 0
            ? <p className="all-well"><Icon name="done" />{t('attentionNone')}</p>
            : <AttentionItems items={attention.items.slice(0, SHOWN)} />}
          {attention.items.length > SHOWN && <Link to="/attention" className="link">{t('showAll')}</Link>}
        </Card>
      </div>
    </div>
  )
}

const Figure = ({ name, value, note }: { name: string; value: string; note?: string }) => (
  <div className="figure"><span>{name}</span><strong>{value}</strong>{note !== undefined && <small>{note}</small>}</div>
)

const Owed = ({ view, name, amount, children }: { view: 'unpaid' | 'overdue'; name: string; amount: string; children: ReactNode }) => (
  <Link to="/invoices" search={{ view }} className="owed">
    <span>{name}<small>{children}</small></span><strong>{amount}</strong><Icon name="next" size={18} />
  </Link>
)
