import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Agenda } from '../../../connectors/simulator-agenda.ts'
import type { FiscalFault, FiscalValues, Registered } from '../../simulator.ts'

/** What Checkbox knows: registers with their cashiers, shifts, receipts, and what it was asked. Kopecks throughout. */

type Cashier = { readonly id: string; readonly login: string; readonly password: string; readonly pin: string }

export type CashRegister = {
  readonly id: string
  readonly licenceKey: string
  readonly fiscalNumber: string
  readonly isTest: boolean
  readonly cashier: Cashier
  /** Letter by Checkbox's code. */
  readonly taxes: ReadonlyMap<number, string>
  readonly shifts: Shift[]
  readonly receipts: Receipt[]
  /** What was registered at the tax service, in order. */
  readonly registered: Registered[]
  /** What will befall the next documents. */
  readonly faults: FiscalFault[]
  /** Of the last document. */
  serial: number
  isOffline: boolean
}

type TransactionStatus = 'PENDING' | 'DONE' | 'ERROR'

export type Transaction = {
  readonly id: string
  readonly serial: number
  readonly type: 'SHIFT_OPEN' | 'Z_REPORT' | 'RECEIPT'
  status: TransactionStatus
  /** The tax service's number. */
  number: string | null
  error: string | null
  isOffline: boolean
}

export type Shift = {
  readonly id: string
  readonly serial: number
  readonly createdAt: Date
  readonly opening: Transaction
  closing: Transaction | null
  status: 'CREATED' | 'OPENED' | 'CLOSING' | 'CLOSED'
  openedAt: Date | null
  closedAt: Date | null
}

export type ReceiptType = 'SELL' | 'RETURN' | 'SERVICE_IN' | 'SERVICE_OUT'

export type PaymentRow = { readonly type: 'CASH' | 'CASHLESS'; readonly value: bigint; readonly label: string; readonly says: Readonly<Record<string, unknown>> }

export type GoodRow = { readonly code: string; readonly name: string; readonly price: bigint; readonly quantity: bigint; readonly sum: bigint; readonly taxes: readonly number[] }

/** What a receipt is about, checked. `payable`: the total as it is rounded. */
export type Business = {
  readonly type: ReceiptType
  readonly goods: readonly GoodRow[]
  readonly payments: readonly PaymentRow[]
  readonly total: bigint
  readonly payable: bigint
  /** The sale that a return undoes. */
  readonly relatedId: string | null
}

export type Receipt = Business & {
  readonly id: string
  readonly shiftId: string
  readonly cashierName: string | null
  readonly createdAt: Date
  readonly transaction: Transaction
  status: 'CREATED' | 'DONE' | 'ERROR'
  fiscalAt: Date | null
  isSentToTax: boolean
}

export type Request = {
  readonly number: number
  readonly at: Date
  readonly what: string
  readonly body: string
  readonly remarks: readonly string[]
  readonly answer: string
}

export type Office = {
  readonly agenda: Agenda
  readonly registers: Map<string, CashRegister>
  /** Until when a token is taken, and whose it is. */
  readonly tokens: Map<string, { readonly cashier: Cashier; readonly register: CashRegister; readonly until: Date }>
  readonly requests: Request[]
  readonly counter: { fiscal: number; request: number }
  isDown: boolean
}

export const openOffice = (agenda: Agenda): Office => ({
  agenda, registers: new Map(), tokens: new Map(), requests: [], counter: { fiscal: 1_500_000_000 + randomInt(1_000_000), request: 0 }, isDown: false,
})

/** The codes of the letters that every new register has. */
const TAX_CODES = 'А=8 Б=7'

export const newCredentials = (mode: 'test' | 'live' = 'live'): FiscalValues => ({
  licenceKey: `${mode === 'test' ? 'test' : ''}${randomBytes(12).toString('hex')}`,
  login: `kvit_${randomBytes(4).toString('hex')}`, password: randomBytes(9).toString('base64url'), taxCodes: TAX_CODES,
})

/** A register with its one cashier. One that is known keeps its documents. */
export function enrol(office: Office, values: FiscalValues): void {
  const { licenceKey = '', login = '', password = '', pin = '', taxCodes = TAX_CODES } = values
  if (licenceKey === '') throw new Error('a register needs licenceKey')
  const known = office.registers.get(licenceKey)
  const isTest = licenceKey.startsWith('test')
  const taxes = new Map([...taxCodes.matchAll(/(\p{Lu})=(\d+)/gu)].map(([, letter = '', code = '']) => [Number(code), letter] as const))
  office.registers.set(licenceKey, {
    id: randomUUID(), fiscalNumber: `${isTest ? 'TEST' : '4'}${numberOf(licenceKey)}`,
    shifts: [], receipts: [], registered: [], faults: [], serial: 0, isOffline: false,
    ...known,
    licenceKey, isTest, taxes, cashier: { id: known?.cashier.id ?? randomUUID(), login, password, pin },
  })
}

/** Nine digits: the same register has the same number in each run of the simulator. */
const numberOf = (licenceKey: string): string =>
  String(createHash('sha256').update(licenceKey).digest().readUInt32BE() % 1_000_000_000).padStart(9, '0')

/** The one that is not closed. */
export const shiftOf = ({ shifts }: CashRegister): Shift | null => shifts.find(({ status }) => status !== 'CLOSED') ?? null

/** The number the tax service gives next: plain digits, of another look offline and on test registers. */
export function nextFiscalNumber({ counter }: Office, register: CashRegister, isOffline: boolean): string {
  const number = ++counter.fiscal
  if (isOffline) return `${register.fiscalNumber.slice(-5)}.${register.serial}.${number % 9_999 + 1}`
  return register.isTest ? `TEST-${number}` : String(number)
}
