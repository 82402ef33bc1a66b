import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** The public API as a signed-in person's browser calls it. Each call throws with the server's own sentence. */
export type ApiClient = {
  get(path: string): Promise<unknown>
  download(path: string): Promise<Uint8Array>
  post(path: string, body: object): Promise<unknown>
  patch(path: string, body: object): Promise<unknown>
  put(path: string, body: object): Promise<unknown>
  upload(path: string, type: string, content: Uint8Array<ArrayBuffer>): Promise<void>
  /** Calls a route that opens a session, and keeps its cookie for the calls after it. */
  signIn(path: string, body: object): Promise<void>
}

const Session = Type.Object({ csrfToken: Type.String() })

export function apiClient(publicUrl: URL): ApiClient {
  const session = { cookie: '', csrf: '' }
  async function call(method: string, path: string, content: { body: string | Uint8Array<ArrayBuffer>; type: string } | null): Promise<Response> {
    const headers = new Headers({ origin: publicUrl.origin, 'idempotency-key': randomUUID() })
    if (content !== null) headers.set('content-type', content.type)
    if (session.cookie !== '') headers.set('cookie', session.cookie)
    if (session.csrf !== '') headers.set('x-csrf-token', session.csrf)
    const answer = await fetch(new URL(path, publicUrl), { method, headers, ...(content === null ? {} : { body: content.body }) })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const json = async (method: string, path: string, body: object | null): Promise<unknown> => {
    const answer = await call(method, path, body === null ? null : { body: JSON.stringify(body), type: 'application/json' })
    return answer.status === 204 ? null : answer.json()
  }
  return {
    get: (path) => json('GET', path, null),
    download: async (path) => (await call('GET', path, null)).bytes(),
    post: (path, body) => json('POST', path, body),
    patch: (path, body) => json('PATCH', path, body),
    put: (path, body) => json('PUT', path, body),
    async upload(path, type, content) {
      await call('PUT', path, { body: content, type })
    },
    async signIn(path, body) {
      const answer = await call('POST', path, { body: JSON.stringify(body), type: 'application/json' })
      session.cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]).join('; ')
      session.csrf = Value.Parse(Session, await answer.json()).csrfToken
    },
  }
}
