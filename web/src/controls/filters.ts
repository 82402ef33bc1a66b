import type { PaymentSource } from '../api/nouns.ts'

/** What a list's address says: read as it comes, unknown words dropped, so that a shared address always opens. */

export const INVOICE_VIEWS = ['all', 'unpaid', 'overdue', 'attention', 'drafts'] as const
export type InvoiceView = (typeof INVOICE_VIEWS)[number]

export type InvoiceFilter = { view?: InvoiceView; search?: string; customer?: string; from?: string; to?: string }
export type PaymentFilter = { search?: string; source?: PaymentSource; from?: string; to?: string }
type CustomerFilter = { search?: string; customer?: string }

export type ShiftFilter = { register?: string; from?: string; to?: string }

export const RECEIPT_VIEWS = ['all', 'deferred', 'attention'] as const
export type ReceiptFilter = ShiftFilter & { view?: 'deferred' | 'attention'; search?: string }

export type ProductFilter = { search?: string; archived?: true }

const ACCOUNT_TABS = ['lines', 'statement', 'online', 'agreement'] as const
type AccountTab = { tab?: (typeof ACCOUNT_TABS)[number]; from?: string; to?: string; currency?: string }

type Search = Record<string, unknown>

/** A filter as its controls give it; read like an address before it becomes one. */
export type Chosen<Filter> = { [Key in keyof Filter]: string | undefined }

/** Whether a filter leaves anything out. */
export const isNarrow = (filter: object): boolean => Object.keys(filter).length > 0

export const PAYMENT_SOURCES: readonly PaymentSource[] = ['attempt', 'statement_line', 'manual', 'cash']

const text = (value: unknown): string | undefined => {
  const written = typeof value === 'number' ? String(value) : value
  return typeof written === 'string' && written !== '' ? written.slice(0, 200) : undefined
}

const date = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

export function readInvoiceFilter(search: Search): InvoiceFilter {
  const view = INVOICE_VIEWS.find((one) => one === search['view'] && one !== 'all')
  const customer = text(search['customer'])
  return { ...(view && { view }), ...readWords(search), ...(customer && { customer }), ...readRange(search) }
}

export function readPaymentFilter(search: Search): PaymentFilter {
  const source = PAYMENT_SOURCES.find((one) => one === search['source'])
  return { ...readWords(search), ...(source && { source }), ...readRange(search) }
}

export function readCustomerFilter(search: Search): CustomerFilter {
  const customer = text(search['customer'])
  return { ...readWords(search), ...(customer && { customer }) }
}

/** A barcode that a scanner typed into the address comes as a number. */
export const readProductFilter = (search: Search): ProductFilter => ({ ...readWords(search), ...(search['archived'] === true && { archived: true }) })

export function readAccountTab(search: Search): AccountTab {
  const tab = ACCOUNT_TABS.find((one) => one === search['tab'])
  const { currency } = search
  return { ...(tab && { tab }), ...readRange(search), ...(typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) && { currency }) }
}

export function readShiftFilter(search: Search): ShiftFilter {
  const register = text(search['register'])
  return { ...(register && { register }), ...readRange(search) }
}

export function readReceiptFilter(search: Search): ReceiptFilter {
  const view = RECEIPT_VIEWS.find((one) => one === search['view'])
  return { ...(view && view !== 'all' && { view }), ...readWords(search), ...readShiftFilter(search) }
}

function readWords({ search }: Search): { search?: string } {
  const words = text(search)
  return words === undefined ? {} : { search: words }
}

function readRange(search: Search): { from?: string; to?: string } {
  const from = date(search['from'])
  const to = date(search['to'])
  return { ...(from && { from }), ...(to && { to }) }
}

type ConnectFor = { account?: string }

/** The merchant account for which a provider is being connected, if it began there. */
export const readConnectFor = ({ account }: Search): ConnectFor => (typeof account === 'string' && account !== '' ? { account } : {})
