import { payToken } from '../invoices/pay-link.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { keepOpenUntil } from '../invoices/keep-open.ts'
import { payerPhone } from '../invoices/payer-phone.ts'
import { transferCodeOf } from '../invoices/paper.ts'
import { queueInvoiceLetters } from '../invoices/queue-invoice-letters.ts'
import { queueSms } from '../deliveries/sms-delivery.ts'
import type { SmsSenders } from '../deliveries/send-sms.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Actor } from '../webhooks/event.ts'
import type { KeptSend, Receipt } from './receipt.ts'
import { noteSend, waitAnew } from './store.ts'

/** Who brings an invoice to a bank app stands below receipts; `app.ts` hands it in. */
export type BringToBankApp = (ask: { token: string; phone: string; by: Actor; at: Date }) => Promise<Result<Id<'delivery'>, { readonly code: BringProblem }>>

type BringProblem = 'not_found' | 'nothing_to_pay' | 'pay_page_closed' | 'payment_in_flight' | 'nobody_brings'

export type SendDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly vault: Vault
  readonly jobs: Jobs
  readonly sms: SmsSenders
  readonly bringToBankApp: BringToBankApp
}

type SendAsk = { readonly by: KeptSend['by']; readonly to: string | null }

export type SendProblem = BringProblem | 'receipt_wrong_state' | 'no_recipient' | 'no_phone' | 'sms_not_set_up' | 'sms_enough' | 'no_transfer'

/** A cashier may send again; nobody has a reason to fill a phone. */
const A_DAY = { limit: 10, windowMs: 86_400_000 } as const

/**
 * Sends the link of a deferred receipt by the chosen way, and notes how. Whoever gets it has the receipt's whole time to pay
 * from now on. A way that does not work is noted too, with its reason: the receipt waits all the same, and its code can be
 * shown.
 */
export async function sendReceiptLink(deps: SendDeps, receipt: Receipt, ask: SendAsk, actor: Actor): Promise<Result<null, { readonly code: SendProblem }>> {
  const at = deps.clock.now()
  // Before it is sent, because an address that has ended is not brought to anybody.
  const waits = await inTransaction(deps.db, (tx) => openAnew(tx, receipt, at))
  if (!waits.ok) return waits
  const sent = await sentBy(deps, receipt, ask, { at, actor })
  await inTransaction(deps.db, (tx) => noteSend(tx, receipt, {
    by: ask.by, to: ask.to, at: at.toISOString(), delivery: sent.ok ? sent.value : null, problem: sent.ok ? null : sent.error.code,
  }, at))
  return sent.ok ? ok(null) : sent
}

/** The invoice may be paid for as long as the receipt waits. */
async function openAnew(tx: Tx, receipt: Receipt, at: Date): Promise<Result<null, { readonly code: 'receipt_wrong_state' }>> {
  const waits = await waitAnew(tx, receipt, at)
  if (waits === null) return err({ code: 'receipt_wrong_state' })
  const isOpen = waits.until === null || await keepOpenUntil(tx, { merchantId: receipt.merchantId, id: receipt.invoiceId }, waits.until)
  return isOpen ? ok(null) : err({ code: 'receipt_wrong_state' })
}

type Sent = Result<Id<'delivery'> | null, { readonly code: SendProblem }>

async function sentBy(deps: SendDeps, { merchantId, invoiceId }: Receipt, { by, to }: SendAsk, about: { at: Date; actor: Actor }): Promise<Sent> {
  if (by === 'screen') return ok(null)
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  if (invoice === null) return err({ code: 'not_found' })
  if (by === 'transfer') return transferCodeOf(invoice) === null ? err({ code: 'no_transfer' }) : ok(null)
  if (by === 'email') return byMail(deps, invoice, to ?? invoice.payer.email, about)
  const phone = payerPhone(invoice, to ?? invoice.payer.phone)
  if (phone === null) return err({ code: 'no_phone' })
  return by === 'sms' ? bySms(deps, invoice, phone, about) : byBankApp(deps, invoice, phone, about)
}

async function byMail({ db, jobs }: SendDeps, invoice: Invoice, address: string, { at, actor }: { at: Date; actor: Actor }): Promise<Sent> {
  if (!isMailAddress(address.trim())) return err({ code: 'no_recipient' })
  const queued = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
    kind: 'invoice', recipients: [address.trim()], language: null, withPdf: false, withEInvoice: false, by: actor, at,
  }))
  return queued === null ? err({ code: 'no_recipient' }) : ok(queued[0] ?? null)
}

async function bySms({ db, jobs, sms }: SendDeps, invoice: Invoice, phone: string, { at, actor }: { at: Date; actor: Actor }): Promise<Sent> {
  if (sms[invoice.mode] === null) return err({ code: 'sms_not_set_up' })
  const taken = await takeOne(db, { key: `sms/${invoice.id}`, ...A_DAY, at })
  if (!taken.isAllowed) return err({ code: 'sms_enough' })
  return ok(await inTransaction(db, (tx) => queueSms(tx, jobs, {
    merchantId: invoice.merchantId, invoiceId: invoice.id, storeId: invoice.storeId, mode: invoice.mode, recipient: phone, language: invoice.language,
    requestedBy: actor, createdAt: at,
  })))
}

async function byBankApp({ db, vault, bringToBankApp }: SendDeps, invoice: Invoice, phone: string, { at, actor }: { at: Date; actor: Actor }): Promise<Sent> {
  const token = await payToken(db, vault, { merchantId: invoice.merchantId, invoiceId: invoice.id })
  return token === null ? err({ code: 'not_found' }) : bringToBankApp({ token, phone, by: actor, at })
}
