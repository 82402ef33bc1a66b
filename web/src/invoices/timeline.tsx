import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invoice, TimelineItem } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { messageQuery, timelineQuery } from './queries.ts'

/** By the end of an event's name; the noun says less than what happened to it. */
const ICONS: readonly (readonly [RegExp, IconName])[] = [
  [/callback|message/, 'mail'], [/received|succeeded|paid$/, 'done'], [/conflicted|forged|mismatch/, 'alert'], [/unknown/, 'question'], [/sent|delivered/, 'send'],
  [/cancelled|revoked|expired|failed|withdrawn/, 'banned'], [/prolonged/, 'clock'], [/refund|credit/, 'undo'], [/issued/, 'file'],
]

const iconOf = (type: string): IconName => ICONS.find(([pattern]) => pattern.test(type))?.[1] ?? 'circle'

/** Everything that happened to the invoice, newest first, each with its source. */
export function Timeline({ invoice }: { invoice: Invoice }) {
  const { t } = useReader()
  const changed = JSON.stringify([invoice.document, invoice.payment, invoice.flags, invoice.attempts, invoice.deliveries, invoice.refunds])
  const { data, error } = useQuery({ ...timelineQuery(invoice.id, changed), placeholderData: keepPreviousData })
  return (
    <Card title={t('timeline')}>
      {error !== null && <Failed error={error} />}
      {data === undefined && error === null && <Waiting />}
      <ol className="timeline">{data?.items.toReversed().map((item, at) => <Item key={`${item.at} ${item.type} ${at}`} item={item} />)}</ol>
    </Card>
  )
}

function Item({ item }: { item: TimelineItem }) {
  const { t } = useReader()
  const when = useWhen()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const named = item.actor.kind === 'user' || item.actor.kind === 'api_key'
  const actor = named ? item.actor.name : t(`actor_${nameless(item.actor.kind)}`)
  return (
    <li>
      <span className="timeline-icon"><Icon name={iconOf(item.type)} size={16} /></span>
      <div>
        <p>{item.text}</p>
        <small><time dateTime={item.at}>{when(item.at)}</time> · {item.actor.kind === 'provider' ? item.actor.name : actor}</small>
        {item.message !== null && may('messages.read') && (
          <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>{t('timelineRaw')}</summary>
            {open && <RawMessage id={item.message} />}
          </details>
        )}
      </div>
    </li>
  )
}

const nameless = (kind: TimelineItem['actor']['kind']): 'provider' | 'payer' | 'kvit' =>
  kind === 'provider' || kind === 'payer' ? kind : 'kvit'

function RawMessage({ id }: { id: string }) {
  const { t } = useReader()
  const when = useWhen()
  const { data, error } = useQuery(messageQuery(id))
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Waiting />
  const raw = [data.query, data.body].filter((part) => part !== '').join('\n\n')
  return (
    <div className="raw">
      <p>
        {[
          `${data.method} ${when(data.receivedAt)}`, `${t(`verdict_${data.verdict}`)}, ${t(`outcome_${data.outcome}`)}`,
          proofText(data.proof, t), t('messageTimes', { count: data.times }), data.reason ?? '',
        ].filter((part) => part !== '').join(' · ')}
      </p>
      <pre tabIndex={0}>{raw}</pre>
    </div>
  )
}

/** Where the key before the present one proved a message, the API puts a word before the proof. */
function proofText(proof: string | null, t: ReturnType<typeof useReader>['t']): string {
  if (proof === null) return ''
  const [, before] = /^former (.*)$/.exec(proof) ?? []
  return before === undefined ? t('messageProof', { proof }) : t('messageFormerProof', { proof: before })
}
