import { useQuery } from '@tanstack/react-query'
import type { CashMove, ShiftReport } from '../api/nouns.ts'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { cashMovesQuery } from './queries.ts'

/** Cash that was put into the drawer and taken out of it in no sale. */
export function CashMoves({ shift }: { shift: ShiftReport }) {
  const { t } = useReader()
  const { data } = useQuery(cashMovesQuery(shift.id))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card title={t('shiftMoves')}>
      <ul className="rows">{data.items.map((move) => <li key={move.id} className="row-line"><Move move={move} /></li>)}</ul>
    </Card>
  )
}

function Move({ move: { kind, amount, note, cashier, createdAt } }: { move: CashMove }) {
  const { t, money } = useReader()
  const when = useWhen()
  return (
    <>
      <span><b>{t(kind === 'service_in' ? 'shiftServiceIn' : 'shiftServiceOut')}</b><small>{[when(createdAt), cashier, note].filter((part) => part !== '').join(' · ')}</small></span>
      <strong className="money">{money(amount)}</strong>
    </>
  )
}
