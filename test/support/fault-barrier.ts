import { once } from 'node:events'
import { connect } from 'node:net'

/** One HTTP request as it goes over the wire, to a server on this machine. */
export type Ask = { readonly port: number; readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly type?: string }
export type Heard = { readonly status: number; readonly body: string }

function textOf({ method, path, body = '', type = 'application/x-www-form-urlencoded' }: Ask): string {
  const content = method === 'GET' ? '' : `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${content}\r\n${body}`
}

/** Sends all requests up to their last byte, then all the last bytes at one instant. Answers in the order of the requests. */
export async function atOnce(asks: readonly Ask[]): Promise<Heard[]> {
  const started = await Promise.all(asks.map(async (ask) => {
    const socket = connect(ask.port, '127.0.0.1')
    const parts: Buffer[] = []
    socket.on('data', (bytes: Buffer) => parts.push(bytes))
    await once(socket, 'connect')
    const text = Buffer.from(textOf(ask))
    await new Promise<void>((resolve, reject) => {
      socket.write(text.subarray(0, -1), (fault) => (fault ? reject(fault) : resolve()))
    })
    return { socket, last: text.subarray(-1), heard: once(socket, 'close').then(() => read(Buffer.concat(parts).toString('utf8'))) }
  }))
  for (const { socket, last } of started) socket.write(last)
  return Promise.all(started.map(({ heard }) => heard))
}

function read(text: string): Heard {
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s, 2)
  return { status: Number(/^HTTP\/1\.1 ([0-9]{3})/.exec(head)?.[1] ?? 0), body }
}
