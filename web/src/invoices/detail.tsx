import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Invoice } from '../api/nouns.ts'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { PaidAmount } from '../payments/paid-amount.tsx'
import { useWhen } from '../shell/store.tsx'
import { attentionOf, DeliveryMark, InvoiceMark } from './mark.tsx'
import { InvoiceReminders } from '../reminders/invoice-reminders.tsx'
import { Actions } from './actions.tsx'
import { Attempts } from './attempts.tsx'
import { PayLink } from './pay-link.tsx'
import { invoiceQuery } from './queries.ts'
import { Refunds } from './refunds.tsx'
import { Timeline } from './timeline.tsx'
import { TotalsTable } from './totals.tsx'

export function InvoicePage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/invoices/$id' })
  const { data, error, refetch } = useQuery(invoiceQuery(id))
  const back = { to: '/invoices', text: t('navInvoices') } as const
  if (error !== null) return <Page title={t('invoice')} back={back}><Failed error={error} retry={() => void refetch()} /></Page>
  if (data === undefined) return <Page title={t('invoice')} back={back}><Waiting /></Page>
  const waits = data.attempts.some((attempt) => attempt.next !== null)
  return (
    <Page
      title={data.number === null ? t('invoiceDraft') : t('invoiceNumbered', { number: data.number })} back={back}
      aside={<><InvoiceMark invoice={{ ...data, attention: attentionOf(data) }} />{data.flags.paidLate && <span className="tag">{t('flagPaidLate')}</span>}</>}
      actions={<Actions invoice={data} />}
    >
      <p className="why">{data.why}</p>
      <div className="detail">
        <div className="detail-main">
          <Refunds refunds={data.refunds} />
          {waits && <Attempts attempts={data.attempts} />}
          <Sums invoice={data} />
          <LinesTable invoice={data} />
          {!waits && <Attempts attempts={data.attempts} />}
          {data.document !== 'draft' && <Timeline invoice={data} />}
        </div>
        <aside className="detail-side">
          {data.links !== null && data.document === 'issued' && <PayLink invoice={data} links={data.links} />}
          {data.document === 'issued' && <InvoiceReminders invoice={data} />}
          <PayerCard invoice={data} />
          <Payments invoice={data} />
          <Deliveries invoice={data} />
          <CreditNotes invoice={data} />
        </aside>
      </div>
    </Page>
  )
}

function Sums({ invoice }: { invoice: Invoice }) {
  const { t, money } = useReader()
  if (invoice.document === 'draft') return null
  const some = (name: string, value: Invoice['gross'], tone = '') =>
    /[1-9]/.test(value.amount) && <div className={`figure ${tone}`} key={name}><span>{name}</span><strong>{money(value)}</strong></div>
  return (
    <section className="card sums" aria-label={t('amount')}>
      <div className="figure"><span>{t('totalGross')}</span><strong>{money(invoice.gross)}</strong></div>
      {some(t('credited'), invoice.credited)}
      {some(t('paid'), invoice.paid, 'is-green')}
      {some(t('refunded'), invoice.refunded)}
      {some(t('overpaid'), invoice.overpaid, 'is-red')}
      <div className="figure"><span>{t('remaining')}</span><strong>{money(invoice.remaining)}</strong></div>
    </section>
  )
}

