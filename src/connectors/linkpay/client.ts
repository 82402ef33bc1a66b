import type { Clock } from '../../kernel/clock.ts'
import type { Http, HttpAnswer, Outcome, Refusal, Setup } from '../contract.ts'
import type { Config } from './config.ts'

/** Where links begin, and the API, in production; a bank's own names lead to the same gateway. Source: protocol sheet 1. */
export const ENDPOINTS = { pay: 'https://pay.every-pay.eu/lp', api: 'https://pay.every-pay.eu/api/v4' } as const

const DEMO = { pay: 'https://igw-demo.every-pay.com/lp', api: 'https://igw-demo.every-pay.com/api/v4' } as const

/** The channel's own address, else the installation's, which then stands in for demo and production alike. */
function baseOf(name: keyof typeof ENDPOINTS, own: string | null, { config, endpoints }: Setup<Config>): string {
  const given = endpoints[name] ?? ENDPOINTS[name]
  return own ?? (given === ENDPOINTS[name] && config.environment === 'demo' ? DEMO[name] : given)
}

export const linkPrefix = (setup: Setup<Config>): string => baseOf('pay', setup.config.prefix, setup)

const apiBase = (setup: Setup<Config>): string => baseOf('api', setup.config.apiBase, setup)

/** An answer of the API that says yes: a JSON object. */
export type Answered = Readonly<Record<string, unknown>>

/** Asks for something. `api_username` stands in the query as well as in the header, else a GET is refused. Source: 4.1, trap 28. */
export async function read(setup: Setup<Config>, path: string, http: Http): Promise<Outcome<Answered>> {
  const query = `api_username=${encodeURIComponent(setup.config.apiUsername)}`
  return outcomeOf(await http({ method: 'GET', url: `${apiBase(setup)}${path}?${query}`, headers: headersOf(setup) }), setup.clock)
}

/** Asks to do something. `nonce` is refused a second time, which is what keeps one refund from being two. Source: 4.1. */
export async function act(
  setup: Setup<Config>, { path, nonce, body }: { path: string; nonce: string; body: Readonly<Record<string, unknown>> }, http: Http,
): Promise<Outcome<Answered>> {
  const request = { api_username: setup.config.apiUsername, nonce, timestamp: setup.clock.now().toISOString(), ...body }
  const answer = await http({
    method: 'POST', url: `${apiBase(setup)}${path}`, headers: { ...headersOf(setup), 'content-type': 'application/json' }, body: JSON.stringify(request),
  })
  return outcomeOf(answer, setup.clock)
}

const headersOf = ({ config }: Setup<Config>) => ({
  accept: 'application/json',
  authorization: `Basic ${Buffer.from(`${config.apiUsername}:${config.apiSecret.reveal()}`).toString('base64')}`,
})

/** Only the status decides; codes and texts of an error are for a person. Source: 4.7. */
function outcomeOf(answer: HttpAnswer, clock: Clock): Outcome<Answered> {
  if (answer.kind === 'unknown') return answer
  const body = objectIn(answer.body)
  if (answer.status >= 200 && answer.status < 300) {
    return body === null ? { kind: 'unknown', cause: 'the answer is no JSON object' } : { kind: 'done', value: body }
  }
  if (answer.status < 400 || answer.status >= 500) return { kind: 'unknown', cause: `HTTP ${answer.status}` }
  return { kind: 'refused', reason: refusalOf(answer, clock), providerCode: `${answer.status} ${errorText(body)}`.trim() }
}

/** POSTs are refused when our clock is more than five minutes off, and that looks like wrong credentials. Source: 4.1, trap 21. */
const MOST_DRIFT_MS = 4 * 60_000

function refusalOf({ status, headers }: Extract<HttpAnswer, { kind: 'answer' }>, clock: Clock): Refusal {
  if (status === 401) {
    const theirs = Date.parse(headers['date'] ?? '')
    return Math.abs(theirs - clock.now().getTime()) > MOST_DRIFT_MS ? 'clock' : 'credentials'
  }
  return status === 403 ? 'not_enabled' : 'other'
}

/** The body of an error may be empty, a web page, a text in `error`, or an object with code and message. Source: 4.7. */
function errorText(body: Answered | null): string {
  const error = body?.['error']
  if (typeof error === 'string') return error.slice(0, 200)
  if (typeof error !== 'object' || error === null) return ''
  const code = 'code' in error && (typeof error.code === 'number' || typeof error.code === 'string') ? String(error.code) : ''
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  return `${code} ${message}`.trim().slice(0, 200)
}

/** A JSON object as a record. Null for everything else. */
export function objectIn(text: string): Answered | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null // 401 has an empty body, and a fault may answer with a web page
  }
}

export const asObject = (one: unknown): Answered | null =>
  (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one)) : null)

export const textOf = (one: unknown): string | null => (typeof one === 'string' && one.trim() !== '' ? one.trim() : null)
