import { randomUUID } from 'node:crypto'
import type { DocumentKind } from '../../contract.ts'
import type { FiscalFault } from '../../simulator.ts'
import { nextFiscalNumber, type Business, type CashRegister, type Office, type Receipt, type ReceiptType, type Shift, type Transaction } from './office.ts'

/** How documents get from Checkbox to the tax service: some time after the answer. */

const REGISTERING_MS = 1_500
const LATE_MS = 3_600_000
/** How long what was made offline stays with Checkbox alone. */
const DELIVERED_AFTER_MS = 300_000

const REFUSAL = 'Код помилки: 9 DocumentValidationError'

function newTransaction(register: CashRegister, type: Transaction['type']): Transaction {
  register.serial += 1
  return { id: randomUUID(), serial: register.serial, type, status: 'PENDING', number: null, error: null, isOffline: false }
}

type Settling = {
  readonly register: CashRegister
  readonly transaction: Transaction
  readonly fault: FiscalFault | null
  readonly what: string
  /** What follows from the tax service's yes or no. */
  done(at: Date): void
  failed(): void
}

/** The tax service answers after a while; at once where the caller will never hear the answer, so that it can be found. */
function settle(office: Office, { register, transaction, fault, what, done, failed }: Settling): void {
  const end = (): void => {
    if (fault === 'refuse') {
      Object.assign(transaction, { status: 'ERROR', error: REFUSAL })
      return failed()
    }
    const isOffline = fault === 'offline' || register.isOffline
    Object.assign(transaction, { status: 'DONE', isOffline, number: nextFiscalNumber(office, register, isOffline) })
    return done(office.agenda.now())
  }
  if (fault === 'answer_lost') return end()
  office.agenda.plan(new Date(office.agenda.now().getTime() + (fault === 'late' ? LATE_MS : REGISTERING_MS)), what, () => Promise.resolve(end()))
}

const KINDS: Readonly<Record<ReceiptType, DocumentKind>> = { SELL: 'sale', RETURN: 'return', SERVICE_IN: 'service_in', SERVICE_OUT: 'service_out' }

type NewReceipt = { readonly id: string; readonly shift: Shift; readonly cashierName: string | null; readonly business: Business; readonly fault: FiscalFault | null }

export function registerReceipt(office: Office, register: CashRegister, { id, shift, cashierName, business, fault }: NewReceipt): Receipt {
  const receipt: Receipt = {
    ...business, id, shiftId: shift.id, cashierName, createdAt: office.agenda.now(), transaction: newTransaction(register, 'RECEIPT'),
    status: 'CREATED', fiscalAt: null, isSentToTax: false,
  }
  register.receipts.push(receipt)
  const { transaction } = receipt
  settle(office, {
    register, transaction, fault, what: `receipt ${id} is registered`,
    done: (at) => {
      Object.assign(receipt, { status: 'DONE', fiscalAt: at, isSentToTax: !transaction.isOffline })
      if (transaction.isOffline) {
        office.agenda.plan(new Date(at.getTime() + DELIVERED_AFTER_MS), `receipt ${id} is brought to the tax service`, async () => void (receipt.isSentToTax = true))
      }
      const sold = register.receipts.find((one) => one.id === receipt.relatedId)
      register.registered.push({
        kind: KINDS[receipt.type], fiscalNumber: transaction.number ?? '', ref: id, at, amount: { minor: receipt.payable, currency: 'UAH' },
        of: sold?.transaction.number ?? null,
      })
    },
    failed: () => void (receipt.status = 'ERROR'),
  })
  return receipt
}

export function openShift(office: Office, register: CashRegister, id: string, fault: FiscalFault | null): Shift {
  const opening = newTransaction(register, 'SHIFT_OPEN')
  const shift: Shift = {
    id, serial: register.shifts.length + 1, createdAt: office.agenda.now(), opening, closing: null, status: 'CREATED', openedAt: null, closedAt: null,
  }
  register.shifts.push(shift)
  settle(office, {
    register, transaction: opening, fault, what: `shift ${id} opens`,
    done: (at) => {
      Object.assign(shift, { status: 'OPENED', openedAt: at })
      register.registered.push({ kind: 'open_shift', fiscalNumber: opening.number ?? '', ref: id, at, amount: null, of: null })
    },
    failed: () => void (shift.status = 'CLOSED'),
  })
  return shift
}

/** A closing that the tax service refuses leaves the shift open. */
export function closeShift(office: Office, register: CashRegister, shift: Shift, fault: FiscalFault | null): void {
  const closing = newTransaction(register, 'Z_REPORT')
  Object.assign(shift, { closing, status: 'CLOSING' })
  settle(office, {
    register, transaction: closing, fault, what: `shift ${shift.id} closes`,
    done: (at) => {
      Object.assign(shift, { status: 'CLOSED', closedAt: at })
      register.registered.push({ kind: 'close_shift', fiscalNumber: closing.number ?? '', ref: shift.id, at, amount: null, of: null })
    },
    failed: () => void (shift.status = 'OPENED'),
  })
}
