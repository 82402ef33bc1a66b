import createClient from 'openapi-fetch'
import type { Middleware } from 'openapi-fetch'
import { NoAnswer, readProblem } from './problem.ts'
import type { paths } from './schema.ts'

const SAFE = new Set(['GET', 'HEAD'])

/** What goes with every request beside its body: set by the session and the chosen language. */
export const surroundings: { csrfToken: string | null; language: string } = { csrfToken: null, language: 'en' }

const withHeaders: Middleware = {
  onRequest: ({ request }) => {
    request.headers.set('accept-language', surroundings.language)
    if (SAFE.has(request.method)) return request
    if (surroundings.csrfToken !== null) request.headers.set('x-csrf-token', surroundings.csrfToken)
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', crypto.randomUUID())
    }
    return request
  },
}

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
api.use(withHeaders)

type Answered<T> = { data?: T | undefined; error?: unknown; response: Response }

async function settled<T>(call: Promise<Answered<T>>): Promise<Answered<T>> {
  const answer = await call.catch(() => {
    throw new NoAnswer()
  })
  if (!answer.response.ok) throw readProblem(answer.response.status, answer.error)
  return answer
}

/** The body of an answer. Throws `Problem` for a refusal and `NoAnswer` when nothing came back. */
export async function asked<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, response } = await settled(call)
  if (data === undefined) throw readProblem(response.status, null)
  return data
}

/** The body of an answer; null where it has none. Throws as `asked` does. */
export async function askedIfAny<T>(call: Promise<Answered<T>>): Promise<T | null> {
  return (await settled(call)).data ?? null
}

/** Puts a file as it is: the one thing the typed client does not do. Throws as `asked` does. */
export async function sendBytes(path: string, bytes: Blob): Promise<void> {
  const headers = new Headers({ 'content-type': bytes.type, 'accept-language': surroundings.language })
  if (surroundings.csrfToken !== null) headers.set('x-csrf-token', surroundings.csrfToken)
  const response = await fetch(path, { method: 'PUT', body: bytes, headers, credentials: 'same-origin' }).catch(() => {
    throw new NoAnswer()
  })
  if (!response.ok) throw readProblem(response.status, await response.json().catch(() => null))
}

/** For answers without a body. Throws as `asked` does. */
export async function done(call: Promise<Answered<unknown>>): Promise<void> {
  await settled(call)
}
