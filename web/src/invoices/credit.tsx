import { useState } from 'react'
import type { Invoice, LineFields } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, RadioField, TextField } from '../form/fields.tsx'
import { Form, useFieldProblem } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { creditedAtFirst, creditLines, standingAfter, wrongCredits } from './credited.ts'
import type { CreditedLine } from './credited.ts'
import { useCredit } from './queries.ts'
import { CalculatedTotals, TotalsTable, useCalculation } from './totals.tsx'

type Typed = { readonly extent: 'whole' | 'part'; readonly reason: string; readonly lines: readonly CreditedLine[] }

/** Takes back the whole invoice or some of its lines. What it comes to is shown before it is done. */
export function CreditDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t, decimal, money } = useReader()
  const isFirst = !/[1-9]/.test(invoice.credited.amount)
  const { value, set } = useDraft<Typed>({ extent: isFirst ? 'whole' : 'part', reason: '', lines: creditedAtFirst(invoice) })
  const credit = useCredit(invoice.id, onClose)
  const lines = creditLines(invoice, value.lines)
  const isPart = value.extent === 'part'
  const check = () => (isPart ? wrongCredits(invoice, value.lines, {
    none: t('creditNone'), amount: t('notAmount'), most: (most) => t('atMost', { most }), decimal, money,
  }) : [])
  return (
    <Dialog title={t('creditTitle')} onClose={onClose} wide>
      <p>{t('creditText')}</p>
      <Form
        submit={t('creditIssue')} busy={credit.isPending} error={credit.error} check={check} onCancel={onClose}
        onSubmit={() => credit.mutate(isPart ? { reason: value.reason, lines } : { reason: value.reason })}
      >
        {isFirst && (
          <RadioField
            name="extent" label={t('creditExtent')} value={value.extent} onChange={(extent) => set({ extent: extent === 'part' ? 'part' : 'whole' })}
            choices={[{ value: 'whole', label: t('creditWhole') }, { value: 'part', label: t('creditPart') }]}
          />
        )}
        {isPart && <Chosen invoice={invoice} lines={value.lines} onChange={(changed) => set({ lines: changed })} />}
        {isPart ? <Part invoice={invoice} lines={lines} /> : <Whole invoice={invoice} />}
        <LongField name="reason" rows={2} label={t('creditReason')} hint={t('creditReasonHint')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}

type ChosenProps = { readonly invoice: Invoice; readonly lines: readonly CreditedLine[]; readonly onChange: (lines: CreditedLine[]) => void }

function Chosen({ invoice, lines, onChange }: ChosenProps) {
  const { t } = useReader()
  const problem = useFieldProblem('credit/0')
  return (
    <fieldset className="radios">
      <legend>{t('creditLines')}</legend>
      <ul className="credit-lines">
        {invoice.lines.map((_, at) => {
          const credited = lines[at]
          return credited === undefined ? null : (
            <CreditLine
              key={at} at={at} invoice={invoice} credited={credited}
              onChange={(patch) => onChange(lines.map((one, n) => (n === at ? { ...one, ...patch } : one)))}
            />
          )
        })}
      </ul>
      {problem !== null && <p className="field-problem">{problem}</p>}
    </fieldset>
  )
}

type CreditLineProps = {
  readonly at: number
  readonly invoice: Invoice
  readonly credited: CreditedLine
  readonly onChange: (patch: Partial<CreditedLine>) => void
}

function CreditLine({ at, invoice, credited, onChange }: CreditLineProps) {
  const { t, money, decimal, price } = useReader()
  const [byAmount, setByAmount] = useState(false)
  const line = invoice.lines[at]
  if (line === undefined) return null
  const quantity = [decimal(line.quantity), line.unit].filter((part) => part !== '').join(' ')
  return (
    <li>
      <label className="radio">
        <input type="checkbox" name={`credit/${at}`} checked={credited.chosen} onChange={(event) => onChange({ chosen: event.currentTarget.checked })} />
        <span>
          {line.description}
          <small className="num">{quantity} × {price(line.unitPrice, invoice.currency)} = {money({ amount: line.net, currency: invoice.currency })}</small>
        </span>
      </label>
      {credited.chosen && (
        <div className="credit-how">
          {byAmount
            ? (
              <TextField
                name={`credit/${at}/amount`} numeric label={t('creditAmount')} suffix={invoice.currency} value={credited.amount}
                onChange={(amount) => onChange({ amount })}
              />
            )
            : (
              <TextField
                name={`credit/${at}/quantity`} numeric label={t('creditQuantity')} value={credited.quantity} onChange={(text) => onChange({ quantity: text })}
                {...(line.unit === '' ? {} : { suffix: line.unit })}
              />
            )}
          <button
            type="button" className="link"
            onClick={() => {
              setByAmount(!byAmount)
              onChange({ amount: '' })
            }}
          >
            {t(byAmount ? 'creditByQuantity' : 'creditByAmount')}
          </button>
        </div>
      )}
    </li>
  )
}

function Whole({ invoice }: { invoice: Invoice }) {
  return (
    <>
      <TotalsTable net={invoice.net} gross={invoice.gross} rows={invoice.totals} />
      <After invoice={invoice} gross={invoice.gross} />
    </>
  )
}

function Part({ invoice, lines }: { invoice: Invoice; lines: readonly LineFields[] }) {
  const { data } = useCalculation(lines, invoice.currency)
  return (
    <>
      <CalculatedTotals lines={lines} currency={invoice.currency} />
      {lines.length > 0 && data !== undefined && <After invoice={invoice} gross={data.gross} />}
    </>
  )
}

function After({ invoice, gross }: { invoice: Invoice; gross: Invoice['gross'] }) {
  const { t, money } = useReader()
  const { left, back } = standingAfter(invoice, gross)
  if (left === null) return <p className="field-problem" role="status">{t('creditTooMuch')}</p>
  return (
    <div role="status" className="stack">
      <p>{t('creditLeft', { amount: money(left) })}</p>
      {back !== null && <p className="hint-amber">{t('creditBack', { amount: money(back) })}</p>}
    </div>
  )
}
