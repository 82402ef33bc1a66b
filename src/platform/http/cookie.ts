import type { FastifyReply } from 'fastify'

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
export function setSessionCookie(reply: FastifyReply, { token, maxAgeMs }: { token: string; maxAgeMs: number }): void {
  writeCookie(reply, token, Math.floor(maxAgeMs / 1000))
}

export const clearSessionCookie = (reply: FastifyReply): void => writeCookie(reply, '', 0)

function writeCookie(reply: FastifyReply, value: string, maxAgeS: number): void {
  const { isHttps } = reply.server
  const parts = [`${cookieName(isHttps)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeS}`]
  reply.header('set-cookie', [...parts, ...(isHttps ? ['Secure'] : [])].join('; '))
}
