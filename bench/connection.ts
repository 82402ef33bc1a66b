import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** One kept-alive connection: a request at a time, no work that the measured side would have to wait for. */
export type Connection = {
  /** The status of the answer, once its last byte is here. Rejects when the connection breaks. */
  ask(request: Buffer): Promise<number>
  close(): void
}

const HEAD_END = Buffer.from('\r\n\r\n')

export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return onSocket(socket)
}

type Waiting = { resolve(status: number): void; reject(error: Error): void }

function onSocket(socket: Socket): Connection {
  const state: { waiting: Waiting | null; bytes: Buffer } = { waiting: null, bytes: Buffer.alloc(0) }
  const broken = (error: Error): void => {
    state.waiting?.reject(error)
    state.waiting = null
  }
  socket.on('error', broken)
  socket.on('close', () => broken(new Error('the connection was closed')))
  socket.on('data', (bytes) => {
    state.bytes = state.bytes.length === 0 ? Buffer.from(bytes) : Buffer.concat([state.bytes, Buffer.from(bytes)])
    const status = wholeAnswer(state.bytes)
    if (status === null) return
    state.bytes = Buffer.alloc(0)
    const { waiting } = state
    state.waiting = null
    waiting?.resolve(status)
  })
  return {
    ask: (request) => new Promise((resolve, reject) => {
      state.waiting = { resolve, reject }
      socket.write(request)
    }),
    close: () => socket.destroy(),
  }
}

/** The status, once head and body are complete; null before. Understands `content-length` and chunks. */
function wholeAnswer(bytes: Buffer): number | null {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? []
  const isWhole = length === undefined
    ? bytes.subarray(-5).toString('latin1') === '0\r\n\r\n' || / 30[34] |\b204 /.test(head.slice(0, 15))
    : bytes.length >= end + HEAD_END.length + Number(length)
  return isWhole ? Number(head.slice(9, 12)) : null
}
