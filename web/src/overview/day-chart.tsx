import type { MoneyJson } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'
import { barHeights } from './bar-heights.ts'

type Day = { readonly date: string; readonly amount: MoneyJson }

const WIDTH = 560
const HEIGHT = 120
const GAP = 6

/** Bars for the eye; for a screen reader, the same as a table. */
export function DayChart({ days, title }: { days: readonly Day[]; title: string }) {
  const { money, day } = useReader()
  const step = WIDTH / Math.max(days.length, 1)
  const heights = barHeights(days.map((one) => one.amount), HEIGHT)
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden="true">
        {days.map((one, at) => (
          <g key={one.date}>
            <title>{`${day(one.date)}: ${money(one.amount)}`}</title>
            <rect x={at * step} y="0" width={step} height={HEIGHT} className="chart-hit" />
            <rect
              x={at * step + GAP / 2} y={HEIGHT - (heights[at] ?? 0)} width={step - GAP} height={(heights[at] ?? 0) + 2} rx="2"
              className={at === days.length - 1 ? 'chart-bar is-today' : 'chart-bar'}
            />
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{days[0] && day(days[0].date, 'short')}</span><span>{title}</span><span>{days.at(-1) && day(days.at(-1)?.date ?? '', 'short')}</span>
      </figcaption>
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <tbody>{days.map((one) => <tr key={one.date}><th scope="row">{day(one.date)}</th><td>{money(one.amount)}</td></tr>)}</tbody>
        </table>
      </div>
    </figure>
  )
}
