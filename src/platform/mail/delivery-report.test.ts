import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnedLetter } from '../../../test/support/returned-letter.ts'
import type { Told } from '../../../test/support/returned-letter.ts'
import { readDeliveryReport } from './delivery-report.ts'

const read = (text: string) => readDeliveryReport(Buffer.from(text))
const NO_USER: Told = { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 <jonas@payer.example>: Recipient address rejected: User unknown' }

test('a returned letter says why, in the words of the server that refused it', async () => {
  expect(await read(returnedLetter([NO_USER]))).toEqual({ kind: 'failed', said: '550 5.1.1 <jonas@payer.example>: Recipient address rejected: User unknown' })
})

test('the status code stands before words that do not have it, and alone where there are none', async () => {
  expect(await read(returnedLetter([{ action: 'Failed', status: '5.2.2', diagnostic: 'X-Postfix; mailbox is full' }]))).toEqual({ kind: 'failed', said: '5.2.2 mailbox is full' })
  expect(await read(returnedLetter([{ action: 'failed (final)', status: '5.0.0 (undefined)' }]))).toEqual({ kind: 'failed', said: '5.0.0' })
})

test('a queue whose patience ran out is an end, although its cause was temporary', async () => {
  expect(await read(returnedLetter([{ action: 'failed', status: '4.4.1', diagnostic: 'X-Postfix; connect to mx.payer.example: Connection timed out' }])))
    .toEqual({ kind: 'failed', said: '4.4.1 connect to mx.payer.example: Connection timed out' })
})

test('words over several lines are one line, clipped and without anything that a screen would obey', async () => {
  const report = await read(returnedLetter([{ ...NO_USER, diagnostic: `smtp; 550 5.1.1 no\r\n  such\r\n\tuser \u202e${'x\u0007'.repeat(300)}` }]))
  if (report?.kind !== 'failed') throw new Error('not failed')
  expect(report.said).toMatch(/^550 5\.1\.1 no such user x/)
  expect(report.said).toHaveLength(250)
  expect(report.said).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
})

test('a letter that arrived is delivered', async () => {
  expect(await read(returnedLetter([{ action: 'delivered', status: '2.0.0', diagnostic: 'smtp; 250 2.0.0 Ok' }]))).toEqual({ kind: 'delivered' })
})

test.each<[string, readonly Told[]]>([
  ['a letter that waits', [{ action: 'delayed', status: '4.4.1', diagnostic: 'smtp; 450 greylisted' }]],
  ['one that was passed to a server that tells nothing', [{ action: 'relayed', status: '2.0.0' }]],
  ['one that went to a list', [{ action: 'expanded', status: '2.0.0' }]],
  ['a failure with the status of success', [{ action: 'failed', status: '2.0.0' }]],
  ['a success with the status of failure', [{ action: 'delivered', status: '5.1.1' }]],
  ['a failure without a status', [{ action: 'failed', status: null }]],
  ['a status that is none', [{ action: 'failed', status: '5.1.1.1' }]],
  ['another action', [{ action: 'failedish', status: '5.1.1' }]],
  ['no receiver at all', []],
  ['two receivers of whom one has it', [NO_USER, { action: 'delivered', status: '2.0.0' }]],
  ['two receivers of whom one still waits', [{ action: 'delayed', status: '4.0.0' }, NO_USER]],
])('%s is no end', async (_what, told) => {
  expect(await read(returnedLetter(told))).toBeNull()
})

test.each([
  ['an absence note', 'From: jonas@payer.example\r\nSubject: Re: Undelivered\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'],
  ['a mixed letter with such a part', returnedLetter([NO_USER], { type: 'multipart/mixed; boundary="=_b"' })],
  ['a report of another kind', returnedLetter([NO_USER], { type: 'multipart/report; report-type=disposition-notification; boundary="=_b"' })],
  ['a report without its part', returnedLetter([NO_USER]).replace('message/delivery-status', 'text/plain')],
  ['two reports in one', returnedLetter([NO_USER]).replace('text/rfc822-headers', 'message/delivery-status')],
  ['a returned letter that somebody passed on', `Subject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n${returnedLetter([NO_USER])}`],
  ['nothing', ''],
])('%s is no report', async (_what, text) => {
  expect(await read(text)).toBeNull()
})

test('no letter is too strange to be read, and only one that says so is an end', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.string(), async (bytes, words) => {
    expect(await readDeliveryReport(Buffer.from(bytes))).toBeNull()
    const report = await read(returnedLetter([{ action: 'failed', status: '5.1.1', diagnostic: `smtp; ${words.replaceAll(/[\r\n]/g, '')}` }]))
    expect(report?.kind).toBe('failed')
  }))
})
