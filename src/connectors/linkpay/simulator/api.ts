import { randomUUID } from 'node:crypto'
import type { Answer, Asked } from '../../simulator-server.ts'
import type { Gateway } from './gateway.ts'
import type { Merchant } from './merchants.ts'
import { logoPath, methodsFor } from './methods.ts'
import { paymentJson } from './payment.ts'
import { apiError, apiJson, notFound } from './api-answers.ts'
import { postPayment, type ApiDesk } from './api-posts.ts'
import { isSame, readBasic, readQuery } from './wire.ts'

/** As recorded: no body, plain text. */
const unauthorized = (): Answer => ({
  status: 401, body: '',
  headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="API Authorization"', 'x-request-id': randomUUID() },
})

/** Everything under `/api/v4`. `path` is the rest of it, with its slash at the beginning. Source: sheet 4. */
export function apiAnswer(desk: ApiDesk, asked: Asked, path: string): Answer {
  const merchant = authorized(desk.gateway, asked.authorization)
  if (merchant === null) return unauthorized()
  if (asked.method === 'POST') return postPayment(desk, merchant, path, asked.body.toString('utf8'))
  if (asked.method !== 'GET') return notFound()
  if (readQuery(asked.query).fields.get('api_username') !== merchant.apiUsername) {
    return apiError(403, 4010, 'api_username does not fit the credentials')
  }
  return got(desk, merchant, path.replace(/\/$/, ''))
}

function authorized(gateway: Gateway, header: string | null): Merchant | null {
  const basic = readBasic(header)
  if (basic === null) return null
  return gateway.merchants().find((one) => isSame(one.apiUsername, basic.user) && isSame(one.apiSecret, basic.password)) ?? null
}

function got({ gateway, origin }: ApiDesk, merchant: Merchant, path: string): Answer {
  const [, kind, name = ''] = /^\/(payments|processing_accounts|shops)(?:\/([^/]+))?$/.exec(path) ?? []
  switch (kind) {
    case 'payments': {
      const payment = gateway.paymentOf(merchant.apiUsername, name)
      if (payment === null) return notFound()
      const now = gateway.agenda.now()
      if (payment.downUntil !== null && now < payment.downUntil) return apiError(503, 4999, 'Temporarily unavailable')
      return apiJson(200, paymentJson(payment, { origin: origin(), now }))
    }
    case 'processing_accounts': {
      const owner = gateway.merchantOfAccount(merchant.apiUsername, name)
      return owner === null ? notFound() : apiJson(200, accountJson(owner, origin()))
    }
    case 'shops': return shops(merchant, name)
    default: return notFound()
  }
}

/** Booleans and numbers are texts, as in the samples. Source: sheet 4.8. */
const accountFacts = ({ accountName, currency }: Merchant) => ({
  account_name: accountName, currency, support_3ds: 'true', capture_delay_days: '0', bav_required: 'false',
})

const accountJson = (merchant: Merchant, origin: string): string => JSON.stringify({
  api_username: merchant.apiUsername, ...accountFacts(merchant), pre_auth: merchant.preAuth ? 'pre' : 'final',
  payment_methods: methodsFor(merchant.currency).map((method) => ({
    source: method.source, display_name: method.name, country_code: method.country, logo_url: origin + logoPath(method),
    ...(method.kind === 'card' ? { card_acceptor_id: '000000001234567', terminal_id: '00012345' } : {}),
  })),
})

const SHOP_ID = '1'

function shops(merchant: Merchant, id: string): Answer {
  const shop = { id: SHOP_ID, url: merchant.shopUrl, descriptor: merchant.merchantName, mcc: '5999' }
  if (id === '') return apiJson(200, JSON.stringify({ shops: [shop] }))
  if (id !== SHOP_ID) return notFound()
  const account = { ...accountFacts(merchant), pre_authorisation: String(merchant.preAuth) }
  return apiJson(200, JSON.stringify({ ...shop, processing_accounts: [account] }))
}
