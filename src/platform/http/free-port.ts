import { createServer } from 'node:net'

/** Whether nobody listens at the port on loopback. */
export const isFree = async (port: number): Promise<boolean> => await tried(port) !== null

/** The port if it is free, else any free one. */
export const freePort = async (preferred: number): Promise<number> => await tried(preferred) ?? await tried(0) ?? preferred

function tried(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}
