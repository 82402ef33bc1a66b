import type { KeyObject } from 'node:crypto'
import { convert, METHODS } from './methods.ts'
import type { Claim, Proof, Step } from './outcomes.ts'
import type { Project } from './projects.ts'
import { formEncode, keySignature, pack, passwordSignature, seal, type Fields } from './wire.ts'

/** One payment of an order: made when the payer picks a method. */
export type Payment = {
  readonly project: Project
  /** As sent by the merchant. */
  readonly request: Fields
  readonly methodKey: string
  readonly requestId: string
}

/** The payment purpose as the payer reads it. Source: Paysera sheet A3, `paytext`; A6, vector B1 for the default. */
export function purposeOf(request: Fields, project: Project): string {
  const asked = request.get('paytext') ?? ''
  const orderId = request.get('orderid') ?? ''
  const usable = asked.includes('[order_nr]') && /\[(?:site_name|owner_name)\]/.test(asked)
  if (!usable) return `Order No: ${orderId} at ${project.siteName} project. (Seller: ${project.merchantName})`
  return asked.replaceAll('[order_nr]', () => orderId)
    .replaceAll('[site_name]', () => project.siteName)
    .replaceAll('[owner_name]', () => project.merchantName)
}

const cheaperThan = (currency: string): string => (currency === 'PLN' ? 'NOK' : 'PLN')

/** The number of the second, other or foreign project where the simulator knows none. */
export const STRANGER_ID = '999000111'

type MadeFrom = { readonly step: Step; readonly payment: Payment; readonly otherProjectId: string; readonly at: Date }

/** The parameters of a callback: everything of the request but the three addresses, and the result. Source: sheet A6c. */
export function callbackFields({ step, payment, otherProjectId, at }: MadeFrom): Map<string, string> {
  const { request, project } = payment
  const fields = new Map([...request].filter(([name]) => !/^(?:accept|cancel|callback)url$/.test(name)))
  const test = request.get('test') ?? '0'
  fields.set('payment', payment.methodKey).set('test', test)
  fields.set('original_paytext', request.get('paytext') ?? '').set('paytext', purposeOf(request, project))
  fields.set('status', step.status).set('requestid', payment.requestId)
  fields.set('payamount', request.get('amount') ?? '').set('paycurrency', request.get('currency')?.toUpperCase() ?? '')
  for (const [name, value] of payerFields(payment, step)) fields.set(name, value)
  if (step.status === '5') for (const [name, value] of refundFields(fields, step, at)) fields.set(name, value)
  if (step.claim !== null) claim(fields, step.claim, otherProjectId)
  return fields
}

function payerFields({ request, methodKey }: Payment, step: Step): [string, string][] {
  const method = METHODS.find((one) => one.key === methodKey)
  const test = request.get('test') === '1'
  const first = test ? 'Vardenis' : (request.get('p_firstname') ?? 'Jonas')
  const last = test ? 'Pavardenis' : (request.get('p_lastname') ?? 'Jonaitis')
  const account = test ? 'TEST000000000000001' : 'LT000000000000000001'
  const fields: [string, string][] = []
  if (step.status !== '0') fields.push(['name', first.toUpperCase()], ['surename', last.toUpperCase()])
  if (step.status !== '0' && (test || method?.isIban === true)) fields.push(['account', account])
  const country = method?.country ?? null
  if (country !== null) fields.push(['payment_country', country])
  fields.push(['payer_ip_country', 'LT'], ['payer_country', country ?? 'LT'])
  if (request.has('personcode')) fields.push(['personcodestatus', step.status === '3' || step.status === '1' ? '1' : '0'])
  return fields
}

/** `refund_amount` in minor units, as in the vendor's own test; not documented otherwise. Source: sheet A6c. */
function refundFields(fields: Fields, step: Step, at: Date): [string, string][] {
  const paid = BigInt(fields.get('payamount') ?? '0')
  const currency = fields.get('paycurrency') ?? ''
  return [
    ['refund_amount', String(step.books === 'refunded_in_part' ? halfOf(paid) : paid)], ['refund_currency', currency],
    ['refund_commission_amount', '0'], ['refund_commission_currency', currency],
    ['refund_timestamp', String(Math.floor(at.getTime() / 1000))],
  ]
}

/** Rounded up, so that half of one cent is one cent. */
const halfOf = (minor: bigint): bigint => (minor + 1n) / 2n

function claim(fields: Map<string, string>, what: Claim, otherProjectId: string): void {
  const amount = BigInt(fields.get('amount') ?? '0')
  const currency = fields.get('paycurrency') ?? ''
  const cheaper = cheaperThan(currency)
  const claims: Record<Claim, readonly [string, string][]> = {
    less: [['amount', String(amount - 1n)], ['payamount', String(amount - 1n)]],
    other_currency: [['currency', cheaper], ['paycurrency', cheaper]],
    converted: [['payamount', String(convert(amount, currency, cheaper))], ['paycurrency', cheaper]],
    other_mode: [['test', fields.get('test') === '1' ? '0' : '1']],
    other_project: [['projectid', otherProjectId]],
    extra_fields: [['m_pay_restored', '903311274'], ['_client_language', 'lit'], ['frame', '0'], ['unheard_of[]', 'ąž=&?']],
  }
  for (const [name, value] of claims[what]) fields.set(name, value)
}

/** The pairs that travel: `data` and what proves it. */
export type Packet = readonly (readonly [string, string])[]

type Prove = { readonly project: Project; readonly foreignPassword: string; readonly key: KeyObject; readonly proof: Proof }

/** Packs and signs, or seals, as the project is set; a faulty proof as the step asks. Source: sheet A6a, A6b. */
export function packet(fields: Fields, { project, foreignPassword, key, proof }: Prove): Packet {
  const password = proof === 'foreign' ? foreignPassword : project.password
  const data = pack(fields)
  const genuine: Packet = [
    ['data', data], ['ss1', passwordSignature(data, password)], ['ss2', keySignature('sha1', data, key)],
    ...(project.signatures === 'ss1+ss2' ? [] : [['ss3', keySignature('sha256', data, key)] as const]),
  ]
  if (proof === 'none') return genuine.slice(0, 1)
  if (proof === 'weakest') return genuine.slice(0, 2)
  if (project.callbackMode === 'encrypted') {
    const sealed = seal(formEncode(fields), password)
    return [['data', proof === 'wrong' ? damaged(sealed) : sealed]]
  }
  return proof === 'wrong' ? genuine.map(([name, value]) => [name, name === 'data' ? value : damaged(value)]) : genuine
}

/** The same length and alphabet, one character off: a digit of a hash, or six bits of a signature or of a cipher's IV. */
const damaged = (signature: string): string => (signature.startsWith('a') ? 'b' : 'a') + signature.slice(1)

/** `application/x-www-form-urlencoded` text of the packet. */
export const packetForm = (pairs: Packet): string =>
  pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')

/** The address with the packet behind `?` or `&`, before any fragment. */
export function withPacket(address: string, pairs: Packet): string {
  const [before = '', fragment] = address.split('#', 2)
  const joint = before.includes('?') ? (/[?&]$/.test(before) ? '' : '&') : '?'
  return `${before}${joint}${packetForm(pairs)}${fragment === undefined ? '' : `#${fragment}`}`
}
