import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../src/controls/dialog.tsx'
import { useErrorText } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import { zoneOfDevice } from './kept.ts'
import type { Receipt } from '../src/api/nouns.ts'
import { PayCode } from './pay-code.tsx'
import { PrintButtons } from './print-buttons.tsx'
import { receiptQuery, useCashier, useReceiptOrder } from './queries.ts'
import { isEnded, ReceiptMark } from './receipt-mark.tsx'
import { ReturnForm } from './return-form.tsx'
import { SendAgain } from './send-again.tsx'

type Step = 'look' | 'send' | 'cancel' | 'return'

/** One receipt: what it is for, where it stands, and what can be done with it. */
export function ReceiptDialog({ receipt: first, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { t } = useReader()
  const { data: receipt = first } = useQuery(receiptQuery(first.id))
  const [step, setStep] = useState<Step>('look')
  const back = () => setStep('look')
  return (
    <Dialog title={receipt.kind === 'return' ? t('tillReturnNumber', { number: receipt.number }) : t('tillReceiptNumber', { number: receipt.number })} onClose={onClose} wide>
      {step === 'look' && (
        <>
          <Contents receipt={receipt} />
          <Orders receipt={receipt} onStep={setStep} />
          {receipt.payUrl !== null && <PayCode receipt={receipt} />}
        </>
      )}
      {step === 'send' && <SendAgain receipt={receipt} onDone={back} />}
      {step === 'cancel' && <Cancel receipt={receipt} onDone={back} />}
      {step === 'return' && <ReturnForm receipt={receipt} onDone={back} />}
    </Dialog>
  )
}

function Contents({ receipt }: { receipt: Receipt }) {
  const { t, money, moment, decimal } = useReader()
  const { fiscal } = receipt
  const zone = zoneOfDevice()
  return (
    <div className="till-receipt">
      <p className="till-owed"><ReceiptMark receipt={receipt} /><strong className="money">{money(receipt.due)}</strong></p>
      {receipt.problem !== null && <p className="hint-amber">{receipt.problem}</p>}
      <ol>
        {receipt.lines.map((line, at) => (
          <li key={`${at} ${line.name}`}><span>{line.name}<small className="money">{decimal(line.quantity)} {line.unitName} × {money(line.price)}</small></span><span className="money">{money(line.amount)}</span></li>
        ))}
      </ol>
      <dl>
        {receipt.payments.map((payment, at) => <div key={`${at} ${payment.form}`}><dt>{payment.means ?? t('tillLink')}</dt><dd className="money">{money(payment.amount)}</dd></div>)}
        {receipt.state === 'deferred' && <div><dt>{t('tillRemaining')}</dt><dd className="money">{money(receipt.remaining)}</dd></div>}
        {receipt.state === 'deferred' && receipt.expiresAt !== null && <div><dt>{t('tillPayableUntil')}</dt><dd>{moment(zone, receipt.expiresAt)}</dd></div>}
        {receipt.send !== null && receipt.send.to !== null && <div><dt>{t('tillLinkWentTo')}</dt><dd>{receipt.send.to}</dd></div>}
        {fiscal !== null && <div><dt>{t('tillFiscalReceipt')}</dt><dd>{fiscal.url === null ? fiscal.number : <a className="link" href={fiscal.url} target="_blank" rel="noreferrer">{fiscal.number}</a>}</dd></div>}
      </dl>
    </div>
  )
}

const RETURNABLE: ReadonlySet<Receipt['state']> = new Set(['registered', 'offline'])

function Orders({ receipt, onStep }: { receipt: Receipt; onStep: (step: Step) => void }) {
  const { t, money } = useReader()
  const textOf = useErrorText()
  const { cashier } = useCashier()
  const check = useReceiptOrder(receipt.id, 'check')
  const late = useReceiptOrder(receipt.id, 'register-late')
  const back = useReceiptOrder(receipt.id, 'give-back')
  const again = useReceiptOrder(receipt.id, 'file-again')
  const hasEnded = isEnded(receipt)
  const error = check.error ?? late.error ?? back.error ?? again.error
  return (
    <div className="till-orders">
      {error !== null && <p className="field-problem" role="alert">{textOf(error)}</p>}
      {receipt.state === 'deferred' && (
        <>
          <Button loading={check.isPending} onClick={() => check.mutate()}>{t('tillCheckState')}</Button>
          <Button variant="default" onClick={() => onStep('send')}>{t('tillSendAgain')}</Button>
          <Button variant="default" onClick={() => onStep('cancel')}>{t('tillCancelReceipt')}</Button>
        </>
      )}
      {receipt.late !== null && (
        <>
          <p className="hint-amber">{t(hasEnded ? 'tillLateMoney' : 'tillExtraMoney', { amount: money(receipt.late) })}</p>
          {hasEnded && <Button loading={late.isPending} onClick={() => late.mutate()}>{t('tillRegisterLate')}</Button>}
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>{t('tillGiveBack')}</Button>
        </>
      )}
      {receipt.state === 'rejected' && <Button loading={again.isPending} onClick={() => again.mutate()}>{t('tillFileAgain')}</Button>}
      {receipt.state === 'rejected' && receipt.kind === 'return' && <Button variant="default" onClick={() => onStep('cancel')}>{t('tillCancelReceipt')}</Button>}
      {receipt.kind === 'sale' && RETURNABLE.has(receipt.state) && cashier.mayReturn && <Button variant="default" onClick={() => onStep('return')}>{t('tillReturn')}</Button>}
      {!hasEnded && receipt.state !== 'deferred' && <PrintButtons receipt={receipt} />}
    </div>
  )
}

function Cancel({ receipt, onDone }: { receipt: Receipt; onDone: () => void }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const cancel = useReceiptOrder(receipt.id, 'cancel', onDone)
  return (
    <div className="till-orders">
      <p>{t('tillCancelQuestion')}</p>
      {cancel.error !== null && <p className="field-problem" role="alert">{textOf(cancel.error)}</p>}
      <Button color="red.8" loading={cancel.isPending} onClick={() => cancel.mutate()}>{t('tillCancelReceipt')}</Button>
      <Button variant="subtle" color="gray" onClick={onDone}>{t('tillKeep')}</Button>
    </div>
  )
}
