import { findInvoice } from '../invoices/find-invoice.ts'
import type { Db } from '../platform/db/database.ts'
import { findRegister } from '../registers/find-register.ts'
import type { Receipt } from './receipt.ts'
import type { PrintedFrom } from './receipt-view.ts'
import { receiptById } from './store.ts'

/** The receipt with everything that is printed on it: the seller as it was on the day, and the numbers of its register. */
export async function findPrinted(db: Db, receipt: Receipt): Promise<PrintedFrom> {
  const { merchantId, registerId, invoiceId, returnsId, fiscalUrl, fiscalNumber } = receipt
  const [register, invoice, sale] = await Promise.all([
    findRegister(db, { merchantId, registerId }), findInvoice(db, { merchantId, id: invoiceId }),
    returnsId === null ? null : receiptById(db, { merchantId, id: returnsId }),
  ])
  if (register === null || invoice === null || invoice.seller === null) throw new Error('a receipt without its cash register or seller')
  return {
    receipt, seller: invoice.seller, registerName: register.name, registerNumber: register.fiscalNumber, timeZone: register.timeZone, saleNumber: sale?.number ?? null,
    // The first one of a time without the tax service is behind nothing and has no hash, but its number ends with the control number.
    controlNumber: (fiscalUrl === null || !URL.canParse(fiscalUrl) ? null : new URL(fiscalUrl).searchParams.get('mac')) ?? fiscalNumber?.split('.')[2] ?? null,
  }
}
