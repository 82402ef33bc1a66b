/** The sheet's test vectors for links (2.3), copied for the simulator alone. */
export const SECRET = '5f0c7d1e9a3b4c6d8e7f00112233aabb'
export const USERNAME = '0011223344556677'
export const TOKEN = 'kv17ab'

const V1_QUERY = 'customer_email=buyer%40example.test&customer_name=Example%20Buyer&invoice_number=KV-2026-0042&linkpay_token=kv17ab' +
  '&order_reference=KV-2026-0042&transaction_amount=120.50'
const V1_HMAC = 'b5d3f847e5ecaf8432645336e8b033ba62e4df6c76a1b69a66da94194b6fea09'

type Vector = { readonly name: string; readonly query: string; readonly hmac: string; readonly fields: Readonly<Record<string, string>> }

const V1_FIELDS = {
  customer_email: 'buyer@example.test', customer_name: 'Example Buyer', invoice_number: 'KV-2026-0042', linkpay_token: TOKEN,
  order_reference: 'KV-2026-0042', transaction_amount: '120.50',
}

export const V1: Vector = { name: 'V1, plain and sorted', query: V1_QUERY, hmac: V1_HMAC, fields: V1_FIELDS }

export const VECTORS: readonly Vector[] = [
  V1,
  {
    name: 'V2, letters, spaces and signs',
    query: 'custom_field_1=R%C4%93%C4%B7ins%20RK-2026%2F0007%20%28apmaks%C4%81t%20l%C4%ABdz%2015.03.%29' +
      '&custom_field_2=Tallinn%2C%20P%C3%A4rnu%20mnt%201%2A%20%232&customer_email=rekini%2Bap%40ziguri.example' +
      '&customer_name=SIA%20%C4%B6ekavas%20%C5%BD%C4%ABguri%20%26%20%C3%95unapuu%20O%C3%9C&invoice_number=RK-2026%2F0007' +
      '&linkpay_token=kv17ab&order_reference=RK-2026%2F0007&reference_number=RF18539007547034&transaction_amount=1499.00',
    hmac: '6d0d54a1d14e59c34acfeb4a94a74cd96e59f0bdc2a1fdeeaed700866c4755cf',
    fields: {
      custom_field_1: 'Rēķins RK-2026/0007 (apmaksāt līdz 15.03.)', custom_field_2: 'Tallinn, Pärnu mnt 1* #2',
      customer_email: 'rekini+ap@ziguri.example', customer_name: 'SIA Ķekavas Žīguri & Õunapuu OÜ', invoice_number: 'RK-2026/0007',
      linkpay_token: TOKEN, order_reference: 'RK-2026/0007', reference_number: 'RF18539007547034', transaction_amount: '1499.00',
    },
  },
  {
    name: 'V3, an empty parameter',
    query: V1_QUERY.replace('&transaction_amount', '&reference_number=&transaction_amount'),
    hmac: '7fd59d2cc49517b8ceb090109e2d08ad31477e87fad5b3d618dfcd36b527ef73',
    fields: { ...V1_FIELDS, reference_number: '' },
  },
  {
    name: 'V4, unsorted',
    query: 'transaction_amount=120.50&customer_name=Example%20Buyer&customer_email=buyer%40example.test' +
      '&order_reference=KV-2026-0042&invoice_number=KV-2026-0042&linkpay_token=kv17ab',
    hmac: '75524bf4b6b72f2e681f157714e4437b28198131239369dc13a13dd0332a5c64',
    fields: V1_FIELDS,
  },
]

/** Addresses that must be refused, and with which word. */
export const REFUSED: readonly { readonly name: string; readonly raw: string; readonly code: string }[] = [
  { name: 'T1, another amount', raw: `${V1_QUERY.replace('120.50', '1.50')}&hmac=${V1_HMAC}`, code: 'hmac_wrong' },
  {
    name: 'T2, a plus for a space, signed so',
    raw: `${V1_QUERY.replace('%20', '+')}&hmac=9364386e31126699ab048ae2b822e7c8280c1f6bd079445dc863c881e24a72d5`, code: 'plus',
  },
  {
    name: 'T2, signed over the decoded text',
    raw: `${V1_QUERY}&hmac=efe662b6a2f68654276131d6a855a8007ee8b4b4a9a2c1585b530f3e793955de`, code: 'hmac_wrong',
  },
]

/** What the wrong constructions of T2 are made over, and T1's right signature. */
export const MESSAGES: readonly (readonly [string, string])[] = [
  [V1_QUERY.replace('%20', '+'), '9364386e31126699ab048ae2b822e7c8280c1f6bd079445dc863c881e24a72d5'],
  [V1_QUERY.replace('%40', '@').replace('%20', ' '), 'efe662b6a2f68654276131d6a855a8007ee8b4b4a9a2c1585b530f3e793955de'],
  [V1_QUERY.replace('120.50', '1.50'), '887bf9a7bcc28c76b8e4e1cc787f03686db24d3c7d3cdeb6fbe41c5bc04fde83'],
]

export const BASIC = 'Basic MDAxMTIyMzM0NDU1NjY3Nzo1ZjBjN2QxZTlhM2I0YzZkOGU3ZjAwMTEyMjMzYWFiYg=='
