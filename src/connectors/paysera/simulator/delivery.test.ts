import { afterEach, expect, test } from 'vitest'
import { listen, plain, type Answer, type Server } from '../../simulator-server.ts'
import { openAgenda } from '../../simulator-agenda.ts'
import { HABITS } from './habits.ts'
import { openDeliveries, type Callback } from '../../simulator-deliveries.ts'

const HOUR_MS = 3_600_000
const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()))
})

/** A shop that answers so, one answer after the other, the last one for ever. */
async function shop(...answers: readonly [Answer, ...Answer[]]): Promise<Callback> {
  let call = 0
  const server = await listen(0, async () => answers[Math.min(call++, answers.length - 1)] ?? answers[0])
  open.push(server)
  return {
    orderId: 'A', what: 'status 1', says: {}, method: 'GET', url: `${server.url}/cb?data=a`,
    contentType: null, body: '', answerLost: false,
  }
}

const taken: Answer = { status: 200, headers: {}, body: 'OK' }

test('a callback that is answered OK is sent once', async () => {
  const agenda = openAgenda()
  const deliveries = openDeliveries(agenda, HABITS)
  await deliveries.deliver(await shop(taken))
  await agenda.advance(48 * HOUR_MS)
  expect(deliveries.log().map(({ attempt, accepted }) => [attempt, accepted])).toEqual([[1, true]])
})

test('without OK it is sent four times in all: at once, after 1, 3 and 24 hours, and then never again', async () => {
  const agenda = openAgenda()
  const deliveries = openDeliveries(agenda, HABITS)
  const first = await deliveries.deliver(await shop(plain(500, 'no')))
  const hoursAfter = () => deliveries.log().map(({ at }) => Math.round((at.getTime() - first.at.getTime()) / HOUR_MS))
  await agenda.advance(HOUR_MS - 5_000)
  expect(hoursAfter()).toEqual([0])
  await agenda.advance(5_000)
  expect(hoursAfter()).toEqual([0, 1])
  await agenda.advance(100 * HOUR_MS)
  expect(hoursAfter()).toEqual([0, 1, 3, 24])
})

test('repeating ends with the first OK', async () => {
  const agenda = openAgenda()
  const deliveries = openDeliveries(agenda, HABITS)
  await deliveries.deliver(await shop(plain(503, 'wait'), taken))
  await agenda.advance(48 * HOUR_MS)
  expect(deliveries.log().map(({ accepted }) => accepted)).toEqual([false, true])
})

test.each([
  ['a line break after it', { ...taken, body: 'OK\n' }],
  ['a byte order mark before it', { ...taken, body: '\uFEFFOK' }],
  ['quotes around it', { ...taken, body: '"OK"' }],
  ['small letters', { ...taken, body: 'ok' }],
  ['a redirect', { ...taken, status: 302, headers: { location: '/elsewhere' } }],
  ['an error beside it', { ...taken, status: 500 }],
])('OK with %s is not taken for an answer', async (_what, answer) => {
  const agenda = openAgenda()
  const sent = await openDeliveries(agenda, HABITS).deliver(await shop(answer))
  agenda.stop()
  expect(sent.accepted).toBe(false)
})

test('who does not answer in time has not answered', async () => {
  const agenda = openAgenda()
  const server = await listen(0, () => new Promise(() => {}))
  open.push(server)
  const callback = { ...await shop(taken), url: server.url }
  const sent = await openDeliveries(agenda, { ...HABITS, answerWithinMs: 50 }).deliver(callback)
  expect(sent).toMatchObject({ answer: null, accepted: false })
  expect(agenda.planned()).toHaveLength(1)
  agenda.stop()
})

test('an answer lost on its way back brings the same callback again', async () => {
  const agenda = openAgenda()
  const deliveries = openDeliveries(agenda, HABITS)
  await deliveries.deliver({ ...await shop(taken), answerLost: true })
  await agenda.advance(HOUR_MS)
  const [lost, again] = deliveries.log()
  expect(lost).toMatchObject({ answer: null, accepted: false })
  expect(again).toMatchObject({ url: lost?.url, attempt: 2, accepted: true })
})

test('what is planned happens in order of its time, and the clock shows that time meanwhile', async () => {
  const agenda = openAgenda()
  const start = agenda.now().getTime()
  const seen: [string, number][] = []
  const note = (what: string) => async () => {
    seen.push([what, Math.round((agenda.now().getTime() - start) / HOUR_MS)])
  }
  agenda.plan(new Date(start + 2 * HOUR_MS), 'second', note('second'))
  agenda.plan(new Date(start + HOUR_MS), 'first', note('first'))
  await agenda.advance(3 * HOUR_MS)
  expect(seen).toEqual([['first', 1], ['second', 2]])
  expect(Math.round((agenda.now().getTime() - start) / HOUR_MS)).toBe(3)
})

test('the clock also runs by itself', async () => {
  const agenda = openAgenda()
  await new Promise<void>((resolve) => {
    agenda.plan(new Date(agenda.now().getTime() + 10), 'soon', async () => resolve())
  })
  expect(agenda.planned()).toEqual([])
})
