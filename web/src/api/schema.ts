// The shape that openapi-typescript writes, by hand until `openapi.json` exists; then this file is generated.

type Money = { amount: string; currency: string }
type Language = 'lt' | 'lv' | 'et' | 'uk' | 'ka' | 'ru' | 'en'
type Mode = 'test' | 'live'
type Role = 'owner' | 'admin' | 'accountant' | 'cashier' | 'developer' | 'viewer'
type Actor = { kind: 'user' | 'api_key' | 'provider' | 'payer' | 'kvit'; name: string }

type Session = {
  user: { id: string; name: string; email: string; language: Language }
  merchant: { id: string; name: string } | null
  role: Role | null
  permissions: string[]
  stores: { id: string; name: string; mode: Mode; isOpen: boolean; currency: string; timeZone: string; logoUrl: string | null }[]
  merchants: { id: string; name: string; role: Role }[]
  csrfToken: string
}

type StoreFields = {
  name: string; isOpen: boolean; language: Language; currency: string; country: string; timeZone: string
  brandColour: string; legalName: string; companyCode: string; vatCode: string; address: string; email: string
  phone: string; website: string; termsUrl: string; iban: string; bankName: string; numberPrefix: string
  dueDays: number; payUntilDays: number | null; partPayments: boolean
}

type Store = StoreFields & {
  id: string; mode: Mode; brandColourOnWhite: { contrast: string; passes: boolean; textColour: string }
  nextInvoiceNumber: string; logoUrl: string | null; createdAt: string
  checklist: { company: boolean; logo: boolean; channel: boolean; invoice: boolean; paid: boolean }
}

type ConnectorField = {
  name: string; kind: 'text' | 'secret' | 'choice' | 'pem'; required: boolean; fallback: string | null
  choices: string[]; maxLength: number; advanced: boolean; label: string; hint: string; choiceLabels: Record<string, string>
}

type GuideStep = {
  id: string; kind: 'provider' | 'callback' | 'credentials' | 'test_payment' | 'go_live'; awaits: boolean
  title: string; reason: string; todo: string[]; done: string; paste: { label: string; text: string }[]
}

type Connector = { id: string; name: string; currencies: string[]; fields: ConnectorField[]; guide: GuideStep[] }

type Channel = {
  id: string; store: string; connector: string; connectorName: string; name: string
  state: 'draft' | 'awaiting_provider' | 'testing' | 'live' | 'suspended'
  mode: Mode; stateChangedAt: string; callbackUrl: string; settings: Record<string, string>
  secretsSet: Record<string, string>; guide: Record<string, string | null>; nextStep: string | null
  lastCallbackAt: string | null; verifiedAt: string | null; verifyProblem: string | null
  testInvoice: { id: string; payUrl: string; payment: InvoicePayment } | null
  methodsCount: number; createdAt: string
}

type CustomerFields = {
  name: string; email: string; phone: string; companyCode: string; vatCode: string; address: string
  country: string | null; language: Language; reference: string | null
}
type Customer = CustomerFields & { id: string; store: string; createdAt: string; archivedAt: string | null }

type InvoicePayment = 'unpaid' | 'partly_paid' | 'paid' | 'overpaid' | 'refunded'
type Vat = { rate: string } | { category: 'E' | 'AE' | 'K' | 'G' | 'O' | 'Z'; reason: string }
type LineFields = {
  description: string; quantity: string; unit: string; unitPrice: string; discountPercent: string; vat: Vat
}
type VatTotal = { category: string; rate: string; net: Money; vat: Money; exemption: string | null }
type Payer = {
  name: string; email: string; phone: string; companyCode: string; vatCode: string; address: string; country: string | null
}

type InvoiceBrief = {
  id: string; number: string | null; externalNumber: string | null; document: 'draft' | 'issued' | 'cancelled'
  payment: InvoicePayment; flags: { paidLate: boolean; inFlight: boolean }; payerName: string; payerEmail: string
  gross: Money; remaining: Money; issueDate: string | null; dueDate: string | null; createdAt: string
  customer: string | null; attention: null | 'conflicted' | 'unknown' | 'overpaid'
}

