import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import PostalMime from 'postal-mime'
import type { Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { afterEach } from 'vitest'
import { Secret } from '../../src/kernel/secret.ts'
import { openMailer } from '../../src/platform/mail/mailer.ts'
import type { Mailer } from '../../src/platform/mail/mailer.ts'

const open: { server: SMTPServer; mailer: Mailer }[] = []
afterEach(async () => {
  for (const { server, mailer } of open.splice(0)) {
    mailer.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
})

/** A letter as a server got it and as a mail program reads it. `from`: the envelope's sender; `asked`: the reports it asks for (RFC 3461). */
export type Received = { from: string; asked: string[]; raw: string; mail: Email; attachments: Buffer[]; to: string[] }

/** A real SMTP server. It answers as `rules` say: by the receiver's name before the @. */
export async function mailServer(rules: Record<string, number> = {}): Promise<{ mailer: Mailer; received: Received[]; port: number }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], hideDSN: false, logger: false, closeTimeout: 100,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('bad password'), { responseCode: 535 })),
    onRcptTo({ address }, _session, done) {
      const code = rules[address.split('@')[0] ?? '']
      done(code === undefined ? null : Object.assign(new Error(`rule ${code}`), { responseCode: code }))
    },
    onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
      const raw = await buffer(stream)
      const mail = await PostalMime.parse(raw)
      const attachments = mail.attachments.map(({ content }) => (typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))))
      const { mailFrom, rcptTo, dsn } = session.envelope
      const asked = [dsn?.ret ?? null, ...rcptTo.flatMap((one) => one.dsn?.notify ?? [])].filter((one) => one !== null)
      received.push({ from: mailFrom === false ? '' : mailFrom.address, asked, raw: raw.toString(), mail, attachments, to: rcptTo.map(({ address }) => address) })
    }),
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const bound = server.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('not listening')
  const mailer = openMailer({ smtpUrl: new Secret(`smtp://127.0.0.1:${bound.port}`), from: 'kvit@example.com' })
  open.push({ server, mailer })
  return { mailer, received, port: bound.port }
}

/** The letter's header lines, unfolded. */
export const headersOf = (raw: string): string[] => (raw.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
