import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { isMailAddress } from './address.ts'
import { openMailer } from './mailer.ts'
import type { Mail } from './mailer.ts'
import { headersOf, mailServer } from '../../../test/support/mail-server.ts'

const letter: Mail = {
  id: 'dlv_1', to: 'jonas@example.lt', fromName: 'Medaus krautuvė', replyTo: 'labas@medauskrautuve.lt', returnTo: null, subject: 'Sąskaita 2026-0042',
  html: '<p>Sveiki, გამარჯობა</p>', text: 'Sveiki, გამარჯობა', attachments: [],
}

test('a letter arrives as it was written, with its attachment', async () => {
  const { mailer, received } = await mailServer()
  const content = Buffer.from('%PDF-1.7 …')
  expect(await mailer.send({ ...letter, attachments: [{ filename: 'Sąskaita/42.pdf', contentType: 'application/pdf', content }] }))
    .toEqual({ kind: 'sent', messageId: '<dlv_1@example.com>' })
  const [one] = received
  expect(one?.to).toEqual(['jonas@example.lt'])
  expect(one?.mail).toMatchObject({
    subject: 'Sąskaita 2026-0042', from: { name: 'Medaus krautuvė', address: 'kvit@example.com' },
    replyTo: [{ name: '', address: 'labas@medauskrautuve.lt' }], messageId: '<dlv_1@example.com>',
  })
  expect(one?.mail.text?.trim()).toBe('Sveiki, გამარჯობა')
  expect(one?.mail.html).toContain('<p>Sveiki, გამარჯობა</p>')
  expect(one?.mail.attachments[0]).toMatchObject({ filename: 'Sąskaita-42.pdf', mimeType: 'application/pdf' })
})

const BREAKS = ['\r\nBcc: evil@example.com', '\nX-Evil: 1', '\r\n\r\n<script>', '\u2028Bcc: evil@example.com', '\u0000', '\rTo: evil@example.com']

test.each(BREAKS)('P13: %j in subject, names and file names adds no header', async (evil) => {
  const { mailer, received } = await mailServer()
  await mailer.send({ ...letter, id: 'plain', attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('x') }] })
  const outcome = await mailer.send({
    ...letter, id: 'evil', subject: `Invoice${evil}`, fromName: `Shop${evil}`,
    attachments: [{ filename: `a${evil}.pdf`, contentType: 'application/pdf', content: Buffer.from('x') }],
  })
  expect(outcome.kind).toBe('sent')
  const [plain, other] = received.map(({ raw }) => headersOf(raw).map((header) => header.split(':')[0]).toSorted())
  expect(other).toEqual(plain)
  expect(received[1]?.to).toEqual(['jonas@example.lt'])
  expect(received[1]?.mail.bcc ?? []).toEqual([])
})

test.each([
  'jonas@example.lt\r\nBcc: evil@example.com', 'jonas@example.lt, evil@example.com', 'jonas@example.lt;evil@example.com', 'Jonas <jonas@example.lt>',
  'jonas@example.lt\n', '"a b"@example.lt', 'group: a@example.lt;', 'jonas@example.lt>', 'jonas', '@example.lt', 'jonas@', 'jonas@localhost', 'a..b@example.lt',
  '.a@example.lt', 'a@-example.lt', 'a@example..lt', `${'a'.repeat(65)}@example.lt`, `a@${'b'.repeat(64)}.lt`, `a@${'b.'.repeat(130)}lt`, '',
  'a@b@example.lt\u0000', 'a b@example.lt',
])('P13: %j is no address, so nothing is sent to it or asks for answers to it', async (address) => {
  const { mailer, received } = await mailServer()
  expect(isMailAddress(address)).toBe(false)
  expect(await mailer.send({ ...letter, to: address })).toMatchObject({ kind: 'refused' })
  expect(await mailer.send({ ...letter, replyTo: address })).toMatchObject({ kind: 'refused' })
  expect(received).toEqual([])
})

test.each(['jonas@example.lt', 'o\'neil+tag@sub.example.co.uk', 'a@1.lt', 'info@žąsis.lt'])('%s is an address', (address) => {
  expect(isMailAddress(address)).toBe(true)
})

test('a receiver that does not exist is refused for good, in the server\'s words', async () => {
  const { mailer } = await mailServer({ nobody: 550 })
  expect(await mailer.send({ ...letter, to: 'nobody@example.lt' })).toEqual({ kind: 'refused', reason: '550 rule 550' })
})

test('a server that asks to come later is asked again later', async () => {
  const { mailer } = await mailServer({ busy: 451 })
  expect(await mailer.send({ ...letter, to: 'busy@example.lt' })).toEqual({ kind: 'unknown', cause: '451 rule 451' })
})

test('a wrong password at our own server does not make payers\' addresses bad', async () => {
  const { port } = await mailServer()
  const mailer = openMailer({ smtpUrl: new Secret(`smtp://user:wrong@127.0.0.1:${port}`), from: 'kvit@example.com' })
  expect(await mailer.send(letter)).toMatchObject({ kind: 'unknown', cause: expect.stringContaining('535') })
  mailer.close()
})

test('a server that is away leaves the letter to be sent again', async () => {
  const mailer = openMailer({ smtpUrl: new Secret('smtp://127.0.0.1:1'), from: 'kvit@example.com' })
  expect(await mailer.send(letter)).toMatchObject({ kind: 'unknown' })
  mailer.close()
})

test('attachments and texts are what was given and never files or addresses of this machine', async () => {
  const { mailer, received } = await mailServer()
  await mailer.send({ ...letter, html: '<img src="/etc/passwd">', text: 'file:///etc/passwd' })
  expect(received[0]?.mail.html).toContain('<img src="/etc/passwd">')
  expect(received[0]?.mail.attachments).toEqual([])
})

test.each(['http://mail.example', 'mail.example', 'smtp://', ''])('%j is no mail server', (url) => {
  expect(() => openMailer({ smtpUrl: new Secret(url), from: 'kvit@example.com' })).toThrow(TypeError)
})

test('a letter with an address of its own for what becomes of it leaves from there, asks how it ended, and looks as before', async () => {
  const { mailer, received } = await mailServer()
  await mailer.send(letter)
  await mailer.send({ ...letter, returnTo: 'bounces+1@kvit.example' })
  expect(received.map(({ from, asked, to, mail }) => ({ from, asked, to, seen: mail.from?.address }))).toEqual([
    { from: 'kvit@example.com', asked: [], to: [letter.to], seen: 'kvit@example.com' },
    { from: 'bounces+1@kvit.example', asked: ['HDRS', 'SUCCESS', 'FAILURE'], to: [letter.to], seen: 'kvit@example.com' },
  ])
  expect(await mailer.send({ ...letter, returnTo: 'a@b.example>\r\nRCPT TO:<evil@example.com' })).toMatchObject({ kind: 'refused' })
})
