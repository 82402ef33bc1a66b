import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { currencyOf } from '../../../src/money/currency.ts'
import { decimal, isPositive, parseMoney, subtract } from '../../../src/money/money.ts'
import type { MoneyJson, Payment } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { amountOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { PaidAmount } from './paid-amount.tsx'
import { paymentQuery, useRefund } from './queries.ts'

export function PaymentPage() {
  const { t, money } = useReader()
  const { id } = useParams({ from: '/cabinet/payments/$id' })
  const { data, error, refetch } = useQuery(paymentQuery(id))
  const may = useMay()
  const [refunding, setRefunding] = useState(false)
  const back = { to: '/payments', text: t('navPayments') } as const
  if (data === undefined) {
    return <Page title={t('payment')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  }
  const left = data.reversal === null ? refundable(data) : null
  const refund = left !== null && may('refunds.create') && (
    <Button variant="default" leftSection={<Icon name="undo" size={18} />} onClick={() => setRefunding(true)}>{t('refundDo')}</Button>
  )
  return (
    <Page title={t('paymentOf', { amount: money(data.amount) })} back={back} actions={refund}>
      <PaymentFacts payment={data} />
      {refunding && left !== null && <RefundDialog payment={data} left={left} onClose={() => setRefunding(false)} />}
    </Page>
  )
}

/** What of the payment has not gone back yet; null if nothing is left. */
function refundable({ amount, refunded }: Payment): MoneyJson | null {
  const currency = currencyOf(amount.currency)
  const whole = currency && parseMoney(amount.amount, currency)
  const back = currency && parseMoney(refunded.amount, currency)
  if (whole === null || back === null) return null
  const left = subtract(whole, back)
  return isPositive(left) ? { amount: decimal(left), currency: left.currency } : null
}

function PaymentFacts({ payment }: { payment: Payment }) {
  const { t, money } = useReader()
  const when = useWhen()
  const { invoice, reversal } = payment
  return (
    <Card title={t('details')}>
      {reversal !== null && <p role="status">{t('takenBackText')}</p>}
      <Facts
        rows={[
          [t('amount'), <strong key="amount"><PaidAmount payment={payment} /></strong>],
          [t('takenBack'), reversal && when(reversal.at, 'long')],
          [t('takenBackBy'), reversal?.by],
          [t('reason'), reversal?.reason],
          [t('refunded'), /[1-9]/.test(payment.refunded.amount) ? money(payment.refunded) : null],
          [t('receivedAt'), when(payment.receivedAt, 'long')],
          [t('colInvoice'), <Link to="/invoices/$id" params={{ id: invoice.id }} className="link" key="invoice">{invoice.number ?? t('document_draft')}</Link>],
          [t('source'), t(`source_${payment.source}`)],
          [t('colMethod'), payment.methodTitle ?? payment.method],
          [t('channel'), payment.channel?.name],
          [t('colPayer'), payment.payerName],
          [t('payerAccount'), payment.payerAccount],
          [t('providerRef'), payment.providerRef && <code key="ref">{payment.providerRef}</code>],
          [t('note'), payment.note],
        ]}
      />
    </Card>
  )
}

function RefundDialog({ payment, left, onClose }: { payment: Payment; left: MoneyJson; onClose: () => void }) {
  const { t, money } = useReader()
  const refund = useRefund(payment.id, onClose)
  const { value, set } = useDraft({ amount: left.amount, note: '' })
  const amount = amountOf(value.amount, left.currency)
  return (
    <Dialog title={t('refundTitle')} onClose={onClose}>
      <p>{t('refundText', { amount: money(left) })}</p>
      <Form
        submit={t('refundDo')} busy={refund.isPending} error={refund.error} onCancel={onClose}
        check={() => (amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && refund.mutate({ amount, note: value.note })}
      >
        <TextField name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={left.currency} onChange={(text) => set({ amount: text })} />
        <LongField name="note" rows={2} label={t('refundNote')} value={value.note} onChange={(note) => set({ note })} />
      </Form>
    </Dialog>
  )
}
