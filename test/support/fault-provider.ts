import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Where on a request's way to a provider the line strikes. `unsent`: the provider never gets it. `executing`: it gets it
 * after the strike. `unanswered`: it has carried it out, and its answer is kept back. `heard`: the strike only looks on,
 * before the provider has it, and everything passes.
 */
export type ProviderMoment = 'unsent' | 'executing' | 'unanswered' | 'heard'

export type Asked = { readonly method: string; readonly path: string; readonly body: string }

/** The line between a server and a provider's API, over real HTTP, that can strike at one request. */
export type ProviderLine = {
  readonly url: string
  /** Every request that the server sent, oldest first, whether or not the provider got it. */
  asked(): readonly Asked[]
  /**
   * Strikes once, at the next request to do something whose body holds `about`. Several strikes may wait at once. Resolves
   * when `act` has ended, and the provider with what it got.
   */
  strike(about: string, moment: ProviderMoment, act: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

type Strike = { readonly about: string; readonly moment: ProviderMoment; readonly act: () => Promise<void>; readonly told: (failed: unknown) => void }

/** How long a strike waits for its request. */
const MOST_WAIT_MS = 30_000

/** `target`: the base of the provider's API, without a slash at the end. */
export async function openProviderLine(target: string): Promise<ProviderLine> {
  const asked: Asked[] = []
  const armed = new Set<Strike>()
  const server = createServer((request, response) => { void passOn(request, response) })

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {})
    const chunks: Buffer[] = await request.toArray()
    const one = { method: request.method ?? '', path: request.url ?? '', body: Buffer.concat(chunks).toString() }
    asked.push(one)
    const strike = [...armed].find(({ about }) => one.method === 'POST' && one.body.includes(about))
    if (strike === undefined) return reply(response, await provider(request, one))
    armed.delete(strike)
    try {
      if (strike.moment !== 'unanswered') await strike.act()
      const answer = strike.moment === 'unsent' ? null : await provider(request, one)
      if (strike.moment === 'unanswered') await strike.act()
      if (answer !== null && strike.moment === 'heard') reply(response, answer)
      else response.destroy()
      strike.told(null)
    } catch (error) {
      strike.told(error)
    }
  }

  const provider = async ({ headers }: IncomingMessage, { method, path, body }: Asked) => {
    const kept = Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && !OWN.has(pair[0]))
    const answer = await fetch(`${target}${path}`, { method, headers: Object.fromEntries(kept), ...(method === 'GET' ? {} : { body }) })
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked: () => asked,
    strike: (about, moment, act) => new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error('the provider was not asked')), MOST_WAIT_MS)
      armed.add({ about, moment, act, told: (failed) => {
        clearTimeout(patience)
        if (failed === null) resolve()
        else reject(failed)
      } })
    }),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Headers of one hop, which the next hop makes anew. */
const OWN = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'])

const reply = (response: ServerResponse, { status, type, body }: { status: number; type: string; body: string }): void => {
  response.writeHead(status, { 'content-type': type }).end(body)
}
