import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CashMove, ShiftReport } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import { Card } from '../controls/page.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { cashMovesQuery, useFileMoveAgain, useWithdrawMove } from './queries.ts'

/** Cash that was put into the drawer and taken out of it in no sale. */
export function CashMoves({ shift }: { shift: ShiftReport }) {
  const { t } = useReader()
  const { data } = useQuery(cashMovesQuery(shift.id))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card title={t('shiftMoves')}>
      <ul className="rows">
        {data.items.map((move) => (
          <li key={move.id}>
            <div className="row-line"><Move move={move} /></div>
            {move.filing === 'refused' && move.withdrawn === null && <Refused move={move} shift={shift} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Move({ move: { kind, amount, note, cashier, createdAt, filing, withdrawn } }: { move: CashMove }) {
  const { t, money } = useReader()
  const when = useWhen()
  return (
    <>
      <span>
        <b>{t(kind === 'service_in' ? 'shiftServiceIn' : 'shiftServiceOut')}</b>
        <small>{[when(createdAt), cashier, note].filter((part) => part !== '').join(' · ')}</small>
        {filing === 'waiting' && <small><Mark icon="clock" tone="amber">{t('fiscalDoc_queued')}</Mark></small>}
        {withdrawn !== null && <small>{t('moveWithdrawn', { reason: withdrawn.reason })}</small>}
      </span>
      <strong className="money">{withdrawn === null ? money(amount) : <s>{money(amount)}</s>}</strong>
    </>
  )
}

/** What the tax service said, and what the office does about it while the shift lasts. */
function Refused({ move, shift: { state } }: { move: CashMove; shift: ShiftReport }) {
  const { t } = useReader()
  const may = useMay()
  const textOf = useErrorText()
  const [withdrawing, setWithdrawing] = useState(false)
  const again = useFileMoveAgain(move.id)
  const isOver = state === 'closing' || state === 'closed'
  return (
    <div className="move-refused">
      <p className="verdict is-red">
        <Icon name="alert" size={18} /><span>{t('moveRefused', { problem: move.problem ?? '' })}{isOver && <small>{t('moveShiftOver')}</small>}</span>
      </p>
      {!isOver && may('till.manage') && (
        <div className="row-buttons">
          <Button variant="default" size="sm" loading={again.isPending} onClick={() => again.mutate()}>{t('tillFileAgain')}</Button>
          <Button variant="subtle" color="gray" size="sm" onClick={() => setWithdrawing(true)}>{t('moveWithdraw')}</Button>
        </div>
      )}
      {again.error !== null && <p className="field-problem" role="alert">{textOf(again.error)}</p>}
      {withdrawing && <Withdraw move={move} onClose={() => setWithdrawing(false)} />}
    </div>
  )
}

function Withdraw({ move, onClose }: { move: CashMove; onClose: () => void }) {
  const { t, money } = useReader()
  const { value, set } = useDraft({ reason: '' })
  const withdraw = useWithdrawMove(move.id, onClose)
  const check = () => (value.reason.trim() === '' ? [{ field: 'reason', code: 'missing', message: t('required') }] : [])
  return (
    <Dialog title={`${t('moveWithdraw')}: ${money(move.amount)}`} onClose={onClose}>
      <Form submit={t('moveWithdraw')} danger busy={withdraw.isPending} error={withdraw.error} check={check} onSubmit={() => withdraw.mutate(value.reason)} onCancel={onClose}>
        <p>{t('moveWithdrawText')}</p>
        <LongField name="reason" label={t('reason')} rows={2} maxLength={500} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
