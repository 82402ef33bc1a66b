import { newId } from '../../src/kernel/ids.ts'
import { NO_PAYER } from '../../src/invoices/invoice.ts'
import type { Invoice, Payer, Seller } from '../../src/invoices/invoice.ts'
import type { CreditNote } from '../../src/invoices/find-credit-note.ts'
import { pricedLine, totalRows } from '../../src/invoices/line.ts'
import type { LineText } from '../../src/invoices/line.ts'
import { totalsOf } from '../../src/invoices/totals.ts'
import { NOW } from './builders.ts'

export const LT_SELLER: Seller = {
  storeName: 'Pavyzdys', legalName: 'UAB Pavyzdys', companyCode: '300000017', vatCode: 'LT100000000019', address: 'Gedimino pr. 1\n01103 Vilnius',
  country: 'LT', email: 'info@pavyzdys.example', phone: '+370 600 00000', website: '', iban: 'LT377300012345678901', bankName: 'Swedbank',
}

export const LV_PAYER: Payer = {
  ...NO_PAYER, name: 'SIA Piemērs', companyCode: '40003000001', vatCode: 'LV40003000001', address: 'Brīvības iela 1, Rīga', country: 'LV',
}

export const lineText = (more: Partial<LineText> = {}): LineText =>
  ({ description: 'Kava', quantity: '3', unit: 'vnt.', unitPrice: '33.34', vat: { rate: '21' }, ...more })

/** An issued invoice as the database would give it, between two companies that Peppol reaches. */
export function someInvoice({ lines = [lineText()], currency = 'EUR', ...more }: Partial<Invoice> = {}): Invoice {
  const totals = totalsOf(lines.map(pricedLine), currency)
  return {
    merchantId: newId('merchant'), id: newId('invoice'), storeId: newId('store'), mode: 'live', origin: 'invoice', customerId: null, document: 'issued',
    payment: 'unpaid', paidLate: false, number: 'KV-2026-0042', externalNumber: null, language: 'lt', currency, net: totals.net,
    vat: totals.vat, gross: totals.gross, grossMinor: totals.gross.minor, creditedMinor: 0n, paidMinor: 0n, refundedMinor: 0n,
    issueDate: '2026-11-02', dueDate: '2026-11-16', payUntil: null, liveAttemptId: null, leaseUntil: null, version: 2, sequence: 1,
    createdAt: NOW, issuedAt: NOW, paidAt: null, cancelledAt: null, sentAt: null, viewedAt: null, lines, totals: totalRows(totals),
    payer: LV_PAYER, seller: LT_SELLER, notes: '', buyerReference: '', orderReference: 'PO-77', reference: 'RF17KV20260042', ...more,
  }
}

export function someCreditNote(invoice: Invoice, lines: readonly LineText[]): CreditNote {
  const { merchantId, id: invoiceId, storeId, mode, currency } = invoice
  const totals = totalsOf(lines.map(pricedLine), currency)
  return {
    merchantId, id: newId('creditNote'), invoiceId, storeId, mode, number: 'KV-CN-2026-0001', issueDate: '2026-11-20', reason: 'Grąžinta prekė',
    net: totals.net, vat: totals.vat, gross: totals.gross, lines, totals: totalRows(totals), createdAt: NOW,
  }
}
