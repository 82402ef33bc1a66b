import type { RawCallback, Reading } from '../contract.ts'
import { objectIn, textOf } from './client.ts'
import { referenceIn } from './order-reference.ts'

/** 64 hex digits were recorded and 56 are documented. Source: protocol sheet 1. */
export const PAYMENT_REFERENCE = /^[a-f0-9]{16,128}$/

/** Any 2xx will do; the body is ignored. Source: 3.3. */
const REPLY = 'OK'

/**
 * A notification proves nothing: whatever its event, and whether it came as a GET, a POST with a query or the older form
 * with an `hmac` that nobody documents, it names a payment to ask about. Source: 3.1, 3.2, 3.4.
 */
export function readCallback(raw: RawCallback): Reading {
  const [inQuery, inBody] = [fieldsOf(raw.query), fieldsIn(raw)]
  if (inQuery === null || inBody === null) return { kind: 'forged', reason: 'a field stands there twice or cannot be read' }
  const ref = inQuery.get('payment_reference') ?? inBody.get('payment_reference') ?? ''
  if (!PAYMENT_REFERENCE.test(ref)) return { kind: 'forged', reason: 'no payment_reference' }
  if ((inBody.get('payment_reference') ?? ref) !== ref) return { kind: 'forged', reason: 'query and body name two payments' }
  const order = inQuery.get('order_reference') ?? inBody.get('order_reference') ?? ''
  // By a link the payment is made after the payer came, so the first we hear of its reference is this.
  return { kind: 'hint', ref, mayBeNew: { claims: referenceIn(order) }, reply: REPLY }
}

type Fields = ReadonlyMap<string, string>

/** Null if a name stands there twice. */
function fieldsOf(form: string): Fields | null {
  const pairs = [...new URLSearchParams(form)]
  const fields = new Map(pairs)
  return fields.size === pairs.length ? fields : null
}

function fieldsIn({ body, contentType }: RawCallback): Fields | null {
  if (body.length === 0) return new Map()
  if (contentType?.includes('json') !== true) return fieldsOf(body.toString('utf8'))
  const read = objectIn(body.toString('utf8'))
  return read === null ? null : new Map(Object.entries(read).flatMap(([name, value]) => {
    const text = textOf(value)
    return text === null ? [] : [[name, text]]
  }))
}
