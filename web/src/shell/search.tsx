import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import type { ReactNode } from 'react'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Failed } from '../controls/waiting.tsx'
import { customersFound } from '../customers/queries.ts'
import { InvoiceMark } from '../invoices/mark.tsx'
import { invoicesFound } from '../invoices/queries.ts'
import { useReader } from '../language/reader.tsx'
import { paymentsFound } from '../payments/queries.ts'
import { useStore } from './store.tsx'

/** Looks in everything the reader may see; the arrow keys walk through what is found. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useReader()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  return (
    <Dialog title={t('searchEverything')} onClose={onClose} wide>
      <div className="search-box" onKeyDown={walk}>
        <div className="search-field">
          <Icon name="search" />
          <input
            type="search" autoFocus aria-label={t('searchEverything')} placeholder={t('searchHint')} value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        {asked !== '' && <Found text={asked} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function walk(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, a')]
  const at = stops.findIndex((stop) => stop === document.activeElement)
  stops[Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), stops.length - 1)]?.focus()
  event.preventDefault()
}

function Found({ text, onClose }: { text: string; onClose: () => void }) {
  const { t, money } = useReader()
  const { id } = useStore()
  const may = useMay()
  const invoices = useQuery({ ...invoicesFound(id, text), enabled: may('invoices.read') })
  const payments = useQuery({ ...paymentsFound(id, text), enabled: may('payments.read') })
  const customers = useQuery({ ...customersFound(id, text), enabled: may('customers.read') })
  const lists = [invoices.data?.items, payments.data?.items, customers.data?.items]
  const waiting = [invoices, payments, customers].some((query) => query.isLoading)
  const error = invoices.error ?? payments.error ?? customers.error
  if (error !== null) return <Failed error={error} />
  if (!waiting && lists.every((list) => list === undefined || list.length === 0)) {
    return <p className="search-nothing" role="status">{t('searchNothing', { text })}</p>
  }
  return (
    <div className="search-found" aria-busy={waiting}>
      <Group title={t('navInvoices')} items={invoices.data?.items ?? []}>
        {(invoice) => (
          <Link to="/invoices/$id" params={{ id: invoice.id }} onClick={onClose}>
            <b>{invoice.number ?? t('document_draft')}</b><span>{invoice.payerName}</span>
            <InvoiceMark invoice={invoice} /><span className="money">{money(invoice.gross)}</span>
          </Link>
        )}
      </Group>
      <Group title={t('navPayments')} items={payments.data?.items ?? []}>
        {(payment) => (
          <Link to="/payments/$id" params={{ id: payment.id }} onClick={onClose}>
            <b>{payment.invoice.number ?? t('payment')}</b><span>{payment.payerName}</span><span />
            <span className="money">{money(payment.amount)}</span>
          </Link>
        )}
      </Group>
      <Group title={t('navCustomers')} items={customers.data?.items ?? []}>
        {(customer) => (
          <Link to="/customers/$id" params={{ id: customer.id }} onClick={onClose}>
            <b>{customer.name}</b><span>{customer.email}</span>
          </Link>
        )}
      </Group>
    </div>
  )
}

function Group<T extends { id: string }>({ title, items, children }: {
  title: string; items: readonly T[]; children: (item: T) => ReactNode
}) {
  if (items.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul>{items.map((item) => <li key={item.id}>{children(item)}</li>)}</ul>
    </section>
  )
}
