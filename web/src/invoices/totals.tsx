import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { LineFields, MoneyJson, VatTotal } from '../api/nouns.ts'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { calculationQuery } from './queries.ts'
import { reckonable } from './written.ts'
import type { WrittenLine } from './written.ts'

const PAUSE_MS = 250

/** The value as it was when its text had been still for a moment. */
function usePaused<T>(value: T, text: string): T {
  const [paused, setPaused] = useState(value)
  const settle = useEffectEvent(() => setPaused(value))
  useEffect(() => {
    const timer = setTimeout(settle, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

/** What lines come to, reckoned by the server when the typing has paused, so that screen and paper never differ. */
export function useCalculation(lines: readonly LineFields[], currency: string) {
  const asked = usePaused(lines, JSON.stringify(lines))
  return useQuery({ ...calculationQuery(asked, currency), enabled: asked.length > 0 })
}

/** What the invoice comes to while one types. */
export function Totals({ lines, currency }: { lines: readonly WrittenLine[]; currency: string }) {
  const priced = reckonable(lines.map((line) => ({ ...line, description: '-', vatReason: line.vatReason.trim() || '–' })))
  return <CalculatedTotals lines={priced} currency={currency} />
}

export function CalculatedTotals({ lines, currency }: { lines: readonly LineFields[]; currency: string }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const { data, error, isFetching } = useCalculation(lines, currency)
  if (lines.length === 0) return null
  if (error !== null) return <p className="quiet" role="status">{textOf(error)}</p>
  if (data === undefined) return <p className="quiet" role="status">{t('totalWaiting')}</p>
  return <TotalsTable net={data.net} gross={data.gross} rows={data.totals} stale={isFetching} live />
}

type Shown = { net: MoneyJson; gross: MoneyJson; rows: readonly VatTotal[]; stale?: boolean; live?: boolean }

export function TotalsTable({ net, gross, rows, stale = false, live = false }: Shown) {
  const { t, money, percent } = useReader()
  const of = (amount: string) => money({ amount, currency: gross.currency })
  return (
    <dl className={stale ? 'totals is-stale' : 'totals'} {...(live ? { 'aria-live': 'polite' } : {})}>
      <div><dt>{t('totalNet')}</dt><dd>{money(net)}</dd></div>
      {rows.map((row) => (
        <div key={`${row.category} ${row.rate}`}>
          <dt>{row.reasons.length > 0 ? row.reasons.join('; ') : t('totalVatAt', { rate: percent(row.rate), net: of(row.taxable) })}</dt>
          <dd>{of(row.tax)}</dd>
        </div>
      ))}
      <div className="totals-gross"><dt>{t('totalGross')}</dt><dd>{money(gross)}</dd></div>
    </dl>
  )
}
