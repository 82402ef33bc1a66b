import { expect, test } from 'vitest'
import { headersOf, mailServer } from '../../test/support/mail-server.ts'
import { invoiceLetter } from './letter-invoice.ts'
import type { Letter } from './letter.ts'
import { invoiceView } from '../../test/support/letters.ts'

const addressed = (letter: Letter, id: string) => ({ ...letter, id, to: 'jonas@example.lt', fromName: 'Shop', replyTo: null, returnTo: null, attachments: [] })

test.each(['\r\nBcc: evil@example.com', '\n\n<script>alert(1)</script>', '{{link}}{payer}\rX: y', '\u0000\u2028Cc: evil@example.com'])(
  'P13, P04: %j in payer, number, store and the store\'s own words changes no header and runs nowhere', async (evil) => {
    const { mailer, received } = await mailServer()
    const plain = invoiceLetter(invoiceView('en'))
    const hostile = invoiceLetter(invoiceView('en', {
      store: { name: `Shop${evil}`, colour: '#c77700', email: evil, phone: evil }, payerName: `Jonas${evil}`, number: `1${evil}`,
      words: { subject: `{payer} {number} ${evil}`, body: `{payer} ${evil}` },
    }))
    await mailer.send(addressed(plain, 'plain'))
    await mailer.send({ ...addressed(hostile, 'hostile'), fromName: `Shop${evil}` })
    const names = received.map(({ raw }) => headersOf(raw).map((header) => header.split(':')[0]).toSorted())
    expect(names[1]).toEqual(names[0])
    expect(received[1]?.to).toEqual(['jonas@example.lt'])
    expect(received[1]?.mail.subject).toBe(hostile.subject)
    expect(received[1]?.mail.html).not.toMatch(/<script/i)
  })
