import type { Asked } from '../../simulator-server.ts'
import { refusal, type Refusal } from './refusals.ts'
import type { Shop } from './shops.ts'
import { decodeData, isSame, readFields, sign, textOf, whyWrong, type Fields, type Version } from './wire.ts'

/** A request whose signature holds. */
export type Envelope = { readonly shop: Shop; readonly version: Version; readonly action: string; readonly fields: Fields; readonly data: string }

/** `json`: what it says, as far as it could be read. */
type Opened = { readonly json: string | null } & ({ readonly envelope: Envelope } | { readonly refused: Refusal })

/** Reads `data` and `signature` from a form body or, for a link, from the query. Nothing in them is believed before the signature is checked. */
export function openRequest({ method, contentType, body, query }: Asked, shopByKey: (publicKey: string) => Shop | null): Opened {
  const isForm = method === 'GET' || contentType.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
  if (!isForm) return { json: null, refused: refusal('err_missing', `data: the body is ${contentType || 'of no type'}, and only application/x-www-form-urlencoded is read`) }
  const form = new URLSearchParams(method === 'GET' ? query : body.toString('utf8'))
  const [data, signature] = [form.get('data') ?? '', form.get('signature') ?? '']
  if (data === '') return { json: null, refused: refusal('err_missing', 'data') }
  if (signature === '') return { json: null, refused: refusal('err_missing', 'signature') }
  const decoded = decodeData(data)
  if ('wrong' in decoded) return { json: null, refused: refusal(data.includes(' ') ? 'invalid_signature' : 'err_wrong', decoded.wrong) }
  const { json } = decoded
  const fields = readFields(json)
  if (fields === null) return { json, refused: refusal('err_wrong', 'data is no JSON object') }
  const opened = openFields(fields, { data, signature }, shopByKey)
  return { json, ...opened }
}

function openFields(
  fields: Fields, { data, signature }: { readonly data: string; readonly signature: string }, shopByKey: (publicKey: string) => Shop | null,
): { readonly envelope: Envelope } | { readonly refused: Refusal } {
  const refused = (code: Refusal['code'], about: string): { readonly refused: Refusal } => ({ refused: refusal(code, about) })
  const publicKey = textOf(fields, 'public_key')
  if (publicKey === '') return refused('err_missing', 'public_key')
  const shop = shopByKey(publicKey)
  if (shop === null) return refused('public_key_not_found', publicKey)
  const said = textOf(fields, 'version')
  if (said === '') return refused('err_missing', 'version')
  if (said !== '3' && said !== '7') return refused('err_wrong', `version is ${said}, and must be 3 or 7`)
  const version = said === '7' ? 7 : 3
  if (!isSame(signature, sign(data, shop.privateKey, version))) return refused('invalid_signature', whyWrong(data, signature, shop.privateKey, version))
  if (shop.caller === 'refused') return refused('err_api_ip', '127.0.0.1')
  if (shop.state !== 'active') return refused(shop.state === 'blocked' ? 'shop_blocked' : 'shop_not_active', publicKey)
  const action = textOf(fields, 'action')
  return action === '' ? refused('err_api_action', '') : { envelope: { shop, version, action, fields, data } }
}
