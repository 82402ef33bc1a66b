import type { Callback, Habits } from '../../simulator-deliveries.ts'
import { jsonText } from '../../simulator-json.ts'
import type { Manner } from './outcomes.ts'
import { paymentJson, type Payment, type Status } from './payment.ts'
import { newCredentials, readShop, type Shop } from './shops.ts'
import { encodeData, sign } from './wire.ts'

const MINUTE_MS = 60_000

/** Taken by HTTP 200, whatever the body says. The times and the number of tries are not documented: these are this simulator's own. Source: sheet 11. */
export const HABITS: Habits = {
  retryAfterMs: [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE_MS),
  answerWithinMs: 10_000,
  isTaken: ({ status }) => status === 200,
}

/** What is told of a payment. `status`: another word than the payment's own; null for that. */
export type Telling = { readonly manner: Manner; readonly status: Status | null; readonly isOtherMode: boolean; readonly answerLost: boolean }

export const PLAINLY: Telling = { manner: 'right', status: null, isOtherMode: false, answerLost: false }

const NAMES: Readonly<Record<Manner, string>> = {
  right: '', wrong_signature: ', wrong signature', no_signature: ', no signature', hex_signature: ', hex digest', other_hash: ', the other hash',
  unescaped: ', not percent-encoded', stranger: ', another shop’s', as_before: ', late',
}

/** The form that is posted to the order's address. Exactly two fields. Source: sheet 11. */
export function makeCallback(payment: Payment, url: string, { manner, status, isOtherMode, answerLost }: Telling): Callback {
  const shop = manner === 'stranger' ? stranger() : payment.shop
  const told = { ...payment, ...(status === null ? {} : { status }) }
  const json = jsonText(paymentJson(told, isOtherMode ? otherMode(payment) : shop.publicKey))
  const data = encodeData(json)
  const signature = signatureOf(payment, shop, data, manner)
  return {
    orderId: payment.orderId, what: `${told.status}${NAMES[manner]}`, says: { json, ...(signature === null ? {} : { signature }) }, answerLost,
    method: 'POST', url, contentType: 'application/x-www-form-urlencoded', body: formOf(data, signature, manner),
  }
}

function formOf(data: string, signature: string | null, manner: Manner): string {
  if (manner === 'unescaped') return `data=${data}&signature=${signature ?? ''}`
  return new URLSearchParams({ data, ...(signature === null ? {} : { signature }) }).toString()
}

function signatureOf({ version }: Payment, { privateKey }: Shop, data: string, manner: Manner): string | null {
  switch (manner) {
    case 'no_signature': return null
    case 'wrong_signature': return sign(data, `${privateKey}x`, version)
    case 'other_hash': return sign(data, privateKey, version === 3 ? 7 : 3)
    case 'hex_signature': return Buffer.from(Buffer.from(sign(data, privateKey, version), 'base64').toString('hex')).toString('base64')
    default: return sign(data, privateKey, version)
  }
}

/** A shop that nobody enrolled; its signature is genuine and another's. */
function stranger(): Shop {
  const shop = readShop({ ...newCredentials(), shopName: 'Somebody else' })
  if (typeof shop === 'string') throw new Error(shop)
  return shop
}

/** Where only the keys say that it is a test, the key of the other kind. */
const otherMode = ({ shop: { publicKey } }: Payment): string => publicKey.replace(/^sandbox_/, '')
