import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

/** Static weight of BTCPay's checkout: bytes after gzip, and requests. Source: performance.md, R4. */
export const BTCPAY = { bytes: 233_000, requests: 23 } as const

const STYLES = 4
const SCRIPTS = 14
const PICTURES = BTCPAY.requests - 1 - STYLES - SCRIPTS
const EACH = Math.ceil(BTCPAY.bytes / BTCPAY.requests)

/**
 * Stands in for a checkout that a script draws: styles hold up the first paint, the scripts run in order, and the last
 * one writes what the payer reads. The bytes are random, so that they weigh the same compressed.
 */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Checkout</title><link rel="icon" href="data:,">
${Array.from({ length: STYLES }, (_, n) => `<link rel="stylesheet" href="/${n}.css">`).join('\n')}
</head><body><div id="app"></div>
${Array.from({ length: PICTURES }, (_, n) => `<img src="/${n}.png" alt="" width="1" height="1">`).join('\n')}
${Array.from({ length: SCRIPTS }, (_, n) => `<script src="/${n}.js"></script>`).join('\n')}
</body></html>`

const DRAW = `document.getElementById('app').innerHTML = '<h1>Pay 121.00 EUR</h1><p>UAB Parduotuve, invoice SF-1, to be paid within 14 days</p><button>Pay</button>'`

const filler = (before: string, after: string): string => `${before}${randomBytes(EACH).toString('latin1').replaceAll(/[^\x21-\x7e]|[*/\\]/g, 'x').slice(0, EACH)}${after}`

function answerTo(path: string): { type: string; body: string } {
  if (path.endsWith('.css')) return { type: 'text/css', body: filler('/*', '*/') }
  if (path.endsWith('.png')) return { type: 'image/png', body: filler('', '') }
  if (!path.endsWith('.js')) return { type: 'text/html; charset=utf-8', body: PAGE + filler('<!--', '-->') }
  return { type: 'text/javascript', body: filler('/*', `*/${path === `/${SCRIPTS - 1}.js` ? DRAW : ''}`) }
}

export async function startHeavyPage(): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const { type, body } = answerTo(request.url ?? '')
    response.writeHead(200, { 'content-type': type, 'content-length': String(Buffer.byteLength(body, 'latin1')) }).end(body, 'latin1')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}/`, stop: () => { server.close() } }
}
