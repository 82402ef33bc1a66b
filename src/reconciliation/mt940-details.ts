import { parseIban } from '../merchants/iban.ts'
import { compact, present, splitRemittance } from './statement.ts'

/** What field 86 says of a movement. */
type Details = {
  readonly name: string | null
  readonly account: string | null
  readonly reference: string | null
  readonly remittance: string
  readonly endToEnd: string | null
}

/**
 * Reads field 86 in any of its three manners: two-digit subfields after a code and a separator of the bank's choice
 * (`166?20Invoice?31LT12…?32JONAS`), words between slashes (`/ORDP//NAME/JONAS/REMI/Invoice`), or plain text.
 */
export function readDetails(lines: readonly string[]): Details {
  const whole = lines.join('')
  const [, separator] = /^[0-9]{3}([?^~<+>])[0-9]{2}/.exec(whole) ?? []
  if (separator !== undefined) return bySubfields(whole.slice(3), separator)
  if (/^\/[A-Z]{3,4}\//.test(whole) && !whole.startsWith('/RFB/')) return byWords(whole)
  const { reference, remittance } = splitRemittance(lines.join(' ').replaceAll(/\s+/g, ' '))
  return { name: null, account: ibanIn(remittance), reference, remittance, endToEnd: null }
}

function bySubfields(text: string, separator: string): Details {
  const fields = text.split(separator).filter((part) => /^[0-9]{2}/.test(part)).map((part) => ({ number: Number(part.slice(0, 2)), text: part.slice(2) }))
  const joined = (from: number, to: number) => fields.filter(({ number }) => number >= from && number <= to).map((one) => one.text).join('')
  // A field breaks after 27 characters wherever that is, so the parts are joined as they stand.
  const said = byKeywords(`${joined(20, 29)}${joined(60, 63)}`)
  return {
    name: present(joined(32, 33)), account: compact(joined(31, 31)), reference: said.reference, remittance: said.remittance, endToEnd: said.endToEnd,
  }
}

const KEYWORD = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP)\+/

/** SEPA data in a remittance that had no field of their own: `EREF+…SVWZ+…`. */
function byKeywords(text: string): { reference: string | null; remittance: string; endToEnd: string | null } {
  if (!KEYWORD.test(text)) return { ...splitRemittance(text), endToEnd: null }
  const parts = text.split(KEYWORD)
  const valueOf = (name: string): string => {
    const at = parts.indexOf(name)
    return at < 0 ? '' : parts[at + 1] ?? ''
  }
  return { ...splitRemittance(valueOf('SVWZ')), endToEnd: present(valueOf('EREF')) }
}

const WORD = /\/(EREF|ORDP|BENM|NAME|IBAN|ACCT|REMI|TRCD|ID|ADDR|RFB|CSID|MARF|PURP|ISDT|BIC|USTD|STRD|CNTP)(?=\/)/

function byWords(text: string): Details {
  const parts = text.split(WORD)
  const values = new Map<string, string>()
  for (let at = 1; at < parts.length; at += 2) {
    const [name, value] = [parts[at] ?? '', (parts[at + 1] ?? '').replace(/^\//, '').replace(/\/$/, '')]
    if (value !== '' && !values.has(name)) values.set(name, value)
  }
  const [holder = '', , named = ''] = (values.get('CNTP') ?? '').split('/')
  const said = splitRemittance((values.get('REMI') ?? '').replace(/^\/?(USTD|STRD)\/+/, ''))
  const loose = (values.get('USTD') ?? '').replace(/^\//, '')
  return {
    name: present(values.get('NAME') ?? named), account: compact(values.get('IBAN') ?? values.get('ACCT') ?? holder),
    reference: said.reference ?? compact(values.get('RFB') ?? null) ?? referenceIn(values.get('STRD') ?? null),
    remittance: said.remittance === '' ? loose : said.remittance, endToEnd: present(values.get('EREF')),
  }
}

/** `CUR/RF18539007547034` and the like: the last part is the reference. */
const referenceIn = (text: string | null): string | null => compact(text?.split('/').findLast((part) => part !== '') ?? null)

/** The first account number in a text. */
function ibanIn(text: string): string | null {
  for (const [found] of text.matchAll(/\b[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}\b/g)) {
    const iban = parseIban(found)
    if (iban !== null) return iban
  }
  return null
}
