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

test('messages that another process has settled keep nobody waiting for longer than a minute', () => {
  const turns = strangerTurns()
  for (let n = 0; n < 55; n++) turns('channel', { id: String(n), now: at(0) })
  for (let n = 0; n < 5; n++) turns('channel', { id: `burst ${n}`, now: at(61) })
  expect(turns('channel', { id: 'late', now: at(61) })).toBe('wait')
})

test('one that the sweep brings again and again keeps its place', () => {
  const turns = strangerTurns()
  const round = (second: number) => Array.from({ length: 55 }, (_, n) => turns('channel', { id: String(n), now: at(second) }))
  round(0)
  for (let second = 40; second <= 200; second += 40) {
    for (let n = 0; n < 5; n++) turns('channel', { id: `new ${second} ${n}`, now: at(second) })
    round(second)
  }
  expect(turns('channel', { id: 'late', now: at(201) })).toBe('ask')
  expect(turns('channel', { id: 'later', now: at(201) })).toBe('park')
})

test('C14 messages looked at side by side, out of the order of their stamps, gain no question by it', () => {
  const turns = strangerTurns()
  const answers = Array.from({ length: 1000 }, (_, n) => turns('channel', { id: String(n), now: at(n % 2 === 0 ? 10 : 9) }))
  expect(answers.filter((one) => one === 'ask').length).toBeLessThanOrEqual(6)
})
