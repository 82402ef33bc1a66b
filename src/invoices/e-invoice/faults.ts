import type { FieldCode } from '../../platform/http/problem-text.ts'
import type { WrongField } from '../../platform/http/problem.ts'
import type { Finding } from './check-e-invoice.ts'
import type { EInvoice } from './e-invoice.ts'

type Fault = { readonly rule: RegExp; readonly code: FieldCode; readonly field: string }

/** What a person can do about a broken rule. The first that fits; a rule that no input of a person breaks is ours to mend. */
const FAULTS: readonly Fault[] = [
  { rule: /^BR-07$/, code: 'e_payer_name', field: 'payer/name' },
  { rule: /^BR-(1[01]|57|IC-12|CL-14)$/, code: 'e_payer_country', field: 'payer/country' },
  { rule: /^BR-CO-26$/, code: 'e_seller_code', field: 'store/companyCode' },
  { rule: /^BR-(S|Z|E|G)-0[234]$/, code: 'e_seller_vat', field: 'store/vatCode' },
  { rule: /^BR-(AE|IC)-0[234]$/, code: 'e_payer_vat', field: 'payer/vatCode' },
  { rule: /^BR-CO-09$/, code: 'e_vat_prefix', field: 'payer/vatCode' },
  { rule: /^BR-O-(02|1[1-4])$/, code: 'e_outside_vat', field: 'lines' },
  { rule: /^BR-(E|AE|IC|G|O)-10$/, code: 'e_reason', field: 'lines' },
  { rule: /^BR-25$/, code: 'e_line_name', field: 'lines' },
  { rule: /^BR-CL-22$/, code: 'e_reason_code', field: 'lines' },
  { rule: /^(BR-DEC-\d\d|PEPPOL-EN16931-R(040|120))$/, code: 'e_currency', field: 'currency' },
  { rule: /^PEPPOL-EN16931-R003$/, code: 'e_reference', field: 'buyerReference' },
  { rule: /^PEPPOL-EN16931-R010$/, code: 'e_payer_address', field: 'payer/companyCode' },
  { rule: /^PEPPOL-EN16931-R020$/, code: 'e_seller_address', field: 'store/companyCode' },
]

/** A finding as a sentence about the input that a person can change, each once. */
export function faultsOf(findings: readonly Finding[], document: EInvoice): WrongField[] {
  const faults = new Map<string, WrongField>()
  for (const finding of findings) {
    const fault = faultOf(finding, document)
    const key = `${fault.field} ${fault.code}`
    if (!faults.has(key)) faults.set(key, fault)
  }
  return [...faults.values()]
}

function faultOf({ rule, line }: Finding, { seller, buyer }: EInvoice): WrongField {
  const fault = FAULTS.find((one) => one.rule.test(rule))
  if (fault === undefined) return { field: '', code: 'e_other', rule }
  const { code, field } = fault
  if (code === 'e_payer_vat' && seller.vatId === null) return { field: 'store/vatCode', code: 'e_seller_vat', rule }
  if (code === 'e_vat_prefix' && buyer.vatId === null) return { field: 'store/vatCode', code, rule }
  if (code === 'e_line_name' && line !== null) return { field: `lines/${line}/description`, code, rule }
  return { field, code, rule }
}
