import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'

/** Takes letters by SMTP from a mail server of the installation. */
export interface MailReceiver {
  readonly port: number
  /** Takes no more, and lets what is under way end within a few seconds. */
  close(): Promise<void>
}

export type ReceiverOptions<T> = {
  readonly host: string
  /** 0: a free one. */
  readonly port: number
  /** Whom a letter is for; null refuses it before a byte of it is taken. */
  readonly recipientOf: (address: string) => T | null
  /** `later`, and whatever is thrown, asks the sending server to bring the letter again. */
  readonly take: (recipient: T, raw: Buffer) => Promise<'taken' | 'later'>
  readonly onError: (error: unknown) => void
}

/** A returned letter may come whole, with its files. */
const LETTER_BYTES = 4 * 1024 * 1024
const CONNECTIONS = 8
const SILENCE_MS = 30_000
const CLOSE_MS = 3_000

/** Rejects if nothing can listen there. There is no encryption and no password: the address says who may write. */
export async function openMailReceiver<T>({ host, port, recipientOf, take, onError }: ReceiverOptions<T>): Promise<MailReceiver> {
  const receive = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> => {
    const recipient = recipientOf(envelope.rcptTo[0]?.address ?? '')
    const raw = await readUpTo(stream)
    if (raw === null) throw answer(552, 'The letter is too large')
    if (recipient === null) throw answer(550, 'No such address')
    const came = await take(recipient, raw).catch((error: unknown) => {
      onError(error)
      return 'later'
    })
    if (came === 'later') throw answer(451, 'Bring it again later')
  }
  const server = new SMTPServer({
    name: 'kvit', authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false,
    size: LETTER_BYTES, maxRecipients: 1, maxClients: CONNECTIONS, socketTimeout: SILENCE_MS, closeTimeout: CLOSE_MS,
    onRcptTo({ address }, _session, reply) {
      reply(recipientOf(address) === null ? answer(550, 'No such address') : null)
    },
    onData(stream, session, reply) {
      receive(stream, session).then(() => reply(), reply)
    },
  })
  server.on('error', () => {}) // A client that hangs up in the middle; the next one is served.
  server.listen(port, host)
  await once(server.server, 'listening')
  const bound = server.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the receiver of letters has no port')
  return { port: bound.port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const answer = (responseCode: number, sentence: string): Error => Object.assign(new Error(sentence), { responseCode })

/** Null: larger than may be. The rest of it is heard and dropped. */
async function readUpTo(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const parts: Buffer[] = []
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(Buffer.from(part))
  return stream.sizeExceeded ? null : Buffer.concat(parts)
}
