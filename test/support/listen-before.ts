import { once } from 'node:events'
import type { Server } from 'node:net'

/** Puts a server that passes bytes on in the database's place, at a port of its own. The database's address through it. */
export async function listenBefore(server: Server, databaseUrl: string): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(databaseUrl)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = typeof address === 'object' && address !== null ? String(address.port) : ''
  return url.href
}
