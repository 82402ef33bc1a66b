import { expect, test } from 'vitest'
import { applyQueue } from './apply-queue.ts'

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const state = { begun: false }
  return { state, end: resolve, work: () => { state.begun = true; return promise } }
}

const settled = () => new Promise((resolve) => { setImmediate(resolve) })

test('while providers wait for their acknowledgement, messages are applied one at a time; then as many as may be', async () => {
  const queue = applyQueue({ concurrency: 3, capacity: 10, onError: () => {} })
  const arrival = held()
  const messages = [held(), held(), held(), held()]
  const acknowledged = queue.acknowledging(arrival.work)
  for (const message of messages) queue.add(message.work)
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([true, false, false, false])

  arrival.end()
  await acknowledged
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([true, true, true, false])

  for (const message of messages) message.end()
  await queue.idle()
  expect(messages.every((one) => one.state.begun)).toBe(true)
})

test('in a crowd of arrivals, one message is applied for every ten that were acknowledged', async () => {
  const queue = applyQueue({ concurrency: 3, capacity: 10, onError: () => {} })
  const crowd = Array.from({ length: 20 }, held)
  for (const { work } of crowd) void queue.acknowledging(work)
  const messages = [held(), held()]
  for (const message of messages) queue.add(message.work)
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([false, false])

  for (const { end } of crowd.slice(0, 9)) end()
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([false, false])
  crowd[9]?.end()
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([true, false])
})

test('in a crowd the sweep takes its turns from what waits, and is let go when the crowd is gone', async () => {
  const queue = applyQueue({ concurrency: 3, capacity: 10, onError: () => {} })
  const crowd = Array.from({ length: 20 }, held)
  for (const { work } of crowd) void queue.acknowledging(work)
  const message = held()
  queue.add(message.work)
  const swept: number[] = []
  for (const nth of [1, 2, 3]) void queue.turn().then(() => swept.push(nth))
  for (const { end } of crowd.slice(0, 10)) end()
  await settled()
  expect({ swept, waiting: !message.state.begun }).toEqual({ swept: [1], waiting: true })

  for (const { end } of crowd.slice(10, 13)) end()
  await settled()
  expect({ swept, waiting: !message.state.begun }).toEqual({ swept: [1, 2, 3], waiting: false })
  message.end()
})

test('a stream of arrivals that never ends does not stop the books', async () => {
  const queue = applyQueue({ concurrency: 3, capacity: 10, onError: () => {} })
  void queue.acknowledging(held().work)
  const messages = [held(), held()]
  for (const message of messages) {
    queue.add(message.work)
    message.end()
  }
  await settled()
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([true, true])
})

test('an arrival that fails holds nobody back', async () => {
  const queue = applyQueue({ concurrency: 2, capacity: 10, onError: () => {} })
  await expect(queue.acknowledging(() => Promise.reject(new Error('the database is away')))).rejects.toThrow('away')
  const messages = [held(), held()]
  for (const message of messages) queue.add(message.work)
  await settled()
  expect(messages.map((one) => one.state.begun)).toEqual([true, true])
  for (const message of messages) message.end()
  await queue.idle()
})

test('what does not fit is left for the sweep', () => {
  const queue = applyQueue({ concurrency: 1, capacity: 1, onError: () => {} })
  expect([held(), held(), held()].map(({ work }) => queue.add(work))).toEqual([true, true, false])
})
