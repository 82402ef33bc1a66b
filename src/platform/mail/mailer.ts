import { createTransport } from 'nodemailer'
import type { SMTPEnvelopeDsn } from 'nodemailer'
import type { Secret } from '../../kernel/secret.ts'
import { isMailAddress } from './address.ts'

/** Sends letters through the one SMTP server of the installation. */
export interface Mailer {
  /** Never throws: what the server said is the answer. The same `id` again is the same letter to the receiver's mail program. */
  send(mail: Mail): Promise<MailOutcome>
  /** Lets letters under way finish and closes the connections. */
  close(): void
}

export type Mail = {
  /** Names this letter for ever: 1 to 100 of `A-Z a-z 0-9 . _ -`. It becomes the left half of the Message-ID. */
  readonly id: string
  /** One bare address. */
  readonly to: string
  /** Whose name stands before our address, "Medaus krautuvė". */
  readonly fromName: string
  /** Null: answers go to the installation's own address. */
  readonly replyTo: string | null
  /** Sender of the envelope: where servers return the letter or tell what became of it. Null: our own address, which nobody asks. */
  readonly returnTo: string | null
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly attachments: readonly Attachment[]
}

export type Attachment = { readonly filename: string; readonly contentType: string; readonly content: Buffer }

export type MailOutcome =
  /** The server took the letter on. `messageId` is the header as sent, angle brackets too. */
  | { readonly kind: 'sent'; readonly messageId: string }
  /** It never will: the address is none, or the server said so with a 5xx to sender, receiver or letter. `reason` is its sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may have been sent or not, or the server is busy, away or misconfigured: try again later with the same `id`. */
  | { readonly kind: 'unknown'; readonly cause: string }

type MailerOptions = {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. With a password TLS is required, except to this machine itself. */
  readonly smtpUrl: Secret
  /** The bare address every letter comes from. */
  readonly from: string
}

const SECOND_MS = 1000
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
/** SMTP commands whose 5xx answer is about this letter; one to EHLO, STARTTLS or AUTH is about us. */
const ABOUT_THE_LETTER = /^(MAIL FROM|RCPT TO|DATA)/

/** RFC 3461: tell of the end, good or bad, and do not send the letter back with its link and its files. */
const REPORTS: SMTPEnvelopeDsn = { ret: 'HDRS', notify: ['SUCCESS', 'FAILURE'] }

/** Throws a TypeError if the URL or the address is none: the configuration checks both before. */
export function openMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  if (!isMailAddress(from)) throw new TypeError('the sender is no mail address')
  const transport = createTransport({
    ...serverOf(smtpUrl), pool: true, maxConnections: 4, maxRequeues: 0,
    connectionTimeout: 10 * SECOND_MS, greetingTimeout: 10 * SECOND_MS, socketTimeout: 30 * SECOND_MS, dnsTimeout: 5 * SECOND_MS,
    disableFileAccess: true, disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const wrong = whatIsWrong(mail)
      if (wrong !== null) return { kind: 'refused', reason: wrong }
      const messageId = `<${mail.id}@${domain}>`
      try {
        await transport.sendMail({
          messageId, from: { name: headerText(mail.fromName), address: from }, to: { name: '', address: mail.to },
          ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
          ...(mail.returnTo === null ? {} : { envelope: { from: mail.returnTo, to: mail.to }, dsn: REPORTS }),
          subject: headerText(mail.subject), html: mail.html, text: mail.text,
          headers: { 'Auto-Submitted': 'auto-generated' },
          attachments: mail.attachments.map(({ filename, contentType, content }) => ({ filename: fileName(filename), contentType, content })),
        })
        return { kind: 'sent', messageId }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}

function serverOf(smtpUrl: Secret): { host: string; port: number; secure: boolean; requireTLS?: boolean; auth?: { user: string; pass: string } } {
  const url = URL.parse(smtpUrl.reveal())
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') throw new TypeError('the mail server\'s address is no smtp:// URL')
  const secure = url.protocol === 'smtps:'
  const server = { host: url.hostname, port: url.port === '' ? (secure ? 465 : 587) : Number(url.port), secure }
  if (url.username === '') return server
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  return { ...server, auth, requireTLS: !secure && !LOOPBACK.has(url.hostname) }
}

/** Null if the letter can be sent. Addresses never reach a header unchecked, so no line break or second address can. */
function whatIsWrong({ id, to, replyTo, returnTo }: Mail): string | null {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(id)) return 'the letter has no proper id'
  if (!isMailAddress(to)) return 'not a mail address'
  if (returnTo !== null && !isMailAddress(returnTo)) return 'the address for returned letters is not a mail address'
  return replyTo === null || isMailAddress(replyTo) ? null : 'the address for answers is not a mail address'
}

/** A header's text is one line of at most 250 characters. */
const headerText = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().slice(0, 250)

const fileName = (text: string): string => headerText(text).replaceAll(/[/\\:"<>|?*]/g, '-')

/** What nodemailer throws carries the server's answer and the command it was given to. */
function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { kind: 'unknown', cause: 'no error was given' }
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
  const command = 'command' in error && typeof error.command === 'string' ? error.command : ''
  const answer = 'response' in error && typeof error.response === 'string' ? error.response : error.message
  if (status !== null && status >= 500 && ABOUT_THE_LETTER.test(command)) return { kind: 'refused', reason: headerText(answer) }
  return { kind: 'unknown', cause: headerText(answer) }
}
