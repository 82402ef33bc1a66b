import { inTransaction } from '../../src/platform/db/database.ts'
import type { Db } from '../../src/platform/db/database.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { NO_PAYER } from '../../src/invoices/invoice.ts'
import type { Payer } from '../../src/invoices/invoice.ts'
import { issueInvoice } from '../../src/invoices/issue-invoice.ts'
import { issuingStore } from '../../src/invoices/issuing-terms.ts'
import { createDraft } from '../../src/invoices/write-draft.ts'
import type { DraftRequest } from '../../src/invoices/write-draft.ts'
import { storeById } from '../../src/merchants/stores/store.ts'
import type { Vault } from '../../src/platform/crypto/vault.ts'
import { NOW } from './builders.ts'
import type { Place } from './builders.ts'

export const PAYER: Payer = { ...NO_PAYER, name: 'Jonas Petraitis', email: 'jonas@payer.example' }

type Wanted = { readonly price?: string; readonly issue?: boolean; readonly at?: Date } & Partial<Omit<DraftRequest, 'lines'>>

/** An invoice over one line without VAT, 25.00 unless `price` says otherwise, written and issued by the verbs themselves. */
export async function writtenInvoice(
  { db, vault }: { db: Db; vault: Vault }, place: Place, { price = '25.00', issue = true, at = NOW, ...more }: Wanted = {},
): Promise<Id<'invoice'>> {
  const store = await storeById(db, place)
  if (store === undefined) throw new Error('no such store')
  const request: DraftRequest = {
    customerId: null, payer: PAYER, externalNumber: null, language: null, currency: 'EUR', dueDate: null, payUntil: null, notes: '', buyerReference: '',
    orderReference: '', ...more,
    lines: [{ description: 'Honey', quantity: '1', unit: 'vnt.', unitPrice: price, vat: { category: 'O', reason: 'Not a VAT payer' } }],
  }
  const done = await inTransaction(db, async (tx) => {
    const draft = await createDraft(tx, { ...place, language: 'lt' }, request, at)
    if (!draft.ok || !issue) return draft
    const issued = await issueInvoice(tx, vault, { merchantId: place.merchantId, id: draft.value.id }, issuingStore(store), { at, actor: 'kvit' })
    return issued.ok ? draft : issued
  })
  if (!done.ok) throw new Error(`the invoice was refused: ${done.error.code}`)
  return done.value.id
}
