import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { parseCreditorReference } from './creditor-reference.ts'
import { isSepaIban, parseIban } from '../merchants/iban.ts'

/** What a payer's bank app reads from the code. Source of all rules: EPC069-12, "Quick Response Code", version 2.1. */
export type EpcTransfer = {
  /** Account holder, 1 to 70 characters, never shortened: banks compare it with the account. */
  readonly name: string
  /** In any spelling. */
  readonly iban: string
  /** Null unless the store shows its BIC; with it the older version 001 is written. */
  readonly bic: string | null
  /** Null lets the payer choose. */
  readonly amount: Money | null
  /** ISO 20022 purpose, e.g. GDDS; null as a rule. */
  readonly purpose: string | null
  /** A reference and a text exclude each other. Of a text only the words are shortened, never the number. */
  readonly remittance: { readonly reference: string } | { readonly words: string; readonly number: string } | null
  /** Shown to the payer, not sent with the payment; the first to be shortened. */
  readonly note: string | null
}

/** Why there can be no code. Account, name and number then still stand beside it in print. */
type EpcRefusal = {
  readonly code: 'name_length' | 'account_invalid' | 'account_not_sepa' | 'bic_invalid' | 'currency_not_euro'
    | 'amount_out_of_range' | 'purpose_invalid' | 'reference_invalid' | 'too_long'
}

/** Capacity of QR version 13 at error level M, the largest the guideline allows. */
const MAX_BYTES = 331
const MAX_AMOUNT = 99_999_999_999n
const MAX_NAME = 70
const MAX_TEXT = 140
const MAX_NOTE = 70

const refused = (code: EpcRefusal['code']): Result<never, EpcRefusal> => err({ code })

/** A line end within a value would shift all later lines and still look valid. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

const shortened = (text: string, length: number): string => [...text].slice(0, Math.max(0, length)).join('').trimEnd()
const characters = (text: string): number => [...text].length

/** The text for a QR code of error level M: UTF-8, lines parted by LF, at most 331 bytes, nothing after the last value. */
export function epcPayload(transfer: EpcTransfer): Result<string, EpcRefusal> {
  const head = headLines(transfer)
  if (!head.ok) return head
  const rest = remittanceOf(transfer.remittance)
  if (!rest.ok) return rest
  return fitted({ head: head.value, ...rest.value, note: shortened(oneLine(transfer.note ?? ''), MAX_NOTE) })
}

type Remittance = { readonly reference: string; readonly words: string; readonly number: string }

function remittanceOf(remittance: EpcTransfer['remittance']): Result<Remittance, EpcRefusal> {
  if (remittance === null) return ok({ reference: '', words: '', number: '' })
  if ('reference' in remittance) {
    const reference = parseCreditorReference(remittance.reference)
    return reference === null ? refused('reference_invalid') : ok({ reference, words: '', number: '' })
  }
  const number = oneLine(remittance.number)
  if (characters(number) > MAX_TEXT) return refused('too_long')
  return ok({ reference: '', words: shortened(oneLine(remittance.words), MAX_TEXT - characters(number) - 1), number })
}

/** Lines 1 to 9, which are never shortened. */
function headLines({ name, iban, bic, amount, purpose }: EpcTransfer): Result<string[], EpcRefusal> {
  const holder = oneLine(name)
  if (holder === '' || characters(holder) > MAX_NAME) return refused('name_length')
  const account = parseIban(iban)
  if (account === null) return refused('account_invalid')
  if (!isSepaIban(account)) return refused('account_not_sepa')
  if (bic !== null && !/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic)) return refused('bic_invalid')
  if (amount !== null && amount.currency !== 'EUR') return refused('currency_not_euro')
  if (amount !== null && (amount.minor <= 0n || amount.minor > MAX_AMOUNT)) return refused('amount_out_of_range')
  if (purpose !== null && !/^[A-Z0-9]{1,4}$/.test(purpose)) return refused('purpose_invalid')
  const version = bic === null ? '002' : '001'
  return ok(['BCD', version, '1', 'SCT', bic ?? '', holder, account, amount === null ? '' : euros(amount), purpose ?? ''])
}

/** `EUR20` for whole euros, otherwise two decimals. */
const euros = (amount: Money): string => `EUR${decimal(amount).replace(/\.00$/, '')}`

type Fitting = Remittance & { readonly head: readonly string[]; readonly note: string }

/** Takes characters off the note, then off the words, until the bytes fit. */
function fitted(parts: Fitting): Result<string, EpcRefusal> {
  const { head, reference, words, number, note } = parts
  const text = [words, number].filter((part) => part !== '').join(' ')
  const payload = [...head, reference, text, note].join('\n').replace(/\n+$/, '')
  if (Buffer.byteLength(payload) <= MAX_BYTES) return ok(payload)
  if (note !== '') return fitted({ ...parts, note: shortened(note, characters(note) - 1) })
  if (words !== '') return fitted({ ...parts, words: shortened(words, characters(words) - 1) })
  return refused('too_long')
}
