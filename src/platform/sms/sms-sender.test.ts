import { afterEach, expect, test } from 'vitest'
import { startSmsCatcher } from '../../sandbox/sms-catcher.ts'
import type { SmsCatcher } from '../../sandbox/sms-catcher.ts'
import { Secret } from '../../kernel/secret.ts'
import { freePort } from '../http/free-port.ts'
import type { SmsReceipt } from './receipt.ts'
import { openSmsSender } from './sms-sender.ts'
import type { SmsSender } from './sms-sender.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

const centre = async (port = 0): Promise<SmsCatcher> => {
  const started = await startSmsCatcher({ page: 0, smpp: port })
  open.push({ close: () => started.stop() })
  return started
}

const TIMING = { answerMs: 400, enquireMs: 200, reconnectMs: 20, slowestMs: 50, slowerMs: 5 }

function sender(smsUrl: string, receive: (receipt: SmsReceipt) => Promise<void> = async () => {}): { sms: SmsSender; problems: string[] } {
  const problems: string[] = []
  const sms = openSmsSender({
    smsUrl: new Secret(smsUrl), from: 'Kvit', onReceipt: receive, timing: TIMING,
    onError: (error) => problems.push(error instanceof Error ? error.message : String(error)),
  })
  sms.open()
  open.push(sms)
  return { sms, problems }
}

test('a text arrives letter by letter, whatever its alphabet and however many parts it takes', async () => {
  const catcher = await centre()
  const { sms } = sender(catcher.smsUrl)
  const texts = ['Invoice 1, €25 {net}', 'Ačiū, kad perkate', 'გადასახდელია '.repeat(20), `${'a'.repeat(152)}€${'b'.repeat(152)}`]
  for (const text of texts) expect((await sms.send({ to: '+37061234567', text })).kind).toBe('taken')
  expect(catcher.messages().map(({ text, parts, to, from }) => ({ text, parts, to, from }))).toEqual(
    texts.map((text, at) => ({ text, parts: [1, 1, 4, 3][at], to: '37061234567', from: 'Kvit' })))
})

test('the centre’s later word about each part is told under an id that leads to it', async () => {
  const catcher = await centre()
  const receipts: SmsReceipt[] = []
  const { sms } = sender(catcher.smsUrl, async (receipt) => void receipts.push(receipt))
  const taken = await sms.send({ to: '+37061230404', text: 'x'.repeat(161) })
  expect(taken).toMatchObject({ kind: 'taken', messageIds: ['1000000001', '1000000002'] })
  await expect.poll(() => receipts.length).toBe(2)
  expect(receipts[0]).toMatchObject({ messageId: '3B9ACA01', receiver: '37061230404', state: 'failed', said: 'UNDELIV 001' })
})

test('a receipt that could not be stored is refused, so that the centre sends it again', async () => {
  const catcher = await centre()
  const { sms, problems } = sender(catcher.smsUrl, async () => { throw new Error('the database is away') })
  await sms.send({ to: '+37061234567', text: 'x' })
  await expect.poll(() => problems).toContain('the database is away')
})

test('a centre that asks to go slower is asked again, for a while', async () => {
  const catcher = await centre()
  const { sms } = sender(catcher.smsUrl)
  expect((await sms.send({ to: '+37061230058', text: 'x' })).kind).toBe('taken')
  expect(await sms.send({ to: '+37061230059', text: 'x' })).toMatchObject({ kind: 'not_sent', cause: 'too many messages at once (0x58)' })
  expect(catcher.messages()).toHaveLength(1)
})

test('a number that is none is refused for good', async () => {
  const { sms } = sender((await centre()).smsUrl)
  expect(await sms.send({ to: '+37061230011', text: 'x' })).toEqual({ kind: 'refused', reason: 'no such number (0x0b)' })
})

test('an answer that does not come is unknown, never sent a second time by the client, and other messages go on', async () => {
  const catcher = await centre()
  const { sms } = sender(catcher.smsUrl)
  expect((await sms.send({ to: '+37061230000', text: 'x' })).kind).toBe('unknown')
  expect((await sms.send({ to: '+37061230002', text: 'x' })).kind).toBe('unknown')
  expect((await sms.send({ to: '+37061234567', text: 'y' })).kind).toBe('taken')
  expect(catcher.messages().map(({ to }) => to)).toEqual(['37061230000', '37061234567'])
})

test('a centre that is away leaves the message unsent, and one that comes back is found again', async () => {
  const port = await freePort(0)
  const { sms, problems } = sender(`smpp://kvit:kvit@127.0.0.1:${port}`)
  expect((await sms.send({ to: '+37061234567', text: 'x' })).kind).toBe('not_sent')
  const first = await startSmsCatcher({ page: 0, smpp: port })
  expect((await sms.send({ to: '+37061234567', text: 'first' })).kind).toBe('taken')
  await first.stop()
  const second = await centre(port)
  await expect.poll(async () => (await sms.send({ to: '+37061234567', text: 'second' })).kind).toBe('taken')
  expect(second.messages().at(-1)?.text).toBe('second')
  expect(problems.join(' ')).toContain('no connection')
})

test('a wrong password is told, and never written into the sentence', async () => {
  const catcher = await centre()
  const { sms, problems } = sender(catcher.smsUrl.replace('kvit:kvit', 'kvit:hush-hush'))
  expect((await sms.send({ to: '+37061234567', text: 'x' })).kind).toBe('not_sent')
  expect(problems.join(' ')).toContain('refused name or password (0x0e)')
  expect(problems.join(' ')).not.toContain('hush')
})
