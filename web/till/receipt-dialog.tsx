import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../src/controls/dialog.tsx'
import { useErrorText } from '../src/controls/waiting.tsx'
import { useReader } from '../src/language/reader.tsx'
import { Means } from '../src/receipts/means.tsx'
import type { Receipt } from '../src/api/nouns.ts'
import { MoneyBack } from './money-back.tsx'
import { PayCode } from './pay-code.tsx'
import { PrintButtons } from './print-buttons.tsx'
import { receiptQuery, useCashier, useReceiptOrder, useRegister, useReturns } from './queries.ts'
import { isEnded, ReceiptMark } from '../src/receipts/mark.tsx'
import { LineBack, ReturnForm } from './return-form.tsx'
import { leftOf, less } from './returned.ts'
import { SendAgain } from './send-again.tsx'

type Step = 'look' | 'send' | 'cancel' | 'return'

/** One receipt: what it is for, where it stands, and what can be done with it. After a return, the return. */
export function ReceiptDialog({ receipt: first, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { t } = useReader()
  const [shown, setShown] = useState(first)
  const { data: receipt = shown } = useQuery(receiptQuery(shown.id))
  const returns = useReturns(receipt)
  const left = returns === null ? null : leftOf(receipt, returns)
  const [step, setStep] = useState<Step>('look')
  const back = () => setStep('look')
  return (
    <Dialog title={receipt.kind === 'return' ? t('tillReturnNumber', { number: receipt.number }) : t('tillReceiptNumber', { number: receipt.number })} onClose={onClose} wide>
      {step === 'look' && (
        <>
          {receipt.kind === 'return' && <MoneyBack receipt={receipt} />}
          <Contents receipt={receipt} left={left} />
          <Orders receipt={receipt} left={left} onStep={setStep} />
          {shown !== first && <Button size="lg" onClick={onClose}>{t('tillNextCustomer')}</Button>}
          {receipt.payUrl !== null && <PayCode receipt={receipt} />}
        </>
      )}
      {step === 'send' && <SendAgain receipt={receipt} onDone={back} />}
      {step === 'cancel' && <Cancel receipt={receipt} onDone={back} />}
      {step === 'return' && left !== null && (
        <ReturnForm
          receipt={receipt} left={left} onCancel={back} onReturned={(made) => {
            setShown(made)
            back()
          }}
        />
      )}
    </Dialog>
  )
}

type Left = readonly string[] | null

function Contents({ receipt, left }: { receipt: Receipt; left: Left }) {
  const { t, money, moment, decimal } = useReader()
  const { fiscal } = receipt
  const zone = useRegister().timeZone
  return (
    <div className="till-receipt">
      <p className="till-owed"><ReceiptMark receipt={receipt} />{receipt.kind === 'sale' && <strong className="money">{money(receipt.due)}</strong>}</p>
      {receipt.problem !== null && <p className="hint-amber">{receipt.problem}</p>}
      <ol>
        {receipt.lines.map((line, at) => (
          <li key={`${at} ${line.name}`}>
            <span>
              {line.name}
              <small className="money">{decimal(line.quantity)} {line.unitName} × {money(line.price)}</small>
              {left !== null && <LineBack quantity={less(line.quantity, left[at] ?? '0')} unit={line.unitName} />}
            </span>
            <span className="money">{money(line.amount)}</span>
          </li>
        ))}
      </ol>
      <dl>
        {receipt.payments.map((payment, at) => (
          <div key={`${at} ${payment.form}`}>
            <dt>{payment.means === null ? t(receipt.send?.by === 'transfer' ? 'paymentName_transfer' : 'tillLink') : <Means means={payment.means} />}</dt>
            <dd className="money">{money(payment.amount)}</dd>
          </div>
        ))}
        {receipt.state === 'deferred' && <div><dt>{t('tillRemaining')}</dt><dd className="money">{money(receipt.remaining)}</dd></div>}
        {receipt.state === 'deferred' && receipt.expiresAt !== null && <div><dt>{t('tillPayableUntil')}</dt><dd>{moment(zone, receipt.expiresAt)}</dd></div>}
        {receipt.send !== null && receipt.send.to !== null && <div><dt>{t('tillLinkWentTo')}</dt><dd>{receipt.send.to}</dd></div>}
        {fiscal !== null && (
          <div>
            <dt>{t('tillFiscalReceipt')}</dt>
            <dd>{fiscal.url === null ? fiscal.number : <a className="link" href={fiscal.url} target="_blank" rel="noreferrer">{fiscal.number}</a>}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}

const RETURNABLE: ReadonlySet<Receipt['state']> = new Set(['registered', 'offline'])

function Orders({ receipt, left, onStep }: { receipt: Receipt; left: Left; onStep: (step: Step) => void }) {
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
          {check.isSuccess && <p role="status">{t('tillNotPaidYet')}</p>}
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
      {receipt.state === 'rejected' && receipt.kind === 'return' && receipt.fiscal === null && (
        <Button variant="default" onClick={() => onStep('cancel')}>{t('tillGiveUpReturn')}</Button>
      )}
      {receipt.kind === 'sale' && RETURNABLE.has(receipt.state) && cashier.mayReturn && left?.some((one) => one !== '0') === true && (
        <Button variant="default" onClick={() => onStep('return')}>{t('tillReturn')}</Button>
      )}
      {!hasEnded && receipt.state !== 'deferred' && <PrintButtons receipt={receipt} />}
    </div>
  )
}

function Cancel({ receipt, onDone }: { receipt: Receipt; onDone: () => void }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const cancel = useReceiptOrder(receipt.id, 'cancel', onDone)
  const isReturn = receipt.kind === 'return'
  return (
    <div className="till-orders">
      <p>{t(isReturn ? 'tillGiveUpReturnQuestion' : 'tillCancelQuestion')}</p>
      {cancel.error !== null && <p className="field-problem" role="alert">{textOf(cancel.error)}</p>}
      <Button color="red.8" loading={cancel.isPending} onClick={() => cancel.mutate()}>{t(isReturn ? 'tillGiveUpReturn' : 'tillCancelReceipt')}</Button>
      <Button variant="subtle" color="gray" onClick={onDone}>{t('tillKeep')}</Button>
    </div>
  )
}
