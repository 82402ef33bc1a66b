import { expect, test } from 'vitest'
import { readReceipt, spellingsOf } from './receipt.ts'

const TEXT = 'id:0123456789 sub:001 dlvrd:001 submit date:2611021200 done date:2611021201 stat:DELIVRD err:000 text:Hello'
const receipt = (text: string, more: object = {}) => readReceipt({ esm_class: 4, source_addr: '37061234567', short_message: { message: text }, ...more })

test('a receipt is read by the names of its fields, whatever their case and order', () => {
  expect(receipt(TEXT)).toEqual({ messageId: '0123456789', receiver: '37061234567', state: 'delivered', said: 'DELIVRD 000' })
  expect(receipt('stat: undeliv ERR:012 ID:abc')).toMatchObject({ messageId: 'abc', state: 'failed', said: 'UNDELIV 012' })
  expect(receipt('', { receipted_message_id: '7', message_state: 3 })).toMatchObject({ messageId: '7', state: 'failed', said: 'EXPIRED' })
})

test('a state that nobody has written down is neither success nor failure', () => {
  expect(receipt('id:1 stat:SKIPPED err:000')).toMatchObject({ state: 'unknown', said: 'SKIPPED 000' })
  expect(receipt('id:1', { message_state: 77 })).toMatchObject({ state: 'unknown', said: 'state 77' })
})

test('an answer of the payer is no receipt, and neither is one that names no message', () => {
  expect(readReceipt({ esm_class: 0, short_message: { message: TEXT } })).toBeNull()
  expect(receipt('stat:DELIVRD')).toBeNull()
})

test('an id is the same in hexadecimal and in decimal, with and without zeros before it', () => {
  expect(spellingsOf('0123456789')).toContain('75bcd15')
  expect(spellingsOf('75BCD15')).toContain('123456789')
  expect(spellingsOf('a-b')).toEqual(['a-b'])
})
