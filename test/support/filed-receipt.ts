import type { Db } from '../../src/platform/db/database.ts'
import { inTransaction } from '../../src/platform/db/database.ts'
import type { Receipt } from '../../src/receipts/receipt.ts'
import { settleReceipt } from '../../src/receipts/settle-receipt.ts'
import type { DocumentEnd, EndedDocument } from '../../src/registers/settle-document.ts'
import { NOW } from './builders.ts'

/** The document by which a receipt is told to the tax service. */
function documentOf({ merchantId, documentId, registerId, shiftId, storeId, mode, kind, id }: Receipt): EndedDocument {
  if (documentId === null || shiftId === null) throw new Error('nothing is to be filed')
  return { merchantId, documentId, registerId, shiftId, storeId, mode, kind, subjectId: id }
}

/** The tax service has registered the receipt; `isOffline`: it only will. */
export async function filedReceipt(db: Db, receipt: Receipt, number: string, { at = NOW, isOffline = false }: { at?: Date; isOffline?: boolean } = {}): Promise<void> {
  const document = documentOf(receipt)
  const filed = {
    fiscalNumber: number, localNumber: 7, at, url: `https://cabinet.tax.gov.ua/cashregs/check?id=${number}`, offline: isOffline, ref: 'abc', answer: '{}', zReport: null,
  }
  await inTransaction(db, async (tx) => {
    await tx.updateTable('fiscal_document').set({
      state: 'filed', ref: 'r', content: Buffer.from('x'), content_sha256: Buffer.alloc(32), fiscal_number: number, filed_at: at, service_ref: 'abc', answer: '{}', ended_at: at,
    }).where('merchant_id', '=', document.merchantId).where('document_id', '=', document.documentId).execute()
    await settleReceipt(tx, document, { kind: 'filed', filed }, at)
  })
}

export async function refusedReceipt(db: Db, receipt: Receipt, problem = 'no such receipt', at: Date = NOW): Promise<void> {
  const document = documentOf(receipt)
  const end = { kind: 'refused', problem } as const satisfies DocumentEnd
  await inTransaction(db, async (tx) => {
    await tx.updateTable('fiscal_document').set({ state: 'refused', problem, ended_at: at })
      .where('merchant_id', '=', document.merchantId).where('document_id', '=', document.documentId).execute()
    await settleReceipt(tx, document, end, at)
  })
}
