import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Letter } from './letters.ts'
import { startMailCatcher, type MailCatcher } from './mail-catcher.ts'

let catcher: MailCatcher

beforeAll(async () => {
  catcher = await startMailCatcher({ page: 0, smtp: 0 })
})

afterAll(() => catcher.stop())

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const get = (path: string): Promise<Response> => fetch(catcher.pageUrl + path)

async function send(letter: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]): Promise<Letter> {
  await createTransport(catcher.smtpUrl).sendMail({ from: 'Rūta <shop@kvit.example>', to: 'jonas@example.org', ...letter })
  const caught = catcher.letters().at(-1)
  if (caught === undefined) throw new Error('nothing was caught')
  return caught
}

let invoice: Letter
beforeEach(async () => {
  invoice = await send({
    to: 'Jonas <jonas@example.org>', bcc: 'hidden@example.org', subject: 'Sąskaita ქვითარი <b>',
    text: 'Sumokėkite čia: https://kvit.example/pay/1',
    html: '<p>Sumokėkite <a href="https://kvit.example/pay/1">čia</a> <img src="cid:logo"><script>alert(1)</script>',
    attachments: [
      { filename: 'sąskaita.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' },
      { filename: 'logo.png', content: PNG, cid: 'logo', contentType: 'image/png' },
      { filename: 'page.html', content: '<script>alert(1)</script>', contentType: 'text/html' },
    ],
  })
})

test('a caught letter is read as its receiver would read it', () => {
  expect(invoice).toMatchObject({
    from: 'Rūta <shop@kvit.example>', to: 'Jonas <jonas@example.org>', subject: 'Sąskaita ქვითარი <b>',
    text: expect.stringContaining('https://kvit.example/pay/1'),
  })
  expect(invoice.sender).toBe('shop@kvit.example')
  expect(invoice.recipients).toEqual(['jonas@example.org', 'hidden@example.org'])
  expect(invoice.attachments.map(({ name, mimeType }) => [name, mimeType])).toEqual([
    ['logo.png', 'image/png'], ['sąskaita.pdf', 'application/pdf'], ['page.html', 'text/html'],
  ])
})

test('the list names the newest first, and nothing of a letter becomes markup of the page', async () => {
  const newer = await send({ subject: 'newer', text: 'x' })
  const page = await (await get('/')).text()
  expect(page.indexOf(`/letters/${newer.number}"`)).toBeLessThan(page.indexOf(`/letters/${invoice.number}"`))
  expect(page).toContain('Sąskaita ქვითარი &lt;b&gt;')
})

test('the letter’s HTML may neither run nor fetch anything, shows its own pictures, and opens links beside itself', async () => {
  const shown = await get(`/letters/${invoice.number}/html`)
  const policy = shown.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/sandbox(?!.*allow-scripts)/)
  const body = await shown.text()
  expect(body).toContain(`data:image/png;base64,${PNG.toString('base64')}`)
  expect(body).toContain('<base target="_blank">')
  expect(await (await get(`/letters/${invoice.number}`)).text()).not.toContain('<script>')
})

test('files are opened where that is safe and saved where it is not', async () => {
  const pdf = await get(`/letters/${invoice.number}/files/1`)
  expect(await pdf.text()).toBe('%PDF-1.7')
  expect(pdf.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''${encodeURIComponent('sąskaita.pdf')}`)
  const page = await get(`/letters/${invoice.number}/files/2`)
  expect([page.headers.get('content-type'), page.headers.get('content-disposition')]).toEqual(
    ['application/octet-stream', "attachment; filename*=UTF-8''page.html"])
})

test('the source is kept as it came, and a program reads letters as JSON', async () => {
  expect(Buffer.from(await (await get(`/letters/${invoice.number}/raw`)).arrayBuffer()).equals(invoice.raw)).toBe(true)
  const all: unknown = await (await get('/letters.json')).json()
  expect(all).toContainEqual(expect.objectContaining({ number: invoice.number, subject: invoice.subject, html: invoice.html }))
})

test('a letter without HTML shows its text, and an unknown one is said to be unknown', async () => {
  const { number } = await send({ subject: 'plain', text: 'Tik <tekstas>' })
  expect(await (await get(`/letters/${number}`)).text()).toContain('Tik &lt;tekstas&gt;')
  expect((await get('/letters/99999')).status).toBe(404)
})

test('any name and password are welcome', async () => {
  const transport = createTransport({ url: catcher.smtpUrl.replace('//', '//user:secret@') })
  await expect(transport.verify()).resolves.toBe(true)
})

test('a browser finds the icon it asks every server for', async () => {
  const icon = await get('/favicon.ico')
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})
