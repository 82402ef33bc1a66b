import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** How long somebody waits for an answer to keep back. */
const MOST_WAIT_MS = 30_000

/** An address that stays the same while the server behind it is killed and started again. Without one it hangs up. */
export type Front = {
  readonly url: string
  /** Which port it leads to from now on; 0 for none. Connections to where it led before end. */
  leadTo(port: number): void
  /** Keeps back the next answer and does this instead. Resolves when `act` has ended. */
  keepAnswerBack(act: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function openFront(): Promise<Front> {
  const sockets = new Set<Socket>()
  const state: { port: number; instead: (() => void) | null } = { port: 0, instead: null }
  const track = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay()
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    track(near)
    if (state.port === 0) return near.destroy()
    const far = connect(state.port, '127.0.0.1')
    track(far)
    far.once('close', () => near.destroy())
    near.once('close', () => far.destroy())
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      const { instead } = state
      if (instead === null) return near.write(bytes)
      state.instead = null
      return instead()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo: (behind) => {
      state.port = behind
      sockets.forEach((socket) => socket.destroy())
    },
    keepAnswerBack: (act) => new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error('there was no answer to keep back')), MOST_WAIT_MS)
      state.instead = () => {
        clearTimeout(patience)
        void act().then(resolve, reject)
      }
    }),
    close: async () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}
