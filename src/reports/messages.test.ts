import { expect, test } from 'vitest'
import type { Id } from '../kernel/ids.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, someAttempt, somePlace } from '../../test/support/builders.ts'
import { someMessage } from '../../test/support/some-message.ts'
import { messagesOfAttempts } from './messages.ts'

const { pool } = openTestDatabase()

test('however many messages a payer has a provider send, the newest two hundred are shown in the order in which they came', async () => {
  const place = await somePlace(pool)
  const { attemptId } = await someAttempt(pool, { place, asked: money('5.00') })
  const ids: Id<'inboundMessage'>[] = []
  for (let nth = 0; nth < 205; nth++) ids.push(await someMessage(pool, place, { attemptId }))
  expect((await messagesOfAttempts(pool, place.merchantId, [attemptId])).map(({ id }) => id)).toEqual(ids.slice(5))
})