type Invoice = InvoiceBrief & {
  store: string; mode: Mode; language: Language; currency: string; lines: (LineFields & { net: Money })[]
  totals: VatTotal[]; net: Money; vat: Money; credited: Money; paid: Money; refunded: Money; overpaid: Money
  payUntil: string | null; notes: string; payer: Payer; reference: string | null; payUrl: string | null
  links: { pay: string; qrSvg: string; qrPng: string; pdf: string; buttonHtml: string } | null
  issuedAt: string | null; paidAt: string | null; cancelledAt: string | null; sentAt: string | null; viewedAt: string | null
  attempts: Attempt[]; payments: Payment[]; refunds: Refund[]; deliveries: Delivery[]; creditNotes: CreditNote[]; why: string
  allowed: { edit: boolean; issue: boolean; send: boolean; cancel: boolean; credit: boolean; record: boolean; remove: boolean }
}

type InvoiceFields = {
  store?: string; externalNumber?: string | null; customer?: string | null; payer?: Payer; language?: Language
  currency?: string; lines: LineFields[]; dueDate?: string | null; payUntil?: string | null; notes?: string
  issue?: boolean; send?: boolean
}

type Delivery = {
  id: string; kind: string; recipient: string; state: 'queued' | 'sent' | 'failed' | 'bounced'
  problem: string | null; createdAt: string; sentAt: string | null
}
type CreditNote = { id: string; number: string; gross: Money; reason: string; issuedAt: string }

type Attempt = {
  id: string; invoice: string; channel: { id: string; name: string }
  state: 'created' | 'pending' | 'authorised' | 'succeeded' | 'failed' | 'revoked' | 'expired' | 'unknown' | 'conflicted'
  amount: Money; method: string | null; methodTitle: string | null; createdAt: string; stateChangedAt: string
  waitingSince: string | null; conflict: string | null; note: string | null; ageSeconds: number; next: string
  allowed: { settle: boolean; check: boolean }
}
type AttemptMessage = { id: string; receivedAt: string; verdict: string; outcome: string; reason: string | null; times: number }
type Message = {
  id: string; receivedAt: string; method: string; query: string; body: string; proof: string | null
  verdict: string; outcome: string; reason: string | null; times: number
}

type Payment = {
  id: string; store: string; invoice: { id: string; number: string | null } | null
  source: 'attempt' | 'statement_line' | 'cash' | 'manual'; amount: Money; method: string | null; methodTitle: string | null
  channel: { id: string; name: string } | null; providerRef: string | null; payerName: string | null
  payerAccount: string | null; note: string | null; receivedAt: string; attempt: string | null; refunded: Money
}
type Refund = {
  id: string; payment: string; invoice: string
  state: 'requested' | 'approved' | 'pending' | 'succeeded' | 'failed' | 'reversed' | 'unknown'
  because: string; amount: Money; note: string | null; createdAt: string; stateChangedAt: string; next: string
}

type TimelineItem = { at: string; type: string; actor: Actor; text: string; data: Record<string, unknown>; message: string | null }

type Attention = {
  conflicted: number; unknown: number; overpaid: number; refunds: number
  items: {
    kind: 'conflicted' | 'unknown' | 'overpaid' | 'refund'; invoice: string | null; attempt: string | null
    refund: string | null; text: string; since: string
  }[]
}
type Overview = {
  today: Money; week: Money; weekBefore: Money; days: { date: string; amount: Money }[]
  due: { count: number; amount: Money }; overdue: { count: number; amount: Money }; attention: Attention
}

type Member = { user: { id: string; name: string; email: string }; role: Role; stores: string[] | null; since: string }
type Invitation = { id: string; email: string; role: Role; stores: string[] | null; createdAt: string; expiresAt: string }
type ApiKey = {
  id: string; name: string; mode: Mode; permissions: string[]; stores: string[] | null; hint: string
  createdAt: string; lastUsedAt: string | null; revokedAt: string | null
}
type OwnSession = { id: string; current: boolean; createdAt: string; lastSeenAt: string; userAgent: string; address: string }
type Letter = { subject: string; body: string; isDefault: boolean; placeholders: string[] }

type Problem = {
  type: string; title: string; status: number; detail?: string | null; code: string
  errors?: { field: string; code: string; message: string }[]
}

