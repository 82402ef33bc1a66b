import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { listenBefore } from './listen-before.ts'

/** A way to the database server that a test can cut, to see what is known afterwards. */
export type SeverableServer = {
  /** The database's address, by way of this wire. */
  readonly url: string
  /** Ends all connections now. */
  cut(): void
  /** Lets the next statement of this text through to the server and ends the connection before the answer comes back. */
  cutWhenAsked(statement: string): void
  close(): Promise<void>
}

export async function severableServer(databaseUrl: string): Promise<SeverableServer> {
  const target = new URL(databaseUrl)
  const folder = target.searchParams.get('host')
  const where = folder === null ? { host: target.hostname, port: Number(target.port || 5432) } : { path: `${folder}/.s.PGSQL.5432` }
  const pairs = new Set<Socket>()
  let awaited: string | null = null

  const server = createServer((near) => {
    const far = connect(where)
    let mute = false
    for (const [from, to] of [[near, far], [far, near]] as const) {
      pairs.add(from)
      from.on('error', () => {})
      from.on('close', () => { pairs.delete(from); to.destroy() })
    }
    near.on('data', (bytes) => {
      if (awaited !== null && bytes.includes(awaited)) {
        awaited = null
        mute = true
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (mute) near.destroy()
      else near.write(bytes)
    })
  })
  const url = await listenBefore(server, databaseUrl)

  const cut = () => pairs.forEach((socket) => socket.destroy())
  return {
    url,
    cut,
    cutWhenAsked: (statement) => { awaited = statement },
    close: async () => { cut(); server.close(); await once(server, 'close') },
  }
}
