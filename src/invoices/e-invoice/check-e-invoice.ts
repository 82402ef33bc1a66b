import { parseXml } from '../../platform/xml/parse-xml.ts'
import type { Profile } from './profile.ts'
import { descendants, viewOf } from './rule.ts'
import type { Rule } from './rule.ts'
import { CODE_RULES } from './rules-codes.ts'
import { DOCUMENT_RULES } from './rules-document.ts'
import { LINE_RULES } from './rules-lines.ts'
import { PEPPOL_RULES } from './rules-peppol.ts'
import { TOTAL_RULES } from './rules-totals.ts'
import { VAT_RULES } from './rules-vat.ts'

/** What an XML says wrongly. */
export type Finding = {
  /** The official id; `XML` where the text is no UBL document at all. */
  readonly rule: string
  readonly says: string
  /** Position of the document's line that breaks it, from 0. Null: it is no line's fault. */
  readonly line: number | null
}

/** Every rule of the norm that can apply to an invoice of ours. */
export const CORE_RULES: readonly Rule[] = [...DOCUMENT_RULES, ...LINE_RULES, ...TOTAL_RULES, ...VAT_RULES, ...CODE_RULES]

const RULES: Readonly<Record<Profile, readonly Rule[]>> = { core: CORE_RULES, peppol: [...CORE_RULES, ...PEPPOL_RULES] }

/** All that is wrong with a UBL invoice or credit note, read from its bytes alone. Empty: it may leave. */
export function checkEInvoice(xml: string, profile: Profile): Finding[] {
  const root = parseXml(xml)
  if (root === null || !/^(Invoice|CreditNote)$/.test(root.name)) return [{ rule: 'XML', says: 'The text is a UBL document.', line: null }]
  const document = viewOf(root)
  const lineOf = (broken: unknown): number | null => {
    const at = document.lines.findIndex((line) => line === broken || descendants(line).some((part) => part === broken))
    return at < 0 ? null : at
  }
  return RULES[profile].flatMap(({ id, says, broken }) => broken(document).map((part) => ({ rule: id, says, line: lineOf(part) })))
}
