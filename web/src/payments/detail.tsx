import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { inFours } from '../accounts/in-fours.ts'
import type { Payment, PaymentDetail } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { invoiceQuery } from '../invoices/queries.ts'
import { Refunds } from '../invoices/refunds.tsx'
import { amountOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { ReceiptsOfPayment } from '../receipts/of-payment.tsx'
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
  const { refundable } = data
  const refund = refundable !== null && may('refunds.create') && (
    <Button variant="default" leftSection={<Icon name="undo" size={18} />} onClick={() => setRefunding(true)}>{t('refundDo')}</Button>
  )
  return (
    <Page title={t('paymentOf', { amount: money(data.amount) })} back={back} actions={refund}>
      <PaymentRefunds payment={data} />
      <PaymentFacts payment={data} />
      <ReceiptsOfPayment payment={data.id} />
      {refunding && refundable !== null && <RefundDialog payment={data} left={refundable} onClose={() => setRefunding(false)} />}
    </Page>
  )
}

/** The refunds of this payment as its invoice's page has them, so that they say the same. */
function PaymentRefunds({ payment }: { payment: Payment }) {
  const may = useMay()
  const { data } = useQuery({ ...invoiceQuery(payment.invoice.id), enabled: may('invoices.read') })
  return <Refunds refunds={data?.refunds.filter((refund) => refund.payment === payment.id) ?? []} />
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
          [t('payerAccount'), payment.payerAccount && inFours(payment.payerAccount)],
          [t('providerRef'), payment.providerRef && <code key="ref">{payment.providerRef}</code>],
          [t('note'), payment.note],
        ]}
      />
    </Card>
  )
}

function RefundDialog({ payment, left, onClose }: { payment: Payment; left: NonNullable<PaymentDetail['refundable']>; onClose: () => void }) {
  const { t, money, language } = useReader()
  const refund = useRefund(payment.id, onClose)
  const { currency } = left.amount
  const { value, set } = useDraft({ amount: typedNumber(left.amount.amount, language), note: '' })
  const amount = amountOf(value.amount, currency)
  return (
    <Dialog title={t('refundTitle')} onClose={onClose}>
      <p>{t('refundText', { amount: money(left.amount) })}</p>
      <p>{t(`refundWay_${left.way}`, { channel: payment.channel?.name ?? '' })}</p>
      <Form
        submit={t(left.way === 'provider' ? 'refundDo' : 'refundTaskDo')} busy={refund.isPending} error={refund.error} onCancel={onClose}
        check={() => (amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && refund.mutate({ amount, note: value.note })}
      >
        <TextField name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={currency} onChange={(text) => set({ amount: text })} />
        <LongField name="note" rows={2} label={t('refundNote')} value={value.note} onChange={(note) => set({ note })} />
      </Form>
    </Dialog>
  )
}
