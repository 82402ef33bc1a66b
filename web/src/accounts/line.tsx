import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { StatementLine, Suggestion } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { Failed } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { MatchDialog, PayoutMatchDialog, UndoDialog } from './line-dialogs.tsx'
import { useIgnore, useMatch } from './queries.ts'

/** One movement: who, how much, what they wrote; below it what it is matched with, or what it may be. */
export function BankLine({ line }: { line: StatementLine }) {
  const { t, money, day } = useReader()
  const isPartly = line.state === 'open' && line.rest.amount !== line.amount.amount
  return (
    <article className="card bank-line">
      <header className="bank-line-row">
        <b className="clip">{line.partyName ?? '–'}</b>
        <span className={line.amount.amount.startsWith('-') ? 'money' : 'money is-green'}>{money(line.amount, true)}</span>
      </header>
      <p className="bank-line-said">
        <span className="num">{day(line.bookedOn, 'short')}</span>
        {line.nature !== 'transfer' && <span className="tag">{t(`nature_${line.nature}`)}</span>}
        {!line.isFinal && <span className="tag">{t('lineAnnounced')}</span>}
        {line.collective !== null && <span className="tag">{t('linePart', { amount: money(line.collective.amount) })}</span>}
        {line.reference !== null && <span className="num">{line.reference}</span>}
        <span>{line.remittance}</span>
        {isPartly && <b>{t('lineRest', { amount: money(line.rest) })}</b>}
      </p>
      {line.parts.length > 0 && <Parts line={line} />}
      {line.matches.map((match) => <Matched key={match.id} match={match} />)}
      {line.state !== 'matched' && <Decide line={line} />}
    </article>
  )
}

/** What a collective entry is made of, where it waits or is matched as a whole. */
function Parts({ line: { parts, state } }: { line: StatementLine }) {
  const { t, money } = useReader()
  return (
    <details className="bank-line-parts" open={state === 'open'}>
      <summary>{t('lineParts', { count: parts.length })}</summary>
      <ul>
        {parts.map((part) => (
          <li key={part.id} className="bank-line-row">
            <span>{[part.partyName, part.reference, part.remittance].filter(Boolean).join(' · ') || '–'}</span>
            <span className="money">{money(part.amount, true)}</span>
          </li>
        ))}
      </ul>
      {state === 'open' && <p className="quiet">{t('linePartsDiffer')}</p>}
    </details>
  )
}

function Matched({ match }: { match: StatementLine['matches'][number] }) {
  const { t, money } = useReader()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  return (
    <div className="bank-line-row bank-line-match">
      <span>
        <Icon name="done" size={18} /> {match.invoice === null ? t('movement_payout') : <Link to="/invoices/$id" params={{ id: match.invoice.id }}>{match.invoice.number}</Link>}
        {' '}{money(match.amount)} {match.byItself && <small className="quiet">{t('matchedByItself')}</small>}
      </span>
      {may('payments.settle') && <Button size="xs" variant="subtle" color="gray" onClick={() => setAsking(true)}>{t('matchUndo')}</Button>}
      {asking && <UndoDialog match={match} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Decide({ line }: { line: StatementLine }) {
  const { t } = useReader()
  const may = useMay()
  const [asking, setAsking] = useState<'other' | 'payout' | null>(null)
  const ignore = useIgnore(line.id, line.state === 'ignored')
  const isIncoming = !line.amount.amount.startsWith('-') && line.state === 'open'
  return (
    <>
      {isIncoming && line.suggestions.map((one, index) => <Suggested key={one.parts.map(({ invoice }) => invoice.id).join()} line={line} suggestion={one} isFirst={index === 0} />)}
      {isIncoming && line.suggestions.length === 0 && line.nature === 'transfer' && <p className="quiet">{t('suggestionNone')}</p>}
      {ignore.error !== null && <Failed error={ignore.error} />}
      {may('payments.settle') && (
        <div className="buttons">
          {isIncoming && <Button size="xs" variant="default" onClick={() => setAsking('other')}>{t('matchOther')}</Button>}
          {isIncoming && <Button size="xs" variant="default" onClick={() => setAsking('payout')}>{t('linePayout')}</Button>}
          <Button size="xs" variant="subtle" color="gray" loading={ignore.isPending} onClick={() => ignore.mutate(null)}>
            {t(line.state === 'ignored' ? 'lineReopen' : 'lineIgnore')}
          </Button>
        </div>
      )}
      {asking === 'other' && <MatchDialog line={line} onClose={() => setAsking(null)} />}
      {asking === 'payout' && <PayoutMatchDialog line={line} onClose={() => setAsking(null)} />}
    </>
  )
}

/** Why it may be so, in words: a number alone convinces nobody. */
function Suggested({ line, suggestion, isFirst }: { line: StatementLine; suggestion: Suggestion; isFirst: boolean }) {
  const { t, money } = useReader()
  const may = useMay()
  const match = useMatch(line.id)
  return (
    <div className="bank-line-row bank-line-suggestion">
      <div>
        {suggestion.parts.map(({ invoice, amount }) => (
          <div key={invoice.id}><Link to="/invoices/$id" params={{ id: invoice.id }}><b>{invoice.number}</b></Link> {invoice.payerName} · {money(amount)}</div>
        ))}
        <small className="quiet">{t('suggestion', { score: suggestion.score })}: {suggestion.reasons.map((reason) => t(`why_${reason}`)).join(', ')}</small>
        {match.error !== null && <Failed error={match.error} />}
      </div>
      {may('payments.settle') && (
        <Button
          size="sm" variant={isFirst ? 'filled' : 'default'} loading={match.isPending}
          onClick={() => match.mutate(suggestion.parts.map(({ invoice, amount }) => ({ invoice: invoice.id, amount })))}
        >
          {t('matchThis')}
        </Button>
      )}
    </div>
  )
}
