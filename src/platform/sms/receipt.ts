import type { PduFields } from 'smpp'

/** What an SMS centre tells of one message part, later. */
export type SmsReceipt = {
  /** As the centre wrote it: the same number may have been hexadecimal when the part was taken. */
  readonly messageId: string
  /** The receiver's number as the centre writes it, digits only; null if it was not named. */
  readonly receiver: string | null
  readonly state: 'delivered' | 'failed' | 'under_way' | 'unknown'
  /** The centre's words, "UNDELIV 001"; what they mean is the operator's. */
  readonly said: string
}

/** `message_state` of SMPP 3.4, section 5.2.28, and the seven letters of the text, appendix B. */
const STATES: readonly (readonly [number, string, SmsReceipt['state']])[] = [
  [1, 'ENROUTE', 'under_way'], [2, 'DELIVRD', 'delivered'], [3, 'EXPIRED', 'failed'], [4, 'DELETED', 'failed'],
  [5, 'UNDELIV', 'failed'], [6, 'ACCEPTD', 'under_way'], [7, 'UNKNOWN', 'unknown'], [8, 'REJECTD', 'failed'],
]

/** Bits 2 to 5 of `esm_class`: a receipt of the centre (SMPP 3.4, 5.2.12). */
const RECEIPT = 0x04
const KIND_OF_MESSAGE = 0x3c

/** Null: not a receipt, such as an answer of the payer, or one that names no message. */
export function readReceipt(pdu: PduFields): SmsReceipt | null {
  if (((pdu.esm_class ?? 0) & KIND_OF_MESSAGE) !== RECEIPT) return null
  const text = textOf(pdu)
  const messageId = pdu.receipted_message_id ?? field(text, 'id')
  if (messageId === undefined || messageId === '') return null
  const word = field(text, 'stat')?.toUpperCase()
  const known = STATES.find(([number, name]) => (pdu.message_state === undefined ? name === word : number === pdu.message_state))
  const error = field(text, 'err')
  const digits = pdu.source_addr?.replaceAll(/\D/g, '') ?? ''
  return {
    messageId, receiver: digits === '' ? null : digits, state: known?.[2] ?? 'unknown',
    said: [known?.[1] ?? word ?? `state ${pdu.message_state}`, error].filter((one) => one !== undefined && one !== '').join(' ').slice(0, 100),
  }
}

/** Fields are found by name: their case, order and number differ between centres. */
const field = (text: string, name: string): string | undefined => new RegExp(`\\b${name}:\\s*([^\\s]+)`, 'i').exec(text)?.[1]

function textOf({ short_message: body }: PduFields): string {
  if (body === undefined) return ''
  const message = Buffer.isBuffer(body) ? body : body.message
  return Buffer.isBuffer(message) ? message.toString('latin1') : message
}

/**
 * The ways in which one id may have been written: as it stands, and hexadecimal for decimal and the reverse, without
 * leading zeros. Centres answer `submit_sm` in one and write receipts in the other.
 */
export function spellingsOf(messageId: string): readonly string[] {
  const plain = messageId.trim().toLowerCase()
  const bare = plain.replace(/^0+(?=.)/, '')
  const other = [
    ...(/^\d{1,20}$/.test(bare) ? [BigInt(bare).toString(16)] : []),
    ...(/^[0-9a-f]{1,16}$/.test(bare) ? [BigInt(`0x${bare}`).toString(10)] : []),
  ]
  return [...new Set([messageId, plain, bare, ...other])]
}
