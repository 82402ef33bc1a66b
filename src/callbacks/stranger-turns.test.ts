import { expect, test } from 'vitest'
import { strangerTurns } from './stranger-turns.ts'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)

test('C14 a flood about payments nobody knows is asked about five times at once, then once a second', () => {
  const turns = strangerTurns()
  const answers = Array.from({ length: 1000 }, (_, n) => turns('channel', { id: String(n), now: at(n / 100) }))
  expect(answers.filter((one) => one === 'ask').length).toBe(14)
})

test('fifty of them wait for their turn, and more are only written down', () => {
  const turns = strangerTurns()
  const answers = Array.from({ length: 200 }, (_, n) => turns('channel', { id: String(n), now: at(0) }))
  expect([answers.filter((one) => one === 'wait').length, answers.filter((one) => one === 'park').length]).toEqual([50, 145])
})

test('one that waited is asked about when its turn comes, and leaves room for another', () => {
  const turns = strangerTurns()
  for (let n = 0; n < 55; n++) turns('channel', { id: String(n), now: at(0) })
  expect(turns('channel', { id: 'late', now: at(0) })).toBe('park')
  expect(turns('channel', { id: '7', now: at(1) })).toBe('ask')
  expect(turns('channel', { id: 'later', now: at(1) })).toBe('wait')
})

test('a flood that claims nothing takes no turn from a message that names an attempt', () => {
  const turns = strangerTurns()
  for (let n = 0; n < 1000; n++) turns('channel', { id: String(n), now: at(0) })
  expect(turns('attempt', { id: 'x', now: at(0) })).toBe('ask')
})
