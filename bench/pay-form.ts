import type { Arena } from './arena.ts'
import { startServer } from './processes.ts'
import type { Payable } from './seed.ts'

/** Key of the first method that the pay page offers, as its form names it after the channel. */
export async function firstMethod(arena: Arena, [payable]: readonly Payable[]): Promise<string> {
  if (payable === undefined) throw new Error('there is nothing to pay')
  const server = await startServer(arena, { program: 'kvit', ready: `/pay/${payable.token}` })
  try {
    const page = await (await fetch(`http://127.0.0.1:${server.port}/pay/${payable.token}`)).text()
    const [, method] = /value="chn_[0-9a-z]+\.([^"]+)"/.exec(page) ?? []
    if (method === undefined) throw new Error('the pay page offers no method')
    return method
  } finally {
    await server.stop()
  }
}
