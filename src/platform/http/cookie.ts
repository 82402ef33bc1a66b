import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * `__Host-` makes browsers refuse the cookie without Secure, with a Domain, or from another path. Source: RFC
 * 6265bis, 4.1.3.2.
 */
export const cookieName = (isHttps: boolean): string => (isHttps ? '__Host-kvit' : 'kvit')

/** The value of one cookie in a Cookie header. Null if it is not there, or there twice: somebody else set one of them. */
export function readCookie(header: string | undefined, name: string): string | null {
  const values = (header ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`))
  const [value] = values
  return values.length === 1 && value !== undefined ? value.slice(name.length + 1) : null
}

/** Hands the browser its session. `maxAgeMs` is how long the browser keeps it; the server's own limit decides. */
export const setSessionCookie = (reply: FastifyReply, { token, maxAgeMs }: { token: string; maxAgeMs: number }): void =>
  writeCookie(reply, { name: cookieName(reply.server.isHttps), value: token, maxAgeMs })

export const clearSessionCookie = (reply: FastifyReply): void =>
  writeCookie(reply, { name: cookieName(reply.server.isHttps), value: '', maxAgeMs: 0 })

/** The cookie by which a browser that asked for a mailed link is known again. */
const browserCookieName = (isHttps: boolean): string => `${cookieName(isHttps)}-browser`

/** The mark of this browser. Null if it has none; whatever else it may send under that name is no mark. */
export function browserMark(request: FastifyRequest): string | null {
  const mark = readCookie(request.headers.cookie, browserCookieName(request.server.isHttps))
  return mark !== null && /^[A-Za-z0-9_-]{22}$/.test(mark) ? mark : null
}

export const setBrowserMark = (reply: FastifyReply, { mark, maxAgeMs }: { mark: string; maxAgeMs: number }): void =>
  writeCookie(reply, { name: browserCookieName(reply.server.isHttps), value: mark, maxAgeMs })

function writeCookie(reply: FastifyReply, { name, value, maxAgeMs }: { name: string; value: string; maxAgeMs: number }): void {
  const { isHttps } = reply.server
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${Math.floor(maxAgeMs / 1000)}`]
  reply.header('set-cookie', [...parts, ...(isHttps ? ['Secure'] : [])].join('; '))
}
