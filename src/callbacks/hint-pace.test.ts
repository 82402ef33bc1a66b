import { expect, test } from 'vitest'
import { hintPace } from './hint-pace.ts'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)

test('a provider that gives no answer is asked again more and more rarely, and as often as ever once it has answered', () => {
  const pace = hintPace()
  const message = { receivedAt: at(0) }
  const asked: number[] = []
  for (let second = 1; second <= 3000; second++) {
    if (pace.turn('payment', { ...message, now: at(second) }) !== 'ask') continue
    asked.push(second)
    pace.unanswered('payment')
  }
  expect(asked).toEqual([1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1623, 2223, 2823])
  expect(pace.turn('payment', { ...message, now: at(3423) })).toBe('ask')
  expect(pace.turn('payment', { ...message, now: at(3423) })).toBe('asked')
  expect(pace.turn('payment', { receivedAt: at(3424), now: at(3424) })).toBe('ask')
})
