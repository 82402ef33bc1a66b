import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Receipt, ReceiptProof } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import type { Tone } from '../controls/mark.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { Means } from './means.tsx'
import { useWhen } from '../shell/store.tsx'
import { proofQuery } from './queries.ts'

/** Which money the receipt is for, and what the tax service was told of it. */
export function Proof({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const { data, error, refetch } = useQuery(proofQuery(receipt.id))
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Waiting />
  return (
    <>
      <Card title={t('receiptProof')}>
        <Verdict receipt={receipt} proof={data} />
        <ul className="rows">{data.payments.map((part) => <li key={part.payment} className="row-line"><Part part={part} receipt={receipt} /></li>)}</ul>
      </Card>
      <Card title={t('fiscalDocuments')}>
        {data.documents.length === 0 && <p className="quiet">{t(data.payments.length === 0 ? 'fiscalDocumentsNone' : 'fiscalDocumentsPlain')}</p>}
        <ul className="rows">{data.documents.map((document) => <li key={document.id} className="row-line"><Document document={document} /></li>)}</ul>
      </Card>
    </>
  )
}

function Verdict({ receipt: { state, remaining }, proof: { whole, due, covered, payments } }: { receipt: Receipt; proof: ReceiptProof }) {
  const { t, money } = useReader()
  if (state === 'deferred') return <p>{t('receiptProof_awaited', { remaining: money(remaining), due: money(due) })}</p>
  if (payments.length === 0 && /[1-9]/.test(due.amount)) return <p>{t('receiptProof_none')}</p>
  // Of a return: nothing is well before its money has gone back.
  if (whole && payments.some(({ refund }) => refund !== null && refund.state !== 'succeeded')) return <p>{t('receiptProof_whole', { due: money(due), covered: money(covered) })}</p>
  return (
    <p className={`verdict ${whole ? 'is-green' : 'is-red'}`}>
      <Icon name={whole ? 'done' : 'alert'} size={18} />
      <span>{t(whole ? 'receiptProof_whole' : 'receiptProof_part', { due: money(due), covered: money(covered) })}</span>
    </p>
  )
}

function Part({ part, receipt }: { part: ReceiptProof['payments'][number]; receipt: Receipt }) {
  const { t, money } = useReader()
  const when = useWhen()
  const may = useMay()
  const { payment, amount, of, refund, source, receivedAt } = part
  const means = receipt.payments.find((one) => one.payment === payment)?.means ?? t(`source_${source}`)
  const named = <Means means={means} />
  const name = may('payments.read') ? <Link to="/payments/$id" params={{ id: payment }} className="link">{named}</Link> : named
  return (
    <>
      <span><b>{name}</b><small>{when(receivedAt)}{refund !== null && ` · ${t(refund.state === 'succeeded' ? 'receiptPartBackDone' : 'receiptPartBack')}`}</small></span>
      <span className="end">
        <strong className="money">{money(amount)}</strong>
        {of.amount !== amount.amount && <small className="quiet">{t('receiptPartOf', { amount: money(of) })}</small>}
      </span>
    </>
  )
}

const LOOKS: Readonly<Record<ReceiptProof['documents'][number]['state'], { readonly icon: IconName; readonly tone: Tone }>> = {
  queued: { icon: 'clock', tone: 'amber' }, drawn: { icon: 'clock', tone: 'amber' }, unknown: { icon: 'question', tone: 'amber' }, offline: { icon: 'done', tone: 'amber' },
  filed: { icon: 'done', tone: 'green' }, refused: { icon: 'alert', tone: 'red' },
}

function Document({ document: { state, fiscalNumber, problem, sha256, createdAt, endedAt } }: { document: ReceiptProof['documents'][number] }) {
  const { t } = useReader()
  const when = useWhen()
  return (
    <span className="proof-document">
      <span><Mark {...LOOKS[state]}>{t(`fiscalDoc_${state}`)}</Mark> {fiscalNumber !== null && <b className="num">{fiscalNumber}</b>}</span>
      <small>{when(endedAt ?? createdAt)}{problem !== null && ` · ${problem}`}</small>
      {sha256 !== null && <small className="quiet">{t('fiscalDocHash')}: <code>{sha256}</code></small>}
    </span>
  )
}
