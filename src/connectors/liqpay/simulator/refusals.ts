import { jsonText } from '../../simulator-json.ts'
import type { Answer } from '../../simulator-server.ts'

/** Error codes that this simulator answers, with what each means. Source: sheet 13. */
export const REFUSALS = {
  err_path: 'There is no such address.',
  err_missing: 'A parameter is missing.',
  err_empty: 'A parameter is empty.',
  err_wrong: 'A parameter is wrong.',
  public_key_not_found: 'No shop has this public key.',
  invalid_signature: 'The signature does not fit the data.',
  err_api_action: 'There is no action.',
  err_action: 'The action is not known.',
  err_access: 'The action is known, and this shop may not use it.',
  err_api_ip: 'Calls from this address are not allowed.',
  shop_blocked: 'The shop is blocked.',
  shop_not_active: 'The shop is not active.',
  order_id_empty: 'There is no order_id.',
  order_id_duplicate: 'The order_id was used before.',
  err_wrong_currency: 'The currency is none of UAH, USD, EUR.',
  err_phone: 'The phone is no number such as +380950000001.',
  err_split_amount: 'The split amounts do not add up.',
  payment_not_found: 'There is no payment with this order_id.',
  payment_err_status: 'The payment is in another state.',
  payment_err_type: 'The payment is of another kind.',
  err_amount_hold: 'The amount is above what is held.',
  amount_limit: 'The amount is above what may be given back.',
  payment_processing: 'The payment is being processed.',
  '90': 'General processing error.',
} as const

type RefusalCode = keyof typeof REFUSALS

/** `about` names the parameter and what is wrong with it. */
export type Refusal = { readonly code: RefusalCode; readonly about: string }

export const refusal = (code: RefusalCode, about: string): Refusal => ({ code, about })

/** HTTP 200, as far as is known. The real texts are localised and shorter; this one says all. Source: sheet 13. */
export const refusalAnswer = ({ code, about }: Refusal): Answer =>
  apiJson(jsonText({ result: 'error', status: 'error', err_code: code, err_description: `${REFUSALS[code]} ${about}`, code }))

export const apiJson = (body: string, status = 200): Answer =>
  ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body })
