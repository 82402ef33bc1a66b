import type { Catalogue } from './catalogue.ts'
import { cabinetInvoices as en } from './en/cabinet-invoices.ts'
import type { CabinetInvoicesTexts } from './en/cabinet-invoices.ts'
import { cabinetInvoices as et } from './et/cabinet-invoices.ts'
import { cabinetInvoices as ka } from './ka/cabinet-invoices.ts'
import { cabinetInvoices as lt } from './lt/cabinet-invoices.ts'
import { cabinetInvoices as lv } from './lv/cabinet-invoices.ts'
import { cabinetInvoices as ru } from './ru/cabinet-invoices.ts'
import { cabinetInvoices as uk } from './uk/cabinet-invoices.ts'

/** The cabinet's words for invoices and payments, for files that are saved from it. */
export const invoiceTexts: Catalogue<CabinetInvoicesTexts> = { lt, lv, et, uk, ka, ru, en }