export interface components {
  schemas: {
    Session: Session; Store: Store; StoreFields: StoreFields; Connector: Connector; ConnectorField: ConnectorField; GuideStep: GuideStep
    Channel: Channel; Customer: Customer; CustomerFields: CustomerFields; InvoiceBrief: InvoiceBrief; Invoice: Invoice
    InvoiceFields: InvoiceFields; LineFields: LineFields; Vat: Vat; VatTotal: VatTotal; Payer: Payer; Attempt: Attempt
    AttemptMessage: AttemptMessage; Message: Message; Payment: Payment; Refund: Refund; TimelineItem: TimelineItem; Money: Money
    Attention: Attention; Overview: Overview; Member: Member; Invitation: Invitation; ApiKey: ApiKey; OwnSession: OwnSession
    Letter: Letter; Delivery: Delivery; CreditNote: CreditNote; Role: Role
  }
}

type Json<T> = { content: { 'application/json': T } }
type Refusals = { default: { content: { 'application/problem+json': Problem } } }
type At<P, Q = unknown> = { parameters: { path: P; query?: Q } }
type Listed<Q> = { parameters: { query?: Q } }
type Gives<T> = { responses: { 200: Json<T> } & Refusals }
type Makes<B, T> = { requestBody: Json<B>; responses: { 201: Json<T> } & Refusals }
type Changes<B, T> = { requestBody: Json<B>; responses: { 200: Json<T> } & Refusals }
type Orders<B> = { requestBody: Json<B>; responses: { 204: { content?: never } } & Refusals }
type Ends = { responses: { 204: { content?: never } } & Refusals }
type Items<T> = { items: T[] }
type Page<T> = { items: T[]; next: string | null }
type Paged = { limit?: number; cursor?: string; store?: string }
type Id = { id: string }
type LetterAt = { id: string; kind: string; language: string }

