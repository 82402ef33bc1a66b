import type { paths } from './schema.ts'

type Method = 'get' | 'post' | 'put' | 'patch'

type Of<Operation, Status extends number> =
  Operation extends { responses: Record<Status, { content: { 'application/json': infer Body } }> } ? Body : never

/** What the API answers there when all is well. */
type Answer<Path extends keyof paths, M extends Method & keyof paths[Path] = 'get' & keyof paths[Path], Status extends number = 200> =
  Of<paths[Path][M], Status>

/** What the API is asked with there. */
type Ask<Path extends keyof paths, M extends Method & keyof paths[Path]> =
  paths[Path][M] extends { requestBody?: { content: { 'application/json': infer Body } } } ? Body : never

export type Session = Answer<'/v1/session'>
export type Role = Answer<'/v1/roles'>['items'][number]['role']
export type Permission = Answer<'/v1/roles'>['items'][number]['permissions'][number]
export type Store = Answer<'/v1/stores/{id}'>
export type StoreFields = Required<Ask<'/v1/stores/{id}', 'patch'>>
export type Connector = Answer<'/v1/connectors'>['items'][number]
export type ConnectorField = Connector['fields'][number]
export type GuideStep = Connector['guide'][number]
export type Channel = Answer<'/v1/channels/{id}'>
export type Customer = Answer<'/v1/customers/{id}'>
export type CustomerFields = Required<Omit<Ask<'/v1/customers/{id}', 'patch'>, 'archived'>>
export type InvoiceBrief = Answer<'/v1/invoices'>['items'][number]
export type Invoice = Answer<'/v1/invoices/{id}'>
export type InvoiceFields = Ask<'/v1/invoices', 'post'>
export type LineFields = InvoiceFields['lines'][number]
export type Vat = LineFields['vat']
export type VatTotal = Invoice['totals'][number]
export type Payer = Invoice['payer']
export type Attempt = Invoice['attempts'][number]
export type Refund = Invoice['refunds'][number]
export type Delivery = Invoice['deliveries'][number]
export type Payment = Answer<'/v1/payments'>['items'][number]
export type PaymentDetail = Answer<'/v1/payments/{id}'>
export type PaymentSource = Payment['source']
export type TimelineItem = Answer<'/v1/invoices/{id}/timeline'>['items'][number]
export type Attention = Answer<'/v1/attention'>
export type Member = Answer<'/v1/members'>['items'][number]
export type ApiKey = Answer<'/v1/api-keys'>['items'][number]
export type NewKey = Ask<'/v1/api-keys', 'post'>
export type Letter = Answer<'/v1/stores/{id}/letters/{kind}/{language}'>
export type SmsWords = Answer<'/v1/stores/{id}/sms/{language}'>
export type Account = Answer<'/v1/accounts/{id}'>
export type NewAccount = Ask<'/v1/accounts', 'post'>
export type Movement = Answer<'/v1/accounts/{id}/statement'>['items'][number]
export type Agreement = Answer<'/v1/accounts/{id}/agreement'>['items'][number]
export type AgreementDifference = Agreement['differences'][number]
export type StatementFile = Ask<'/v1/accounts/{id}/statement-imports', 'post'>
export type StatementPreview = Answer<'/v1/accounts/{id}/statement-previews', 'post'>
export type StatementLine = Answer<'/v1/statement-lines/{id}'>
export type Suggestion = StatementLine['suggestions'][number]
export type ReminderSchedule = Answer<'/v1/stores/{id}/reminders'>
export type ReminderScheduleFields = Ask<'/v1/stores/{id}/reminders', 'put'>
export type Recurring = Answer<'/v1/recurring-invoices/{id}'>
export type RecurringBrief = Answer<'/v1/recurring-invoices'>['items'][number]
export type RecurringFields = Ask<'/v1/recurring-invoices', 'post'>
export type RecurringRule = RecurringFields['rule']
export type CashRegister = Answer<'/v1/cash-registers/{id}'>
export type RegisterFields = Ask<'/v1/cash-registers/{id}', 'patch'>
export type Fiscaliser = Answer<'/v1/fiscalisers'>['items'][number]
export type Cashier = Answer<'/v1/cashiers'>['items'][number]
export type CashierFields = Ask<'/v1/cashiers/{id}', 'patch'>
export type Product = Answer<'/v1/products/{id}'>
export type ProductFields = Required<Omit<Ask<'/v1/products/{id}', 'patch'>, 'archived'>>
export type KnownUnit = Answer<'/v1/product-units'>['items'][number]
export type ProductImport = Answer<'/v1/products/import', 'post'>
export type TaxLetter = Answer<'/v1/stores/{id}/tax-letters'>['items'][number]
export type Standing = Answer<'/v1/cash-registers/{id}/shift'>
export type ShiftReport = Answer<'/v1/shifts/{id}'>
export type PaymentMeans = Answer<'/v1/cash-registers/{id}/payment-means'>['items'][number]
export type CashMove = Answer<'/v1/shifts/{id}/cash-moves'>['items'][number]
export type ReceiptProof = Answer<'/v1/receipts/{id}/proof'>
export type Receipt = Answer<'/v1/receipts/{id}'>
export type ReturnQuote = Answer<'/v1/receipts/{id}/return-quote'>
export type SaleFields = Ask<'/v1/receipts', 'post'>
/** What can be sold, as a till keeps it. */
export type Goods = Pick<Product, 'id' | 'code' | 'barcodes' | 'name' | 'unit' | 'weighed' | 'price'>
export type ReceiptState = Receipt['state']
export type PaymentForm = Receipt['payments'][number]['form']
export type SendWay = NonNullable<Receipt['send']>['by']
export type SalePayment = SaleFields['payments'][number]
export type MoneyJson = Invoice['gross']
