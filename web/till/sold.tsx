import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Dialog } from '../src/controls/dialog.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt } from '../src/api/nouns.ts'
import { PayCode } from './pay-code.tsx'
import { isShown } from './pay-link.tsx'
import { receiptQuery } from './queries.ts'
import { ReceiptMark } from '../src/receipts/mark.tsx'
import { PrintButtons } from './print-buttons.tsx'

/** Right after the sale: the change to give, the code to show, or where the receipt stands; Enter goes on to the next customer. */
export function SoldDialog({ receipt: first, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { t, money } = useReader()
  const { data: receipt = first } = useQuery(receiptQuery(first.id))
  const next = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    next.current?.focus()
  }, [])
  const change = receipt.payments.find((payment) => payment.change !== null && !/^0(\.0+)?$/.test(payment.change.amount))?.change ?? null
  const showsCode = receipt.state === 'deferred' && receipt.payUrl !== null
  return (
    <Dialog title={t('tillReceiptNumber', { number: receipt.number })} onClose={onClose}>
      <div className="till-sold">
        {change !== null && <p className="till-change"><span>{t('tillChange')}</span><strong className="money">{money(change)}</strong></p>}
        {showsCode && (receipt.send === null || isShown(receipt.send.by)) && receipt.send?.state !== 'failed' && <PayCode receipt={receipt} />}
        {receipt.send?.state === 'failed' && <p className="hint-amber" role="alert">{t('tillNotSent', { to: receipt.send.to ?? '' })}</p>}
        {showsCode && receipt.send !== null && !isShown(receipt.send.by) && receipt.send.state !== 'failed' && <p>{t('tillLinkSent', { to: receipt.send.to ?? '' })}</p>}
        <p className="till-owed"><ReceiptMark receipt={receipt} /><strong className="money">{money(receipt.state === 'deferred' ? receipt.remaining : receipt.due)}</strong></p>
        {receipt.problem !== null && <p className="hint-amber">{receipt.problem}</p>}
        {receipt.state !== 'deferred' && <PrintButtons receipt={receipt} />}
        <Button ref={next} size="lg" onClick={onClose}>{t('tillNextCustomer')}</Button>
      </div>
    </Dialog>
  )
}