export interface paths {
  '/v1/registrations': { post: Changes<{ email: string; password: string; name: string; merchantName: string; language: Language }, unknown> }
  '/v1/activations': { post: Changes<{ token: string }, Session> }
  '/v1/sessions': { get: Gives<Items<OwnSession>>; post: Changes<{ email: string; password: string }, Session> }
  '/v1/sessions/{id}': { delete: At<Id> & Ends }
  '/v1/session': {
    get: Gives<Session>; patch: Changes<{ merchant?: string; language?: Language }, Session>; delete: Ends
  }
  '/v1/password-resets': { post: Changes<{ email: string }, unknown> }
  '/v1/password-resets/confirmations': { post: Orders<{ token: string; password: string }> }
  '/v1/password-changes': { post: Orders<{ current: string; next: string }> }
  '/v1/invitations/acceptances': { post: Changes<{ token: string; name?: string; password?: string }, Session> }
  '/v1/members': { get: Gives<Items<Member>> }
  '/v1/members/{userId}': {
    patch: At<{ userId: string }> & Changes<{ role?: Role; stores?: string[] | null }, Member>; delete: At<{ userId: string }> & Ends
  }
  '/v1/invitations': {
    get: Gives<Items<Invitation>>; post: Makes<{ email: string; role: Role; stores: string[] | null }, Invitation>
  }
  '/v1/invitations/{id}': { delete: At<Id> & Ends }
  '/v1/roles': { get: Gives<Items<{ role: Role; permissions: string[] }>> }
  '/v1/api-keys': {
    get: Gives<Items<ApiKey>>
    post: Makes<{ name: string; mode: Mode; permissions: string[]; stores: string[] | null }, ApiKey & { secret: string }>
  }
  '/v1/api-keys/{id}': { delete: At<Id> & Ends }
  '/v1/stores': {
    get: Gives<Items<Store>>; post: Makes<{ name: string; language: Language; currency: string; country: string }, Store>
  }
  '/v1/stores/{id}': { get: At<Id> & Gives<Store>; patch: At<Id> & Changes<Partial<StoreFields>, Store> }
  '/v1/stores/{id}/live': { post: At<Id> & Changes<Record<string, never>, Store> }
  '/v1/stores/{id}/logo': {
    put: At<Id> & { requestBody: { content: { 'image/png': Blob } }; responses: { 204: { content?: never } } & Refusals }
    delete: At<Id> & Ends
  }
  '/v1/stores/{id}/letters/{kind}/{language}': {
    get: At<LetterAt> & Gives<Letter>
    put: At<LetterAt> & Changes<{ subject: string; body: string }, Letter>; delete: At<LetterAt> & Ends
  }
  '/v1/stores/{id}/letters/{kind}/{language}/preview': {
    post: At<LetterAt> & Changes<{ subject: string; body: string }, { subject: string; html: string; text: string }>
  }
  '/v1/connectors': { get: Gives<Items<Connector>> }
  '/v1/channels': { get: Listed<Paged> & Gives<Items<Channel>>; post: Makes<{ store: string; connector: string }, Channel> }
  '/v1/channels/{id}': { get: At<Id> & Gives<Channel>; patch: At<Id> & Changes<{ name: string }, Channel> }
  '/v1/channels/{id}/credentials': { put: At<Id> & Changes<{ values: Record<string, string> }, Channel> }
  '/v1/channels/{id}/steps/{stepId}': { post: At<{ id: string; stepId: string }> & Changes<{ done: boolean }, Channel> }
  '/v1/channels/{id}/verification': { post: At<Id> & Changes<Record<string, never>, Channel> }
  '/v1/channels/{id}/test-payment': { post: At<Id> & Makes<Record<string, never>, { invoice: string; payUrl: string }> }
  '/v1/channels/{id}/live': { post: At<Id> & Changes<Record<string, never>, Channel> }
  '/v1/channels/{id}/suspension': { post: At<Id> & Changes<{ reason: string }, Channel>; delete: At<Id> & Gives<Channel> }
  '/v1/customers': {
    get: Listed<Paged & { search?: string }> & Gives<Page<Customer>>; post: Makes<Partial<CustomerFields> & { store: string }, Customer>
  }
  '/v1/customers/{id}': {
    get: At<Id> & Gives<Customer>; patch: At<Id> & Changes<Partial<CustomerFields> & { archived?: boolean }, Customer>
  }
  '/v1/invoices': {
    get: Listed<Paged & {
      search?: string; view?: 'all' | 'unpaid' | 'overdue' | 'attention' | 'drafts' | 'paid'
      status?: string; customer?: string; issuedFrom?: string; issuedTo?: string
    }> & Gives<Page<InvoiceBrief> & { totals: { count: string; outstanding: Money } | null }>
    post: Makes<InvoiceFields, Invoice>
  }
  '/v1/invoices/calculation': {
    post: Changes<
      { lines: LineFields[]; currency: string }, { lines: { net: Money }[]; totals: VatTotal[]; net: Money; vat: Money; gross: Money }
    >
  }
  '/v1/invoices/{id}': {
    get: At<Id> & Gives<Invoice>; patch: At<Id> & Changes<InvoiceFields, Invoice>; delete: At<Id> & Ends
  }
  '/v1/invoices/{id}/issue': { post: At<Id> & Changes<Record<string, never>, Invoice> }
  '/v1/invoices/{id}/cancellation': { post: At<Id> & Changes<{ reason: string }, Invoice> }
  '/v1/invoices/{id}/credit-notes': { post: At<Id> & Makes<{ reason: string; lines?: LineFields[] }, CreditNote> }
  '/v1/invoices/{id}/payments': {
    post: At<Id> & Makes<{ amount: Money; source: 'cash' | 'manual'; receivedOn: string; note: string }, Payment>
  }
  '/v1/invoices/{id}/deliveries': { post: At<Id> & Makes<{ recipients: string[]; language?: Language }, Items<Delivery>> }
  '/v1/invoices/{id}/timeline': { get: At<Id> & Gives<Items<TimelineItem>> }
  '/v1/payments': {
    get: Listed<Paged & { search?: string; from?: string; to?: string; source?: string }> & Gives<Page<Payment>>
  }
  '/v1/payments/{id}': { get: At<Id> & Gives<Payment> }
  '/v1/payments/{id}/refunds': { post: At<Id> & Makes<{ amount: Money; note: string }, Refund> }
  '/v1/refunds/{id}/completion': { post: At<Id> & Changes<{ note: string }, Refund> }
  '/v1/attempts/{id}': { get: At<Id> & Gives<Attempt & { messages: AttemptMessage[] }> }
  '/v1/attempts/{id}/settlement': {
    post: At<Id> & Changes<{ as: 'failed' | 'paid'; reason: string; amount?: Money; providerRef?: string }, Attempt>
  }
  '/v1/messages/{id}': { get: At<Id> & Gives<Message> }
  '/v1/attention': { get: Listed<{ store?: string }> & Gives<Attention> }
  '/v1/overview': { get: Listed<{ store?: string }> & Gives<Overview> }
}
