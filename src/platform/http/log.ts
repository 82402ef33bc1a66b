import pino from 'pino'
import type { DestinationStream, Logger } from 'pino'

type LogOptions = { readonly level: string; /** Standard output if not given. */ readonly stream?: DestinationStream }

/** Paths whose second segment opens something by itself. */
const OPENING = /^(\/(?:pay|p|s|cb|return)\/)[^/]+/

/** 16 random bytes in base64url, as every public token of ours is written. */
const TOKEN = /(?<=^|\/)[A-Za-z0-9_-]{22}(?=$|\/)/g

const API_KEY = /kvit_(test|live)_[A-Za-z0-9_-]+/g

/** A request's address as a log may show it: no query, link and callback tokens as `***`. */
export const maskedPath = (url: string): string => masked(url.split(/[?#]/, 1)[0] ?? '').replace(OPENING, '$1***').replace(TOKEN, '***')

/** A text without the tokens it may quote: API keys, and links to pay, to report or to activate. */
const masked = (text: string): string =>
  text.replace(API_KEY, 'kvit_$1_***').replace(/\/(pay|p|s|cb|return)\/[A-Za-z0-9_-]+/g, '/$1/***').replace(/#[A-Za-z0-9_-]{22,}/g, '#***')

/** An error without what a driver hangs on it: values of the statement, the row at fault, the whole request. */
function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: masked(String(error)) }
  return {
    type: error.name, message: masked(error.message), stack: masked(error.stack ?? ''),
    ...('code' in error ? { code: error.code } : {}),
    ...('constraint' in error ? { constraint: error.constraint } : {}),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  }
}

const SECRET_KEYS = [
  'authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'credentials', 'csrfToken', 'x-csrf-token', 'masterKey',
]

/** JSON lines. Errors are reduced to what names the fault, and whatever hangs under a telling name is hidden. */
export function buildLogger({ level, stream }: LogOptions): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`])
  const options = {
    level, base: null, timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[secret]' },
    serializers: {
      err: errorFields,
      req: (request: { method?: string; url?: string }) => ({ method: request.method, path: maskedPath(request.url ?? '') }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}
