import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Attention } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { Empty, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { useStore, useWhen } from '../shell/store.tsx'
import { attentionQuery } from './queries.ts'

type Item = Attention['items'][number]

const LOOKS: Record<Item['kind'], { icon: IconName; text: TextKey }> = {
  conflicted: { icon: 'alert', text: 'attention_conflicted' },
  charged_back: { icon: 'alert', text: 'attention_charged_back' },
  unknown: { icon: 'question', text: 'attention_unknown' },
  reserved: { icon: 'clock', text: 'attention_reserved' },
  overpaid: { icon: 'coins', text: 'attention_overpaid' },
  refund: { icon: 'undo', text: 'attention_refund' },
  refund_pending: { icon: 'clock', text: 'attention_refund_pending' },
  refund_unknown: { icon: 'question', text: 'attention_refund_unknown' },
  receipt_rejected: { icon: 'alert', text: 'attention_receipt_rejected' },
  service_silent: { icon: 'till', text: 'attention_service_silent' },
  documents_wait: { icon: 'clock', text: 'attention_documents_wait' },
  shift_limit: { icon: 'clock', text: 'attention_shift_limit' },
  offline_limit: { icon: 'clock', text: 'attention_offline_limit' },
  offline_stopped: { icon: 'alert', text: 'attention_offline_stopped' },
  move_refused: { icon: 'alert', text: 'attention_move_refused' },
}

export function AttentionPage() {
  const { t } = useReader()
  const { id } = useStore()
  const { data, error, refetch } = useQuery(attentionQuery(id))
  return (
    <Page title={t('attention')}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting />}
      {data?.items.length === 0 && <Empty icon="done" title={t('attentionNone')} text={t('attentionEmpty')} />}
      {data !== undefined && data.items.length > 0 && <AttentionItems items={data.items} />}
    </Page>
  )
}

export function AttentionItems({ items }: { items: readonly Item[] }) {
  const { t } = useReader()
  const when = useWhen()
  return (
    <ul className="attention-list">
      {items.map((item) => {
        const { icon, text } = LOOKS[item.kind]
        const inside = (
          <>
            <span className="attention-icon"><Icon name={icon} /></span>
            <span><b>{t(text)}</b><span>{item.text}</span><small>{t('attentionSince', { when: when(item.since) })}</small></span>
            <Icon name="next" size={18} />
          </>
        )
        return (
          <li key={`${item.kind} ${item.attempt ?? item.refund ?? item.invoice ?? item.receipt ?? item.register}`}>
            <Place item={item}>{inside}</Place>
          </li>
        )
      })}
    </ul>
  )
}

/** Where it is dealt with. */
function Place({ item: { kind, invoice, receipt, register }, children }: { item: Item; children: ReactNode }) {
  if (invoice !== null) return <Link to="/invoices/$id" params={{ id: invoice }} className="attention-row">{children}</Link>
  if (receipt !== null) return <Link to="/till/receipts/$id" params={{ id: receipt }} className="attention-row">{children}</Link>
  if (kind === 'move_refused' && register !== null) return <Link to="/till/shifts" search={{ register }} className="attention-row">{children}</Link>
  if (register !== null) return <Link to="/till/registers/$id" params={{ id: register }} className="attention-row">{children}</Link>
  return <div className="attention-row">{children}</div>
}
