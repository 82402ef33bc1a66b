import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { CONNECTORS } from '../connectors/registry.ts'
import { newId } from '../kernel/ids.ts'
import { money } from '../../test/support/builders.ts'
import { methodTitles } from './method-titles.ts'

const merchantId = newId('merchant')
const channel = { id: newId('channel') }
const gone = { id: newId('channel') }
const [paysera] = CONNECTORS
const opened = paysera?.open({ projectId: '1', password: 'x' }, { endpoints: {}, clock: systemClock, facts: null, pinnedProof: null })
const openChannel = async (_: unknown, id: string) => (id === channel.id && opened?.ok ? { open: opened.value } : null)
const titlesOf = (language: 'lt' | 'ka', paid: Parameters<typeof methodTitles>[2]) => methodTitles(openChannel, { merchantId, language }, paid)

test('a method is called as its provider calls it in the language of the reader', async () => {
  const card = { channel, method: 'card', amount: money('25.00') }
  expect((await titlesOf('lt', [card]))(card)).toBe('Mokėjimo kortelė')
  expect((await titlesOf('ka', [card]))(card)).not.toBe('Mokėjimo kortelė')
})

test('what has no method, no channel, or one that is known no longer has no name', async () => {
  const amount = money('25.00')
  const nameless = [
    { channel, method: null, amount }, { channel: null, method: 'card', amount }, { channel: gone, method: 'card', amount },
    { channel, method: 'closed_bank', amount },
  ]
  const titleOf = await titlesOf('lt', nameless)
  expect(nameless.map(titleOf)).toEqual([null, null, null, null])
})
