import { changeOf, totalsOf } from './totals.ts'
import type { CashRegister, Receipt, Shift, Transaction } from './office.ts'

/** Objects as Checkbox writes them. Kopecks are numbers there. */

const moment = (at: Date | null): string | null => (at === null ? null : at.toISOString().replace('Z', '+00:00'))

const transactionJson = (one: Transaction | null): unknown => one && {
  id: one.id, type: one.type, serial: one.serial, status: one.status, response_status: one.status === 'DONE' ? 'OK' : one.status === 'ERROR' ? 'ERROR' : null,
  response_error_message: one.error, response_id: one.isOffline ? null : one.number, offline_id: one.isOffline ? one.number : null,
}

export function shiftJson(register: CashRegister, shift: Shift): unknown {
  const totals = totalsOf(register, shift)
  const balance = Object.fromEntries(Object.entries(totals).map(([name, value]) => [name, Number(value)]))
  return {
    id: shift.id, serial: shift.serial, status: shift.status, opened_at: moment(shift.openedAt), closed_at: moment(shift.closedAt), created_at: moment(shift.createdAt),
    initial_transaction: transactionJson(shift.opening), closing_transaction: transactionJson(shift.closing), balance, taxes: [],
    z_report: shift.status === 'CLOSED' && shift.closing !== null
      ? { id: shift.closing.id, serial: shift.serial, is_z_report: true, fiscal_code: shift.closing.number, balance: balance['balance'] } : null,
    cashier: { id: register.cashier.id, full_name: 'Касир' }, cash_register: { id: register.id, fiscal_number: register.fiscalNumber },
  }
}

/** `pageUrl`: where this simulator shows the receipt, in place of the tax service's page. */
export function receiptJson(receipt: Receipt, pageUrl: string): unknown {
  const { transaction, status } = receipt
  const change = changeOf(receipt)
  return {
    id: receipt.id, type: receipt.type, status, serial: transaction.serial, transaction: transactionJson(transaction),
    goods: receipt.goods.map(({ code, name, price, quantity, sum }) => ({
      good: { code, name, price: Number(price) }, quantity: Number(quantity), sum: Number(sum), is_return: receipt.type === 'RETURN',
    })),
    payments: receipt.payments.map(({ says }) => says), total_sum: Number(receipt.total), round_sum: Number(receipt.payable - receipt.total),
    total_payment: Number(receipt.payable + change), total_rest: Number(change),
    fiscal_code: status === 'DONE' ? transaction.number : null, fiscal_date: moment(receipt.fiscalAt), created_at: moment(receipt.createdAt),
    is_created_offline: transaction.isOffline, is_sent_dps: receipt.isSentToTax, tax_url: status === 'DONE' ? pageUrl : null,
    related_receipt_id: receipt.relatedId, cashier_name: receipt.cashierName, shift: { id: receipt.shiftId },
  }
}

export const infoJson = (register: CashRegister, hasShift: boolean): unknown => ({
  id: register.id, fiscal_number: register.fiscalNumber, title: 'Kvit', address: 'Київ', offline_mode: register.isOffline, stay_offline: false,
  has_shift: hasShift, is_test: register.isTest, documents_state: { last_receipt_code: register.serial, last_report_code: 0, last_z_report_code: 0 },
})

export const taxJson = ({ taxes }: CashRegister): unknown =>
  [...taxes].map(([code, symbol]) => ({ code, symbol, label: `ПДВ ${symbol}`, rate: symbol === 'А' ? 20 : 7, included: true }))
