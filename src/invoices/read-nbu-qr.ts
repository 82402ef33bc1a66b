import { isUtf8 } from 'node:buffer'

/** What stands in a scanned code of the National Bank of Ukraine, unjudged: only the structure is required. */
type ScannedTransfer = {
  readonly format: '001' | '002' | '003'
  readonly kind: string
  readonly name: string
  readonly account: string
  /** As written, `UAH1250.40`; empty where the payer writes it. */
  readonly amount: string
  readonly recipientCode: string
  /** Of format 003 only, as the next two and the mask; empty in the others. */
  readonly category: string
  readonly reference: string
  readonly purpose: string
  readonly note: string
  readonly lockMask: string
  /** `YYMMDDHHmmss`, taken for Kyiv's time; empty without limit. */
  readonly validUntil: string
}

/** Elements after the start code. Source: resolution of the NBU Board No. 97 of 19 August 2025, annexes 1 to 3. */
const ELEMENTS = { '001': 13, '002': 13, '003': 17 } as const

const PLAIN_START = ' '.repeat(23)

/**
 * Reads the text of a code of format 001, 002 or 003, also behind a bank's own start code. Null: it is none. A code is not
 * refused for what it says: official samples themselves have accounts that are none.
 */
export function readNbuCode(text: string): ScannedTransfer | null {
  if (text.startsWith(PLAIN_START)) return read(Buffer.from(text.slice(PLAIN_START.length).replace(/^\r?\n/, ''), 'utf8'), ['001'])
  const [, payload = ''] = /^https?:\/\/\S*?(?:\/|payload=)([A-Za-z0-9_-]+)={0,2}$/.exec(text.trim()) ?? /^\S*?(?:\/|payload=)([A-Za-z0-9_-]+)={0,2}$/.exec(text.trim()) ?? []
  return payload === '' ? null : read(Buffer.from(payload, 'base64url'), ['002', '003'])
}

function read(bytes: Buffer, formats: readonly (keyof typeof ELEMENTS)[]): ScannedTransfer | null {
  const [, terminator = '', version = '', encoding = ''] = /^BCD(\r?\n)(00[123])\1([12])\1/.exec(bytes.toString('latin1')) ?? []
  const format = formats.find((one) => one === version)
  if (format === undefined || (format === '001' && encoding !== '1')) return null
  const text = decoded(bytes, encoding)
  if (text === null) return null
  const lines = text.split(terminator)
  const count = ELEMENTS[format]
  // The official samples end with a terminator and without one.
  if (lines.length !== count && !(lines.length === count + 1 && lines.at(-1) === '')) return null
  return meaningOf(format, lines)
}

/** Null: not in the encoding that it names. */
function decoded(bytes: Buffer, encoding: string): string | null {
  if (encoding === '2') return new TextDecoder('windows-1251').decode(bytes)
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

function meaningOf(format: ScannedTransfer['format'], lines: readonly string[]): ScannedTransfer {
  const [, , , kind = '', , name = '', account = '', amount = '', recipientCode = '', category = '', reference = '', purpose = '', note = '', lockMask = '', validUntil = ''] = lines
  const known = { format, kind, name, account, amount, recipientCode, purpose }
  return format === '003'
    ? { ...known, category, reference, note, lockMask, validUntil }
    : { ...known, category: '', reference: '', note: '', lockMask: '', validUntil: '' }
}
