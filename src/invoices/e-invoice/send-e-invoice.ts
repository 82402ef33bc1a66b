import type { Carrier, CarriedOutcome } from '../../deliveries/carrier.ts'
import { findQueued } from '../../deliveries/delivery.ts'
import type { DeliveryResult, LetterJob, QueuedDelivery } from '../../deliveries/delivery.ts'
import { settleDelivery } from '../../deliveries/send-letter.ts'
import type { Clock } from '../../kernel/clock.ts'
import { publicId } from '../../kernel/ids.ts'
import type { Vault } from '../../platform/crypto/vault.ts'
import type { Db } from '../../platform/db/database.ts'
import { fileNameOf } from '../file-name.ts'
import { findInvoice } from '../find-invoice.ts'
import type { Invoice } from '../invoice.ts'
import { payToken, payUrl } from '../pay-link.ts'
import { markSent } from '../mark-sent.ts'
import { eInvoiceOf } from './e-invoice.ts'
import type { PartyId } from './party-ids.ts'
import { prepare } from './prepare.ts'

/** Who brings e-invoices to buyers, per mode; null: nobody. */
export type Carriers = { readonly live: Carrier | null; readonly test: Carrier | null }

export type EInvoiceDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly vault: Vault
  readonly publicUrl: URL
  readonly carriers: Carriers
}

/** Writes, checks and hands over one queued e-invoice. Throws to be run again later; why is on the delivery by then. */
export async function sendQueuedEInvoice(deps: EInvoiceDeps, job: LetterJob, isLastTry: boolean): Promise<void> {
  const delivery = await findQueued(deps.db, job)
  const invoice = delivery === null ? null : await findInvoice(deps.db, { merchantId: job.merchantId, id: delivery.invoiceId })
  if (delivery === null || invoice === null) return
  if (invoice.document === 'cancelled') {
    await settleDelivery(deps, delivery, { state: 'withdrawn', subject: null, problem: null, because: 'invoice_cancelled', transportId: null }, null)
    return
  }
  const outcome = await carry(deps, delivery, invoice)
  const { merchantId, id: invoiceId, number } = invoice
  await settleDelivery(deps, delivery, resultOf(outcome, number, isLastTry), (tx, at) => markSent(tx, { merchantId, invoiceId, at }))
  if (outcome.kind === 'unknown' && !isLastTry) throw new Error(`the e-invoice was not handed over: ${outcome.cause}`)
}

export const addressText = (id: PartyId | null): string => (id === null ? '' : `${id.scheme ?? ''}:${id.id}`)

async function carry({ db, vault, publicUrl, carriers }: EInvoiceDeps, delivery: QueuedDelivery, invoice: Invoice): Promise<CarriedOutcome> {
  const carrier = carriers[delivery.mode]
  if (carrier === null) return { kind: 'refused', reason: 'No operator is connected: the folder for e-invoices of this mode is not set.' }
  const token = await payToken(db, vault, { merchantId: invoice.merchantId, invoiceId: invoice.id })
  const document = eInvoiceOf(invoice, token === null ? null : payUrl(publicUrl, token))
  if (document === null) throw new Error('an e-invoice was queued for an invoice that was never issued')
  const prepared = prepare(document)
  if (!prepared.ok || prepared.value.profile !== 'peppol') return { kind: 'refused', reason: 'The invoice is no Peppol invoice any more.' }
  return carrier.send({
    id: publicId('delivery', delivery.id, delivery.mode), name: fileNameOf(document.number), xml: prepared.value.xml,
    sender: addressText(document.seller.electronicAddress), receiver: addressText(document.buyer.electronicAddress),
  })
}

/** `subject` is the number, as it is on the file. */
function resultOf(outcome: CarriedOutcome, subject: string | null, isLastTry: boolean): DeliveryResult {
  const kept = { subject, because: null }
  switch (outcome.kind) {
    case 'sent': return { ...kept, state: 'sent', problem: null, transportId: outcome.reference }
    case 'refused': return { ...kept, state: 'failed', problem: outcome.reason, transportId: null }
    case 'unknown': return { ...kept, state: isLastTry ? 'failed' : 'queued', problem: outcome.cause, transportId: null }
  }
}