function LinesTable({ invoice }: { invoice: Invoice }) {
  const { t, money, price, decimal, percent } = useReader()
  const rate = ({ vat }: Invoice['lines'][number]) => ('rate' in vat ? percent(vat.rate) : t(`vat_${vat.category}`))
  return (
    <Card title={t('lines')}>
      <table className="lines-table">
        <thead>
          <tr>
            <th scope="col">{t('description')}</th><th scope="col" className="end">{t('quantity')}</th>
            <th scope="col" className="end wide">{t('unitPrice')}</th><th scope="col" className="end wide">{t('vat')}</th>
            <th scope="col" className="end">{t('lineNet')}</th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line, at) => (
            <tr key={at}>
              <td>{line.description}{(line.discountPercent ?? '0') !== '0' && <small>{t('lineDiscount', { percent: percent(line.discountPercent ?? '0') })}</small>}</td>
              <td className="end num">{decimal(line.quantity)} {line.unit}</td>
              <td className="end num wide">{price(line.unitPrice, invoice.currency)}</td>
              <td className="end num wide">{rate(line)}</td>
              <td className="end money">{money({ amount: line.net, currency: invoice.currency })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <TotalsTable net={invoice.net} gross={invoice.gross} rows={invoice.totals} />
      {invoice.notes !== '' && <p className="notes">{invoice.notes}</p>}
    </Card>
  )
}

function PayerCard({ invoice }: { invoice: Invoice }) {
  const { t, day, country } = useReader()
  const when = useWhen()
  const { payer } = invoice
  return (
    <Card title={t('payer')}>
      <p className="payer-name">
        {invoice.customer === null ? payer.name : <Link to="/customers/$id" params={{ id: invoice.customer }} className="link">{payer.name}</Link>}
      </p>
      <Facts
        rows={[
          [t('email'), payer.email], [t('phone'), payer.phone], [t('companyCode'), payer.companyCode], [t('vatCode'), payer.vatCode],
          [t('address'), payer.address], [t('country'), payer.country && country(payer.country)],
          [t('colIssued'), invoice.issueDate && day(invoice.issueDate)], [t('dueDate'), invoice.dueDate && day(invoice.dueDate)],
          [t('payUntil'), invoice.payUntil && when(invoice.payUntil, 'long')], [t('externalNumber'), invoice.externalNumber],
          [t('buyerReference'), invoice.buyerReference], [t('orderReference'), invoice.orderReference],
        ]}
      />
    </Card>
  )
}

function Payments({ invoice }: { invoice: Invoice }) {
  const { t } = useReader()
  const when = useWhen()
  if (invoice.payments.length === 0) return null
  return (
    <Card title={t('navPayments')}>
      <ul className="rows">
        {invoice.payments.map((payment) => (
          <li key={payment.id}>
            <Link to="/payments/$id" params={{ id: payment.id }} className="row-line">
              <span>{payment.channel?.name ?? t(`source_${payment.source}`)}
                <small>{when(payment.receivedAt)}</small>
                {payment.reversal !== null && (
                  <small>{[`${t('takenBack')} ${when(payment.reversal.at)}`, payment.reversal.by, payment.reversal.reason].filter((part) => part !== null).join(' · ')}</small>
                )}
              </span>
              <strong><PaidAmount payment={payment} /></strong>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Deliveries({ invoice }: { invoice: Invoice }) {
  const { t } = useReader()
  const when = useWhen()
  if (invoice.deliveries.length === 0) return null
  return (
    <Card title={t('deliveries')}>
      {invoice.viewedAt !== null && <p className="quiet">{t('sellerSeen', { when: when(invoice.viewedAt) })}</p>}
      <ul className="rows">
        {invoice.deliveries.map((delivery) => (
          <li key={delivery.id} className="row-line">
            <span>
              {delivery.recipient}
              <small>
                {t(`letter_${delivery.kind}`)} · {when(delivery.sentAt ?? delivery.createdAt)}
                {delivery.parts !== null && ` · ${t('smsParts', { parts: delivery.parts })}`}
                {delivery.tries > 1 && ` · ${t('deliveryTries', { count: delivery.tries })}`}
              </small>
              {delivery.because !== null && <small>{t(`delivery_${delivery.because}`)}</small>}
              {delivery.state === 'unknown' && <small>{t(delivery.kind === 'bank_app' ? 'delivery_unknown_bank_app' : 'delivery_unknown_why')}</small>}
              {delivery.problem !== null && <small>{delivery.problem}</small>}
            </span>
            <DeliveryMark delivery={delivery} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function CreditNotes({ invoice }: { invoice: Invoice }) {
  const { t, money } = useReader()
  if (invoice.creditNotes.length === 0) return null
  return (
    <Card title={t('creditNotes')}>
      <ul className="rows">
        {invoice.creditNotes.map((note) => (
          <li key={note.id}>
            <a href={note.pdf} className="row-line" target="_blank" rel="noreferrer">
              <span>{note.number}<small>{note.reason}</small></span><strong className="money">{money(note.gross)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
