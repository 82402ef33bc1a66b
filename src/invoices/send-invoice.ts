import type { Clock } from '../kernel/clock.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { findQueued, queueDelivery, recordDelivery } from '../deliveries/delivery.ts'
import type { QueuedDelivery } from '../deliveries/delivery.ts'
import { findWords } from '../deliveries/find-words.ts'
import { defaultWords, invoiceLetter } from '../deliveries/letter-invoice.ts'
import type { Letter } from '../deliveries/letter.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Mailer, MailOutcome } from '../platform/mail/mailer.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoice, lockInvoice } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { brandOf, paperOf } from './paper.ts'
import type { Brand } from './paper.ts'
import { payToken, payUrl } from './pay-link.ts'
import { remainingMinor } from './payment-state.ts'

/** Queues the invoice's letter to each address, in the payer's language unless another is named. Null: an address is none. */
export async function queueInvoiceLetters(
  tx: Tx, jobs: Jobs, invoice: Invoice,
  { recipients, language, by, at }: { recipients: readonly string[]; language: Language | null; by: Actor; at: Date },
): Promise<Id<'delivery'>[] | null> {
  if (recipients.length === 0 || !recipients.every(isMailAddress)) return null
  const ids: Id<'delivery'>[] = []
  for (const recipient of new Set(recipients)) {
    ids.push(await queueDelivery(tx, jobs, {
      merchantId: invoice.merchantId, invoiceId: invoice.id, storeId: invoice.storeId, mode: invoice.mode, kind: 'invoice',
      recipient, language: language ?? invoice.language, subject: '', requestedBy: by, createdAt: at,
    }))
  }
  return ids
}

export type SendDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly vault: Vault
  readonly publicUrl: URL
  readonly printer: () => PdfPrinter
  /** Test letters go to a catcher of their own; null where the installation has none, and then they are not sent at all. */
  readonly mailer: { readonly live: Mailer; readonly test: Mailer | null }
}

/** Writes and sends one queued letter. Throws to be run again later; what the mail server said is on the delivery by then. */
export async function sendQueuedLetter(
  deps: SendDeps, job: { merchantId: Id<'merchant'>; deliveryId: Id<'delivery'> }, isLastTry: boolean,
): Promise<void> {
  const delivery = await findQueued(deps.db, job)
  const invoice = delivery === null ? null : await findInvoice(deps.db, { merchantId: job.merchantId, id: delivery.invoiceId })
  if (delivery === null || invoice === null) return
  const language = isLanguage(delivery.language) ? delivery.language : invoice.language
  const written = await write(deps, invoice, language)
  const outcome = await post(deps, delivery, written)
  await record(deps, { delivery, invoice, subject: written.letter.subject, outcome, isLastTry })
  if (outcome.kind === 'unknown' && !isLastTry) throw new Error(`the letter was not sent: ${outcome.cause}`)
}

type Written = { readonly letter: Letter; readonly pdf: Uint8Array | null; readonly invoice: Invoice }

async function write(deps: SendDeps, invoice: Invoice, language: Language): Promise<Written> {
  const { merchantId, id: invoiceId } = invoice
  const token = await payToken(deps.db, deps.vault, { merchantId, invoiceId })
  if (token === null || invoice.number === null || invoice.seller === null) throw new Error('a draft has no letter')
  const link = payUrl(deps.publicUrl, token)
  const brand = await brandOf(deps.db, merchantId, invoice.storeId)
  const words = await findWords(deps.db, { merchantId, storeId: invoice.storeId, kind: 'invoice', language })
  const paper = paperOf({ ...invoice, language }, brand, link)
  const letter = invoiceLetter({
    kind: 'invoice', language, mode: invoice.mode, timeZone: 'UTC', store: storeView(invoice, brand),
    payerName: invoice.payer.name, number: invoice.number, dueDate: invoice.dueDate, link,
    words: words ?? defaultWords('invoice', language), attached: paper !== null, canReply: isMailAddress(invoice.seller.email),
    toPay: { minor: remainingMinor(invoice), currency: invoice.currency }, methods: [],
  })
  return { letter, invoice, pdf: paper === null ? null : invoicePdf(deps.printer(), paper, []) }
}

const storeView = ({ seller }: Invoice, { colour }: Brand) =>
  ({ name: seller?.storeName ?? '', colour, email: seller?.email ?? '', phone: seller?.phone ?? '' })

async function post({ mailer }: SendDeps, delivery: QueuedDelivery, { letter, pdf, invoice }: Written): Promise<MailOutcome> {
  const by = delivery.mode === 'test' ? mailer.test : mailer.live
  if (by === null) return { kind: 'refused', reason: 'Test letters are not sent here: TEST_SMTP_URL is not set.' }
  const { seller } = invoice
  return by.send({
    id: publicId('delivery', delivery.id, delivery.mode), to: delivery.recipient, fromName: seller?.storeName ?? '',
    replyTo: seller !== null && isMailAddress(seller.email) ? seller.email : null, ...letter,
    attachments: pdf === null ? [] : [{ filename: `${invoice.number ?? 'invoice'}.pdf`, contentType: 'application/pdf', content: Buffer.from(pdf) }],
  })
}

type Recorded = { delivery: QueuedDelivery; invoice: Invoice; subject: string; outcome: MailOutcome; isLastTry: boolean }

async function record(deps: SendDeps, { delivery, invoice, subject, outcome, isLastTry }: Recorded): Promise<void> {
  const at = deps.clock.now()
  const { merchantId, id, mode } = delivery
  const state = outcome.kind === 'sent' ? 'sent' : outcome.kind === 'refused' || isLastTry ? 'failed' : 'queued'
  const problem = outcome.kind === 'sent' ? null : outcome.kind === 'refused' ? outcome.reason : outcome.cause
  await inTransaction(deps.db, async (tx) => {
    await recordDelivery(tx, { merchantId, id, state, subject, problem, transportId: outcome.kind === 'sent' ? outcome.messageId : null, at })
    if (state === 'queued') return
    const told = { type: state === 'sent' ? 'delivery.sent' : 'delivery.failed', objectId: id, sequence: 1, data: { invoice: invoice.id, problem } } as const
    await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [told])
    if (state === 'sent') await markSent(tx, invoice, at)
  })
}

/** The first letter that went out marks the invoice as sent. */
async function markSent(tx: Tx, { merchantId, id, mode }: Invoice, at: Date): Promise<void> {
  const invoice = await lockInvoice(tx, { merchantId, id })
  if (invoice === null || invoice.sentAt !== null) return
  const sequence = invoice.sequence + 1
  await tx.updateTable('invoice').set({ sent_at: at, sequence, version: invoice.version + 1 })
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
  await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{ type: 'invoice.sent', objectId: id, sequence, data: {} }])
}
