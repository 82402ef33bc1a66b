import type { Version } from './wire.ts'

/** The vectors of the sheet, section 3. `data` is made of `json` unless it is given; null where the sheet prints no signature. */
type Vector = {
  readonly name: string
  readonly key: string
  readonly json: string
  readonly data: string | null
  readonly signatures: Readonly<Record<Version, string | null>>
}

export const KEY = 'sandbox_kv1tDemoPrivateKey0000000000000001'

const V2 = '{"version":3,"public_key":"sandbox_i00000000001","action":"invoice_send","action_payment":"pay","amount":1234.56,"currency":"UAH","description":"Оплата рахунку № 42 — кава «Львівська»","order_id":"kvit-рахунок-42","email":"buyer@example.org","expired_date":"2026-01-31 21:59:59","language":"uk","server_url":"https://kvit.example/hooks/liqpay","goods":[{"amount":617.28,"count":2,"unit":"шт.","name":"Кава"}]}'

/** The callback of V4; V5 has another amount and its signature. */
export const V4 = '{"payment_id":2000000001,"action":"pay","status":"success","version":3,"type":"buy","paytype":"card","public_key":"sandbox_i00000000001","acq_id":414963,"order_id":"kvit-1001","liqpay_order_id":"AAAAAAAA1700000000000001","description":"Order 1001","sender_card_mask2":"424242*42","sender_card_bank":"Test","sender_card_type":"visa","sender_card_country":804,"amount":150.5,"currency":"UAH","sender_commission":0.0,"receiver_commission":2.26,"agent_commission":0.0,"amount_debit":150.5,"amount_credit":150.5,"commission_debit":0.0,"commission_credit":2.26,"currency_debit":"UAH","currency_credit":"UAH","sender_bonus":0.0,"amount_bonus":0.0,"mpi_eci":"7","is_3ds":false,"language":"uk","create_date":1769896800123,"end_date":1769896805456,"transaction_id":2000000001}'

export const V4_SIGNATURE = 's59lvp3pSnP5T5rUHhE96sv9+Nw='

/** What V5 would have to be signed with by one who knew the key. */
const V5_SIGNATURE = 'ENzQoeZDdioNwDUEPIIv/BfugcU='

/** A slash and every other character than ASCII escaped, as PHP writes JSON. */
const asPhp = (json: string): string => json.replaceAll('/', '\\/')
  .replaceAll(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

export const V1_JSON = '{"version":3,"public_key":"sandbox_i00000000001","action":"pay","amount":150.5,"currency":"UAH","description":"Order 1001","order_id":"kvit-1001"}'

export const VECTORS: readonly Vector[] = [
  { name: 'V0a, LiqPay’s own', key: 'your_private_key', json: '', data: 'base64_post_string', signatures: { 3: 'tp+ZLmKm1/E83dIzUpx5ljcttP4=', 7: null } },
  {
    name: 'V1, plain ASCII', key: KEY, json: V1_JSON,
    data: 'eyJ2ZXJzaW9uIjozLCJwdWJsaWNfa2V5Ijoic2FuZGJveF9pMDAwMDAwMDAwMDEiLCJhY3Rpb24iOiJwYXkiLCJhbW91bnQiOjE1MC41LCJjdXJyZW5jeSI6IlVBSCIsImRlc2NyaXB0aW9uIjoiT3JkZXIgMTAwMSIsIm9yZGVyX2lkIjoia3ZpdC0xMDAxIn0=',
    signatures: { 3: 'iNYTs2AyWDeus+DTHtoW7hi7YEM=', 7: '1Z7T4IBhjnjrHydntsgmGvetSNnCoBHttrgzSHEfUEE=' },
  },
  { name: 'V2, Cyrillic', key: KEY, json: V2, data: null, signatures: { 3: 'kRp1STmdLJbxsJf/rOfD/l/8nnE=', 7: 'aATJSuxJNYjaZFjs0nHoDjlwvaDhk61677Axkxos5HQ=' } },
  {
    name: 'V3, base64 specials in the key', key: 'prv_9fA+/=x', json: '{"action":"status","version":3,"public_key":"i00000000002","order_id":"a/b+c=d"}',
    data: 'eyJhY3Rpb24iOiJzdGF0dXMiLCJ2ZXJzaW9uIjozLCJwdWJsaWNfa2V5IjoiaTAwMDAwMDAwMDAyIiwib3JkZXJfaWQiOiJhL2IrYz1kIn0=',
    signatures: { 3: 'emOTWnfVoDS45+WgwRQlrs5CQNc=', 7: 'vE2xR2YIuvWilSs2R5D4gR47t0Bsv8DTlEsGrZYy6CI=' },
  },
  { name: 'V4, a callback', key: KEY, json: V4, data: null, signatures: { 3: V4_SIGNATURE, 7: '2XrRhyeNJn+8iXaYschlnTlnzbU438p/4uIU1/O1Mo0=' } },
  { name: 'V5, tampered with and signed anew', key: KEY, json: V4.replace('"amount":150.5,', '"amount":1.5,'), data: null, signatures: { 3: V5_SIGNATURE, 7: null } },
  { name: 'V6, the object of V2 as PHP writes it', key: KEY, json: asPhp(V2), data: null, signatures: { 3: 'YRyKGXZc8P4tN9BBZXQPMV4HIAM=', 7: null } },
  { name: 'V8, a key that is no ASCII', key: 'ключ-Ї', json: '{"version":3,"public_key":"i00000000003","action":"status","order_id":"x"}', data: null, signatures: { 3: 'vX8h+jOdTw+VkMc4+aq+3UoNxu4=', 7: null } },
  { name: 'an empty text', key: KEY, json: '', data: '', signatures: { 3: 'vInVe1uoLJA0zIDjPJxwV5sV3GA=', 7: null } },
]

/** Base64 of the hex digest of V1: wrong, and common. */
export const V1_HEX = 'ODhkNjEzYjM2MDMyNTgzN2FlYjNlMGQzMWVkYTE2ZWUxOGJiNjA0Mw=='
