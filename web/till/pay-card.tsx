import { useState } from 'react'
import type { Money } from '../../src/money/money.ts'
import { Dialog } from '../src/controls/dialog.tsx'
import { useDraft } from '../src/form/draft.ts'
import { TextField } from '../src/form/fields.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import { moneyJson } from './cart.ts'

export type Slip = { readonly mask: string; readonly reference: string; readonly authCode: string }

type CardProps = {
  readonly total: Money; readonly busy: boolean; readonly error: Error | null; readonly onClose: () => void; readonly onPaid: (slip: Slip) => void
}

/** A terminal that stands beside the till took the card: the cashier says that it did, and may copy what its slip says. */
export function PayCard({ total, busy, error, onClose, onPaid }: CardProps) {
  const { t, money } = useReader()
  const [open, setOpen] = useState(false)
  const { value, set } = useDraft<Slip>({ mask: '', reference: '', authCode: '' })
  return (
    <Dialog title={t('tillCard')} onClose={onClose}>
      <p className="till-owed"><span>{t('tillToPay')}</span><strong className="money">{money(moneyJson(total))}</strong></p>
      <p>{t('tillCardHint')}</p>
      <Form submit={t('tillCardTaken')} busy={busy} error={error} onSubmit={() => onPaid(value)} onCancel={onClose}>
        <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="link">{t('tillSlip')}</summary>
          <div className="stack">
            <TextField name="mask" optional label={t('tillSlipMask')} value={value.mask} onChange={(mask) => set({ mask })} maxLength={19} />
            <TextField name="reference" optional label={t('tillSlipReference')} value={value.reference} onChange={(reference) => set({ reference })} maxLength={64} />
            <TextField name="authCode" optional label={t('tillSlipCode')} value={value.authCode} onChange={(authCode) => set({ authCode })} maxLength={32} />
          </div>
        </details>
      </Form>
    </Dialog>
  )
}
