export { cabinetInvoices } from '../en/cabinet-invoices.ts'
