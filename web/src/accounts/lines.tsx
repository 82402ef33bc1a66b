import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { More } from '../controls/list.tsx'
import { Empty } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { ImportStatement } from './import.tsx'
import { BankLine } from './line.tsx'
import { LINE_VIEWS, linesQuery, useMatchedNews } from './queries.ts'
import type { LineView } from './queries.ts'

const TITLES = { open: 'linesOpen', matched: 'linesMatched', ignored: 'linesIgnored', out: 'linesOut' } as const

/** What the bank says of the account, and what of it still waits for its invoice. */
export function Lines({ account }: { account: Account }) {
  const { t } = useReader()
  const may = useMay()
  const [view, setView] = useState<LineView>('open')
  const query = useInfiniteQuery(linesQuery(account.store, account.id, view))
  useMatchedNews(account.isMatching)
  const lines = query.data?.pages.flatMap((page) => page.items)
  return (
    <div className="stack">
      {may('payments.settle') && account.isOpen && <ImportStatement account={account} />}
      <div className="line-views" role="group" aria-label={t('tabLines')}>
        {LINE_VIEWS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={one === view} onClick={() => setView(one)}>{t(TITLES[one])}</button>
        ))}
      </div>
      {query.error !== null && <Failed error={query.error} retry={() => void query.refetch()} />}
      {lines === undefined && query.error === null && <Waiting />}
      {lines?.length === 0 && <Empty icon="done" title={t('linesNone')} text={t('linesNoneText')} />}
      {lines !== undefined && lines.length > 0 && (
        <ul className="bank-lines" aria-busy={query.isPlaceholderData}>{lines.map((line) => <li key={line.id}><BankLine line={line} /></li>)}</ul>
      )}
      <More query={query} />
    </div>
  )
}
