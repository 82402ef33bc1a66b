/**
 * By which rules a document is written: `core` is EN 16931 itself, which any receiver in the Union reads; `peppol`
 * adds what the network asks for, first of all both electronic addresses.
 */
export type Profile = 'core' | 'peppol'

/** BT-24. */
export const CORE = 'urn:cen.eu:en16931:2017'
export const PEPPOL = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
/** BT-23: the process "invoice and credit note", billing profile 01. */
export const PEPPOL_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'
