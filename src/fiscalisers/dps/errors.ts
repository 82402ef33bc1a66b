import type { Refusal } from '../../connectors/contract.ts'

/** What the server says where it does not accept: `Код помилки: 7 CheckLocalNumberInvalid`, a line end, an explanation. Source: protocol sheet A1. */
export type ServerError = { readonly code: number; readonly name: string; readonly explanation: string }

/** Of errors in the documents' numbering. Source: A1. */
export const WRONG_NUMBER = 7

/** Null for a text of another form. */
export function readError(text: string): ServerError | null {
  const [, code, name = '', explanation = ''] = /^\s*Код помилки:\s*(\d{1,4})\s*(\w*)[^\r\n]*(?:\r?\n([\s\S]*))?$/.exec(text) ?? []
  return code === undefined ? null : { code: Number(code), name, explanation: explanation.trim() }
}

/** The local number that the server waits for, at the end of its explanation. Null where it names none. */
export function expectedNumber({ explanation }: ServerError): number | null {
  const [, digits] = /(\d{1,12})\W*$/.exec(explanation) ?? []
  return digits === undefined ? null : Number(digits)
}

/** Errors about who asks; every other one is about what is asked. */
const REASON: ReadonlyMap<number, Refusal> = new Map([
  [1, 'not_enabled'], [2, 'credentials'], [3, 'credentials'], [12, 'credentials'],
])

export const refusalOf = ({ code, name }: ServerError): { readonly kind: 'refused'; readonly reason: Refusal; readonly providerCode: string } =>
  ({ kind: 'refused', reason: REASON.get(code) ?? 'other', providerCode: name === '' ? String(code) : `${code} ${name}` })
