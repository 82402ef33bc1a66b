import { Link } from '@tanstack/react-router'
import type { Receipt } from '../api/nouns.ts'
import type { Column } from '../controls/list.tsx'
import { useReader } from '../language/reader.tsx'
import { useRegisters } from '../registers/register-choice.tsx'
import { useWhen } from '../shell/store.tsx'
import { ReceiptMark } from './mark.tsx'

/** What people look for in a list of receipts. */
export function useReceiptColumns({ register }: { register: boolean }): Column<Receipt>[] {
  const { t } = useReader()
  const when = useWhen()
  const registers = useRegisters()
  return [
    {
      name: t('receiptColNumber'), phone: 'lead',
      cell: (row) => (
        <Link to="/till/receipts/$id" params={{ id: row.id }} className="row-link">
          {row.number}{row.kind === 'return' && <> <span className="tag">{t('receiptKind_return')}</span></>}
        </Link>
      ),
    },
    { name: t('receiptColMade'), phone: 'sub', cell: (row) => <span className="num">{when(row.createdAt)}</span> },
    ...(register ? [{ name: t('shiftColRegister'), cell: (row: Receipt) => registers.get(row.register)?.name }] : []),
    { name: t('receiptColCashier'), cell: (row) => row.cashier.name },
    { name: t('shiftColState'), phone: 'end-sub', cell: (row) => <State receipt={row} /> },
    { name: t('amount'), end: true, phone: 'end', cell: (row) => <Due receipt={row} /> },
  ]
}

/** What goes back is below zero. */
function Due({ receipt: { kind, due } }: { receipt: Pick<Receipt, 'kind' | 'due'> }) {
  const { money } = useReader()
  return <span className="money">{money(kind === 'return' ? { ...due, amount: `-${due.amount}` } : due)}</span>
}

function State({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const age = useAge()
  const when = useWhen()
  return (
    <span className="stacked">
      <ReceiptMark receipt={receipt} />
      {receipt.state === 'deferred' && receipt.expiresAt !== null && (
        <small className="quiet">{t('receiptWaits', { age: age(receipt.ageSeconds), moment: when(receipt.expiresAt) })}</small>
      )}
    </span>
  )
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something has been, in its largest whole unit. */
export function useAge(): (seconds: number) => string {
  const { t } = useReader()
  return (seconds) => {
    if (seconds >= 2 * DAY) return t('receiptAge_days', { count: Math.floor(seconds / DAY) })
    if (seconds >= 2 * HOUR) return t('receiptAge_hours', { count: Math.floor(seconds / HOUR) })
    return t('receiptAge_minutes', { count: Math.floor(seconds / MINUTE) })
  }
}
