import { once } from 'node:events'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { styleSheet } from '../connectors/simulator-page.ts'
import { json, listen, plain, type Answer, type Asked } from '../connectors/simulator-server.ts'
import { letterJson, readLetter, type Letter } from './letters.ts'
import { letterHtml, letterPage, listPage } from './mail-pages.ts'

/** Takes every letter by SMTP and shows it; delivers none. */
export interface MailCatcher {
  /** `smtp://127.0.0.1:<port>`: no encryption; any name and password are welcome, and none as well. */
  readonly smtpUrl: string
  /** The page. Programs read `/letters.json`, `/letters/<number>/raw` and `/letters/<number>/files/<index>`. */
  readonly pageUrl: string
  /** Oldest first; the last 500 are kept. */
  letters(): readonly Letter[]
  stop(): Promise<void>
}

const KEPT = 500
const LETTER_BYTES = 25 * 1024 * 1024

/** Port 0 takes a free one. */
export async function startMailCatcher(ports: { readonly page: number; readonly smtp: number }): Promise<MailCatcher> {
  const letters: Letter[] = []
  const counter = { last: 0 }
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true, size: LETTER_BYTES,
    onAuth: (_auth, _session, reply) => reply(null, { user: 'anyone' }),
    onData(stream, session, reply) {
      const { mailFrom, rcptTo } = session.envelope
      const [sender, recipients] = [mailFrom === false ? '' : mailFrom.address, rcptTo.map(({ address }) => address)]
      const caught = async (): Promise<void> => {
        const raw = await readAll(stream)
        if (stream.sizeExceeded) throw new Error('The letter is larger than 25 MiB.')
        letters.push(await readLetter({ number: ++counter.last, at: new Date(), sender, recipients, raw }))
        if (letters.length > KEPT) letters.shift()
      }
      caught().then(() => reply(), reply)
    },
  })
  smtp.on('error', () => {}) // A client that hangs up in the middle; the next one is served.
  smtp.listen(ports.smtp, '127.0.0.1')
  await once(smtp.server, 'listening')
  const address = smtp.server.address()
  if (address === null || typeof address === 'string') throw new Error('the mail catcher has no port')
  const smtpUrl = `smtp://127.0.0.1:${address.port}`
  const pages = await listen(ports.page, async (asked) => shown(letters, smtpUrl, asked))
  return {
    smtpUrl,
    pageUrl: pages.url,
    letters: () => letters,
    async stop() {
      await Promise.all([pages.stop(), new Promise<void>((resolve) => smtp.close(() => resolve()))])
    },
  }
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

function shown(letters: readonly Letter[], smtpUrl: string, { path }: Asked): Answer {
  if (path === '/') return listPage(letters, smtpUrl)
  if (path === '/style.css') return styleSheet()
  if (path === '/letters.json') return json(200, letters.map(letterJson))
  const [, number, part, index] = /^\/letters\/(\d+)(?:\/(html|raw|files)(?:\/(\d+))?)?$/.exec(path) ?? []
  const letter = letters.find((one) => one.number === Number(number))
  if (letter === undefined) return plain(404, 'There is no such letter. They are kept in memory, the last 500 of them.')
  switch (part) {
    case undefined: return letterPage(letter)
    case 'html': return letterHtml(letter)
    case 'raw': return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: letter.raw }
    default: return file(letter, Number(index))
  }
}

/** Types a browser may show beside the page; anything else is saved, so that an attached page cannot run here. */
const SHOWN = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain']

function file(letter: Letter, index: number): Answer {
  const found = letter.attachments[index]
  if (found === undefined) return plain(404, 'The letter has no such file.')
  const how = SHOWN.includes(found.mimeType) ? 'inline' : 'attachment'
  return {
    status: 200,
    headers: {
      'content-type': SHOWN.includes(found.mimeType) ? found.mimeType : 'application/octet-stream',
      'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    },
    body: found.content,
  }
}
