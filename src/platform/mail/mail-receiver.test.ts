import { createTransport } from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import { openMailReceiver } from './mail-receiver.ts'
import type { MailReceiver, ReceiverOptions } from './mail-receiver.ts'

const open: MailReceiver[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function receiver(take: ReceiverOptions<string>['take'] = async () => 'taken') {
  const [taken, problems]: [{ to: string; text: string }[], unknown[]] = [[], []]
  const opened = await openMailReceiver<string>({
    host: '127.0.0.1', port: 0, recipientOf: (address) => (address.startsWith('ours') ? address : null), onError: (error) => problems.push(error),
    take(to, raw) {
      taken.push({ to, text: raw.toString() })
      return take(to, raw)
    },
  })
  open.push(opened)
  const send = (to: string | string[], text = 'Subject: x\r\n\r\n.\r\n..\r\nend\r\n'): Promise<number> =>
    createTransport({ host: '127.0.0.1', port: opened.port, ignoreTLS: true }).sendMail({ envelope: { from: '', to: [to].flat() }, raw: text }).then(
      ({ response, rejected }) => (rejected.length > 0 ? 452 : Number(response.slice(0, 3))),
      (error: unknown) => (error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0))
  return { send, taken, problems, opened }
}

test('a letter for one of ours is taken as it was sent', async () => {
  const { send, taken } = await receiver()
  expect(await send('ours@kvit.example')).toBe(250)
  expect(taken).toEqual([{ to: 'ours@kvit.example', text: 'Subject: x\r\n\r\n.\r\n..\r\nend\r\n' }])
})

test('a letter for anybody else is refused before it is sent', async () => {
  const { send, taken } = await receiver()
  expect(await send('theirs@kvit.example')).toBe(550)
  expect(taken).toEqual([])
})

test('a letter has one receiver', async () => {
  const { send, taken } = await receiver()
  expect(await send(['ours@kvit.example', 'ours-too@kvit.example'])).toBe(452)
  expect(taken.map(({ to }) => to)).toEqual(['ours@kvit.example'])
})

test('a letter of more than 4 MiB is refused', async () => {
  const { send, taken } = await receiver()
  expect(await send('ours@kvit.example', `Subject: x\r\n\r\n${'x'.repeat(4 * 1024 * 1024)}\r\n`)).toBe(552)
  expect(taken).toEqual([])
})

test('what could not be dealt with is to be brought again', async () => {
  const later = await receiver(async () => 'later')
  expect(await later.send('ours@kvit.example')).toBe(451)
  const broken = await receiver(async () => { throw new Error('the database is away') })
  expect(await broken.send('ours@kvit.example')).toBe(451)
  expect(broken.problems).toEqual([new Error('the database is away')])
})

test('a port that is taken is told at the start', async () => {
  const { opened } = await receiver()
  await expect(openMailReceiver({ host: '127.0.0.1', port: opened.port, recipientOf: () => null, take: async () => 'taken', onError: () => {} })).rejects.toThrow('EADDRINUSE')
})
