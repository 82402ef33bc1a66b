import { hash } from 'node:crypto'
import type { Http, HttpAnswer, Outcome } from '../../connectors/contract.ts'
import type { FiscalSetup } from '../contract.ts'
import type { Config } from './config.ts'
import { listOf, objectOf, parsed, textAt } from './json.ts'

/** Source: protocol sheet B. Test and real registers live at the same address. */
export const ENDPOINTS = { api: 'https://api.checkbox.ua/api/v1' } as const

/** Checkbox passes documents on before it answers some calls; a shop must not wait for ever. */
const TIMEOUT_MS = 20_000

type Ask = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string }

/** What Checkbox answered, as it stands: 2xx, or a 4xx that is not about who asks. `text` is without credentials. */
export type Said = { readonly status: number; readonly body: unknown; readonly text: string }

type Setup = FiscalSetup<Config>

/** Asks as the register's cashier. A token that is no longer taken is replaced once; what is refused then is the credentials. */
export async function ask(request: Ask, setup: Setup, http: Http): Promise<Outcome<Said>> {
  const kept = keptToken(setup)
  if (kept !== null) {
    const answer = await send(request, kept, setup, http)
    if (!isForbidden(answer)) return saidBy(answer, kept, setup)
  }
  const token = await signIn(setup, http)
  if (token.kind !== 'done') return token
  const answer = await send(request, token.value, setup, http)
  return isForbidden(answer) ? refusedCredentials(answer) : saidBy(answer, token.value, setup)
}

/** Source: B, `/cashier/signin` and `/cashier/signinPinCode`. */
async function signIn(setup: Setup, http: Http): Promise<Outcome<string>> {
  const { cashier } = setup.config
  const request = cashier.kind === 'pin'
    ? { method: 'POST', path: '/cashier/signinPinCode', body: JSON.stringify({ pin_code: cashier.pin.reveal() }) } as const
    : { method: 'POST', path: '/cashier/signin', body: JSON.stringify({ login: cashier.login, password: cashier.password.reveal() }) } as const
  const answer = await send(request, null, setup, http)
  if (isForbidden(answer) || (answer.kind === 'answer' && (answer.status === 400 || answer.status === 422))) return refusedCredentials(answer)
  const said = saidBy(answer, null, setup)
  if (said.kind !== 'done') return said
  const token = textAt(objectOf(said.value.body), 'access_token')
  if (said.value.status !== 200 || token === null || !/^[\x21-\x7e]+$/.test(token)) return { kind: 'unknown', cause: 'signing in brought no token' }
  setup.memory.write(`${fingerprint(setup)} ${token}`)
  return { kind: 'done', value: token }
}

/** A token of other credentials would file in another cashier's name. */
function keptToken(setup: Setup): string | null {
  const [whose = '', token = ''] = setup.memory.read()?.split(' ') ?? []
  return token !== '' && whose === fingerprint(setup) ? token : null
}

const secretsOf = ({ licenceKey, cashier }: Config): readonly string[] =>
  [licenceKey.reveal(), cashier.kind === 'pin' ? cashier.pin.reveal() : cashier.password.reveal()]

const fingerprint = ({ config }: Setup): string =>
  hash('sha256', JSON.stringify([config.cashier.kind === 'login' ? config.cashier.login : null, ...secretsOf(config)]))

const send = ({ method, path, body }: Ask, token: string | null, { config, endpoints }: Setup, http: Http): Promise<HttpAnswer> => http({
  method, url: (endpoints['api'] ?? ENDPOINTS.api) + path, timeoutMs: TIMEOUT_MS,
  headers: {
    accept: 'application/json', 'x-client-name': 'Kvit', 'x-license-key': config.licenceKey.reveal(),
    ...(token !== null && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }),
  },
  ...(body !== undefined && { body }),
})

const isForbidden = (answer: HttpAnswer): boolean => answer.kind === 'answer' && (answer.status === 401 || answer.status === 403)

const refusedCredentials = (answer: HttpAnswer): Outcome<never> =>
  ({ kind: 'refused', reason: 'credentials', providerCode: answer.kind === 'answer' ? wordOf(parsed(answer.body), answer.status) : '' })

/** What is no JSON, and what says to come back later, is no word about a document. Source: B, errors; rate limits are not documented. */
function saidBy(answer: HttpAnswer, token: string | null, { config }: Setup): Outcome<Said> {
  if (answer.kind === 'unknown') return { kind: 'unknown', cause: answer.cause }
  const { status } = answer
  if (status < 200 || status >= 500 || status === 408 || status === 429 || (status >= 300 && status < 400)) return { kind: 'unknown', cause: `HTTP ${status}` }
  const body = parsed(answer.body)
  if (body === undefined) return { kind: 'unknown', cause: 'the answer is no JSON' }
  return { kind: 'done', value: { status, body, text: masked(answer.body, [...secretsOf(config), ...(token === null ? [] : [token])]) } }
}

/** A short secret may be part of a number by chance; an answer with a hole in it is still a record. */
const masked = (text: string, secrets: readonly string[]): string => secrets.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)

const LONGEST_WORD = 300

/** What Checkbox says is wrong: its sentence, or the places of a request that it could not read. Source: B, errors. */
export function wordOf(body: unknown, status: number): string {
  const told = objectOf(body)
  const places = listOf(told?.get('detail')).map(objectOf).map((one) => `${listOf(one?.get('loc')).join('.')}: ${textAt(one, 'msg') ?? ''}`)
  const word = [textAt(told, 'message') ?? '', ...places].filter((one) => one !== '').join('; ')
  return word === '' ? `HTTP ${status}` : word.slice(0, LONGEST_WORD)
}
