import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What a simulator's server was asked. `query` is the raw text behind `?`. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly contentType: string
  /** The header's value; null without one. */
  readonly authorization: string | null
  /** All of them, names in lower case; one that came twice has its values joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Work was done, and the connection ends before a word of it is told. */
export const HANG_UP: Answer = { status: 0, headers: {}, body: '' }

export interface Server {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  /** Ends open connections too, so that nobody waits for a slow answer. */
  stop(): Promise<void>
}

const BODY_BYTES = 1024 * 1024

const SAFE_HEADERS = {
  'cache-control': 'no-store',
  // No `form-action`: a browser applies it to the redirect that answers a form as well, and payers return that way.
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** What browsers ask every server for: a circle in the colours of a workbench, so that the tab is not taken for Kvit's. */
const ICON: Answer = {
  status: 200,
  headers: { 'content-type': 'image/svg+xml' },
  body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="#5b6770"/><circle cx="16" cy="16" r="6" fill="#fff"/></svg>',
}

/** Listens on 127.0.0.1. A handler that throws answers 500 with the message: this is a tool for engineers. */
export async function listen(port: number, handle: (asked: Asked) => Promise<Answer>): Promise<Server> {
  const server = createServer((request, response) => {
    void respond(request, response, handle)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

async function respond(request: IncomingMessage, response: ServerResponse, handle: (asked: Asked) => Promise<Answer>) {
  const answer = await answerTo(request, handle)
  if (answer === HANG_UP) {
    response.destroy()
    return
  }
  const body = Buffer.from(answer.body)
  response.writeHead(answer.status, { ...SAFE_HEADERS, ...answer.headers, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answerTo(request: IncomingMessage, handle: (asked: Asked) => Promise<Answer>): Promise<Answer> {
  try {
    const body = await readBody(request)
    if (body === null) return plain(413, 'The body is larger than 1 MiB.')
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2)
    if (path === '/favicon.ico') return ICON
    const { 'content-type': contentType = '', authorization = null } = request.headers
    return await handle({ method: request.method ?? 'GET', path, query, contentType, authorization, headers: flat(request.headers), body })
  } catch (fault) {
    return plain(500, fault instanceof Error ? fault.message : 'The simulator failed.')
  }
}

const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value ?? '']))

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > BODY_BYTES) return null
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

export const plain = (status: number, text: string): Answer =>
  ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` })

/** `bigint` is written as a decimal string. */
export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: `${JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one), 2)}\n`,
})

/** 303, so that reloading the next page repeats nothing. */
export const seeOther = (location: string): Answer => ({ status: 303, headers: { location }, body: '' })
