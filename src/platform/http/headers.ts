/** Sent with every answer unless the route has set its own. */
export function securityHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': 'no-store',
    ...(isHttps ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

/** The policy of the cabinet's page: everything it needs is a file of ours, its styles and theme too. */
export const cabinetPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
  "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-src 'self' blob:", "frame-ancestors 'none'",
].join('; ')

/** The policy of the till's service worker: it fetches files of ours and does nothing else. */
export const workerPolicy = "default-src 'none'; connect-src 'self'"
