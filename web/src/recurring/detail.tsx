import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Recurring } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { RecurringMark } from './mark.tsx'
import { recurringQuery, useMoveRecurring } from './queries.ts'
import { ruleText } from './rule.ts'
import { Dates } from './rule-fields.tsx'

export function RecurringPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/recurring/$id' })
  const { data, error, refetch } = useQuery(recurringQuery(id))
  const back = { to: '/recurring', text: t('recurring') } as const
  if (error !== null) return <Page title={t('recurring')} back={back}><Failed error={error} retry={() => void refetch()} /></Page>
  if (data === undefined) return <Page title={t('recurring')} back={back}><Waiting /></Page>
  return (
    <Page title={data.payerName || t('recurring')} back={back} aside={<RecurringMark recurring={data} />} actions={<Actions recurring={data} />}>
      <p className="why"><Sentence recurring={data} /></p>
      <div className="detail">
        <div className="detail-main">
          <Issued recurring={data} />
          <What recurring={data} />
        </div>
        <aside className="detail-side">{data.state === 'active' && <Card><Dates dates={data.dates} /></Card>}</aside>
      </div>
    </Page>
  )
}

const REASON = { store_closed: 'recurringProblem_store_closed', no_recipient: 'recurringProblem_no_recipient' } as const

const isKnown = (problem: string): problem is keyof typeof REASON => Object.hasOwn(REASON, problem)

function Sentence({ recurring: { state, problem, nextOn } }: { recurring: Recurring }) {
  const { t, day } = useReader()
  if (state === 'ended') return t('recurringEndedText')
  if (state === 'paused') return t('recurringPausedText')
  const next = nextOn === null ? '' : t('recurringNext', { date: day(nextOn) })
  return problem === null ? next : t('recurringProblem', { reason: t(isKnown(problem) ? REASON[problem] : 'recurringProblem_other') })
}

function Actions({ recurring: { id, state } }: { recurring: Recurring }) {
  const { t } = useReader()
  const say = useSay()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const move = useMoveRecurring(id, () => say(t('recurringDone')))
  if (state === 'ended' || !may('invoices.write')) return null
  return (
    <>
      <LinkButton to="/recurring/$id/edit" params={{ id }} variant="default">{t('edit')}</LinkButton>
      <Button variant="default" loading={move.isPending} onClick={() => move.mutate(state === 'active' ? 'paused' : 'active')}>
        {t(state === 'active' ? 'recurringPause' : 'recurringResume')}
      </Button>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>{t('recurringStop')}</Button>
      {asking && <StopDialog id={id} onClose={() => setAsking(false)} />}
    </>
  )
}

function StopDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useReader()
  const stop = useMoveRecurring(id, onClose)
  return (
    <Dialog title={t('recurringStop')} onClose={onClose}>
      <p>{t('recurringStopText')}</p>
      <Form submit={t('recurringStop')} danger busy={stop.isPending} error={stop.error} onSubmit={() => stop.mutate('ended')} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}

function Issued({ recurring: { issued, issues } }: { recurring: Recurring }) {
  const { t, day } = useReader()
  return (
    <Card title={t('recurringIssued')}>
      {issued.length === 0 ? <p className="quiet">{t('recurringIssuedNone')}</p> : <p className="quiet">{t('recurringCount', { count: issues })}</p>}
      <ul className="rows">
        {issued.map((one) => (
          <li key={one.invoice}>
            <Link to="/invoices/$id" params={{ id: one.invoice }} className="row-line">
              <span>{one.number}<small>{day(one.period)}</small></span><span>{t(`payment_${one.payment}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function What({ recurring }: { recurring: Recurring }) {
  const reader = useReader()
  const { t, money, decimal, price } = reader
  return (
    <Card title={t('details')}>
      <Facts
        rows={[
          [t('recurringRule'), ruleText(recurring.rule, reader)], [t('colTotal'), money(recurring.gross)],
          [t('lines'), recurring.lines.map((line) => `${line.description} · ${decimal(line.quantity)} × ${price(line.unitPrice, recurring.currency)}`).join('\n')],
          [t('email'), recurring.payer?.email ?? ''],
          [t('recurringDueDays'), recurring.dueDays === null ? '' : String(recurring.dueDays)],
        ]}
      />
    </Card>
  )
}
