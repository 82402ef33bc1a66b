import { readXml } from './read-xml.ts'
import { decode } from '../tables/alphabet.ts'

/** The server's answer to one document. Source: protocol sheet A5. */
type Ticket = {
  readonly localNumber: number | null
  /** Null where the document was not registered. */
  readonly fiscalNumber: string | null
  readonly error: null | { readonly code: number; readonly text: string }
}

/** Null if the bytes are no ticket. */
export function readTicket(bytes: Buffer): Ticket | null {
  const told = readXml(bytes, 'TICKET')
  if (told === null) return null
  const [code, number] = [told.get('ERRORCODE') ?? '0', told.get('ORDERNUM') ?? '']
  if (!/^\d{1,4}$/.test(code)) return null
  return {
    localNumber: /^\d{1,12}$/.test(number) ? Number(number) : null,
    fiscalNumber: told.get('ORDERTAXNUM') ?? null,
    error: code === '0' ? null : { code: Number(code), text: told.get('ERRORTEXT') ?? '' },
  }
}

const SEED = /(<OFFLINESEED>)[^<]*/g

/** The record of an answer: the ticket, and the server's signed bytes as proof where no secret number is in them. */
export function ticketRecord(ticket: Buffer, signed: Buffer): string {
  const text = decode(ticket)
  const plain = text.replaceAll(SEED, '$1***')
  return plain === text ? `${text}\n${signed.toString('base64')}` : plain
}
