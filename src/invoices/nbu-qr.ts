import { parseIban } from '../merchants/iban.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'

/**
 * What a payer's bank app reads from the National Bank of Ukraine's code. Written in format 003. Source of all rules:
 * resolution of the NBU Board No. 97 of 19 August 2025, annexes 1 to 4, in force since 1 November 2025.
 */
export type NbuTransfer = {
  /** Who gets the money, 1 to 140 characters, never shortened or altered: banks compare it. */
  readonly name: string
  /** A Ukrainian account in any spelling. */
  readonly iban: string
  /** Null lets the payer write it. */
  readonly amount: Money | null
  /** ЄДРПОУ (8 digits), РНОКПП (10 digits) or a passport. */
  readonly code: string
  /** What the transfer is for. Only the words are shortened, never the number. */
  readonly purpose: { readonly words: string; readonly number: string }
  /** Travels with the transfer, up to 35 bytes; null for none. */
  readonly reference: string | null
  /** Shown to the payer, not sent with the transfer; the first to be shortened. Null for none. */
  readonly note: string | null
  /** ISO 20022 category and purpose, `MP2B/GDDS`. The NBU publishes no list. */
  readonly category: string
  /** `UCT` a transfer, `ICT` an instant one, `XCT` whichever the bank makes. */
  readonly kind: 'UCT' | 'ICT' | 'XCT'
  /** Until when a payment may be begun; null without limit. */
  readonly validUntil: Date | null
  readonly createdAt: Date | null
}

/** Why there can be no code. Account, name and number then still stand beside it in print. */
type NbuRefusal = {
  readonly code: 'name_length' | 'account_invalid' | 'account_not_ukrainian' | 'currency_not_hryvnia' | 'amount_out_of_range' | 'recipient_code_invalid'
    | 'category_invalid' | 'reference_invalid' | 'purpose_missing' | 'unwritable' | 'too_long'
}

/** Of the NBU itself, so that every bank's scanner reads the link. */
const START = 'https://qr.bank.gov.ua/'
const MOST_BYTES = 356 // of the lines: 475 characters of base64url
const MOST_AMOUNT = 99_999_999_999n
const MOST_NAME = 140
const MOST_PURPOSE = 420
const MOST_NOTE = 140
const MOST_REFERENCE = 35

const refused = (code: NbuRefusal['code']): Result<never, NbuRefusal> => err({ code })

/** Codes 32 to 255 of Windows-1251 without three, which are all that any element may have, in either encoding. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(Array.from({ length: 224 }, (_, n) => n + 32)
  .filter((byte) => byte !== 0x7f && byte !== 0x98 && byte !== 0xa0)
  .map((byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte]))

/** Null where a letter is none of Windows-1251: nothing is put in its place. A line feed is one. */
function bytesOf(text: string): Buffer | null {
  const bytes = Array.from(text, (sign) => (sign === '\n' ? 10 : BYTE_OF.get(sign)))
  const known = bytes.filter((byte) => byte !== undefined)
  return known.length === bytes.length ? Buffer.from(known) : null
}

/** A line end within a value would shift all later lines. The apostrophe of keyboards is written as the one banks know. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replaceAll('\u02bc', '\u2019').trim()

const shortened = (text: string, length: number): string => [...text].slice(0, Math.max(0, length)).join('').trimEnd()
const characters = (text: string): number => [...text].length

/** The link for a QR code of error level M, version 10 to 17. All fields are locked but an amount that is not given. */
export function nbuLink(transfer: NbuTransfer): Result<string, NbuRefusal> {
  const objection = objectionTo(transfer)
  if (objection !== null) return refused(objection)
  const { purpose, note } = transfer
  const [words, number] = [oneLine(purpose.words), oneLine(purpose.number)]
  if (words === '' && number === '') return refused('purpose_missing')
  if (characters(number) > MOST_PURPOSE) return refused('too_long')
  return fitted(transfer, { words: shortened(words, MOST_PURPOSE - characters(number) - 1), number, note: shortened(oneLine(note ?? ''), MOST_NOTE) })
}

function objectionTo({ name, iban, amount, code, category, reference }: NbuTransfer): NbuRefusal['code'] | null {
  const length = characters(oneLine(name))
  if (length === 0 || length > MOST_NAME) return 'name_length'
  const account = parseIban(iban)
  if (account === null) return 'account_invalid'
  if (!account.startsWith('UA')) return 'account_not_ukrainian'
  if (amount !== null && amount.currency !== 'UAH') return 'currency_not_hryvnia'
  if (amount !== null && (amount.minor <= 0n || amount.minor > MOST_AMOUNT)) return 'amount_out_of_range'
  if (!/^(?:\d{8}|\d{9}|\d{10}|\p{Script=Cyrillic}{2}\d{6})$/u.test(code)) return 'recipient_code_invalid'
  if (!/^[A-Z0-9]{4}\/[A-Z0-9]{4}$/.test(category)) return 'category_invalid'
  const size = reference === null ? 0 : bytesOf(oneLine(reference))?.length ?? MOST_REFERENCE + 1
  return size > MOST_REFERENCE ? 'reference_invalid' : null
}

/** Takes characters off the note, then off the words, until the bytes fit. */
function fitted(transfer: NbuTransfer, texts: { readonly words: string; readonly number: string; readonly note: string }): Result<string, NbuRefusal> {
  const { words, number, note } = texts
  const bytes = bytesOf(linesOf(transfer, [words, number].filter((part) => part !== '').join(' '), note).join('\n'))
  if (bytes === null) return refused('unwritable')
  if (bytes.length <= MOST_BYTES) return ok(START + bytes.toString('base64url'))
  if (note !== '') return fitted(transfer, { ...texts, note: shortened(note, characters(note) - 1) })
  if (words !== '') return fitted(transfer, { ...texts, words: shortened(words, characters(words) - 1) })
  return refused('too_long')
}

/** The 17 elements of format 003, the last empty. `2` is Windows-1251, half as long as UTF-8. */
function linesOf(transfer: NbuTransfer, purpose: string, note: string): readonly string[] {
  const { name, iban, amount, code, reference, category, kind, validUntil, createdAt } = transfer
  return [
    'BCD', '003', '2', kind, '', oneLine(name), parseIban(iban) ?? '', amount === null ? '' : hryvnias(amount), code, category,
    oneLine(reference ?? ''), purpose, note, amount === null ? 'FEFF' : 'FFFF', kyivTime(validUntil), kyivTime(createdAt), '',
  ]
}

/** `UAH20` for whole hryvnias, otherwise exactly two decimals. */
const hryvnias = (amount: Money): string => `UAH${decimal(amount).replace(/\.00$/, '')}`

const KYIV = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Kyiv', year: '2-digit', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

/** `YYMMDDHHmmss`. The resolution names no zone; banks and shops take it for Kyiv's. */
function kyivTime(at: Date | null): string {
  if (at === null) return ''
  const [day = '', month = '', year = '', ...time] = KYIV.format(at).match(/\d\d/g) ?? []
  return [year, month, day, ...time].join('')
}
