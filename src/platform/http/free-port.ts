import { createServer } from 'node:net'

/** Whether nobody listens at the port on loopback. */
export const isFree = async (port: number): Promise<boolean> => await tried(port) !== null

/** The port if it is free, else any free one; 0 asks for any. Throws where there is none. */
export async function freePort(preferred: number): Promise<number> {
  const port = await tried(preferred) ?? await tried(0)
  if (port === null) throw new Error('this machine has no free port on loopback')
  return port
}

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
