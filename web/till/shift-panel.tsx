import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { currencyOf } from '../../src/money/currency.ts'
import { useSay } from '../src/controls/announcer.tsx'
import { Dialog } from '../src/controls/dialog.tsx'
import { Icon } from '../src/controls/icon.tsx'
import { useErrorText, Waiting } from '../src/controls/waiting.tsx'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { moneyJson, typedMoney } from './cart.ts'
import { Keypad } from './keypad.tsx'
import type { CashRegister, Standing } from '../src/api/nouns.ts'
import { shiftReportQuery, useCashMove, useCloseShift, useOpenShift } from './queries.ts'
import type { MoveKind } from './queries.ts'
import { Report } from './report.tsx'

/** The register's day: open it, put cash in, take cash out, see where it stands, close it with its Z-report. */
export function ShiftPanel({ register, standing }: { register: CashRegister; standing: Standing | null }) {
  const { t, money, moment } = useReader()
  const [moving, setMoving] = useState<MoveKind | null>(null)
  const [closing, setClosing] = useState(false)
  const [closed, setClosed] = useState<string | null>(null)
  const open = useOpenShift(register.id)
  const textOf = useErrorText()
  const shift = standing?.shift ?? null
  const shown = shift?.id ?? closed
  const { data: report } = useQuery({ ...shiftReportQuery(shown ?? ''), enabled: shown !== null })
  if (standing === null) return <main className="till-list"><Waiting /></main>
  return (
    <main className="till-list">
      <h1>{t('tillShift')}</h1>
      <p className="till-owed"><span>{t('tillDrawer')}</span><strong className="money">{money(standing.drawer)}</strong></p>
      {shift === null && <p>{t('tillNoShift')}</p>}
      {shift !== null && (
        <p>
          {t('tillShiftOpen', { number: shift.number, moment: moment(register.timeZone, shift.openedAt) })}
          {shift.closeAt !== null && ` ${t('shiftClosesItself', { when: moment(register.timeZone, shift.closeAt) })}`}
        </p>
      )}
      {standing.waiting > 0 && <p className="hint-amber">{t('tillDocumentsWait', { count: standing.waiting })}</p>}
      {standing.offline !== null && (
        <p>{standing.offline.state === 'no_numbers' ? t('tillOfflineNotYet') : t('tillOfflineMonth', { hours: Math.floor(standing.offline.monthMinutes / 60) })}</p>
      )}
      {open.error !== null && <p className="field-problem" role="alert">{textOf(open.error)}</p>}
      <div className="till-orders">
        {shift === null && <Button size="lg" loading={open.isPending} onClick={() => open.mutate()}>{t('tillOpenShift')}</Button>}
        {shift !== null && <Button size="lg" variant="default" leftSection={<Icon name="plus" />} onClick={() => setMoving('service_in')}>{t('tillServiceIn')}</Button>}
        {shift !== null && <Button size="lg" variant="default" leftSection={<Icon name="out" />} onClick={() => setMoving('service_out')}>{t('tillServiceOut')}</Button>}
        {shift !== null && <Button size="lg" onClick={() => setClosing(true)}>{t('tillCloseShift')}</Button>}
      </div>
      {report !== undefined && <Report shift={report} />}
      {moving !== null && <MoveDialog register={register} kind={moving} onClose={() => setMoving(null)} />}
      {closing && shift !== null && <CloseDialog shift={shift.id} onClose={() => setClosing(false)} onClosed={() => setClosed(shift.id)} />}
    </main>
  )
}

function MoveDialog({ register, kind, onClose }: { register: CashRegister; kind: MoveKind; onClose: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const currency = currencyOf(register.currency)
  const amount = currency === null ? null : typedMoney(typed, currency)
  const move = useCashMove(register.id, () => {
    say(t('tillMoved'))
    onClose()
  })
  const check = () => (amount !== null && amount.minor > 0n ? [] : [{ field: 'amount/amount', code: 'malformed', message: t('tillAmountWrong') }])
  return (
    <Dialog title={kind === 'service_in' ? t('tillServiceIn') : t('tillServiceOut')} onClose={onClose}>
      <Form
        submit={t('tillAccept')} busy={move.isPending} error={move.error} onCancel={onClose} check={check}
        onSubmit={() => amount !== null && move.mutate({ kind, amount: moneyJson(amount), note })}
      >
        <TextField name="amount/amount" numeric="pad" label={t('tillAmount')} suffix={register.currency} value={typed} onChange={setTyped} />
        <Keypad value={typed} onChange={setTyped} point />
        <TextField name="note" optional label={t('tillNote')} value={note} onChange={setNote} maxLength={200} />
      </Form>
    </Dialog>
  )
}

function CloseDialog({ shift, onClose, onClosed }: { shift: string; onClose: () => void; onClosed: () => void }) {
  const { t } = useReader()
  const close = useCloseShift(shift, () => {
    onClosed()
    onClose()
  })
  return (
    <Dialog title={t('tillCloseShift')} onClose={onClose}>
      <p>{t('tillCloseQuestion')}</p>
      <Form submit={t('tillCloseShift')} busy={close.isPending} error={close.error} onSubmit={() => close.mutate()} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
