import { afterAll, beforeAll, expect, test } from 'vitest'
import { http } from '../../connectors/conformance-stage.ts'
import { CASH_SALE } from '../conformance-documents.ts'
import { openStage } from '../conformance-stage.ts'
import type { Stage } from '../conformance-stage.ts'
import { registered } from '../registered.ts'
import { checkbox } from './fiscaliser.ts'
import { checkboxSimulator } from './simulator.ts'

/** What the suite of all fiscalisers cannot know of this one. */

const opened: Stage[] = []
const stage = (): Stage => {
  const [only] = opened
  if (only === undefined) throw new Error('the stage is not open yet')
  return only
}
beforeAll(async () => void opened.push(await openStage(registered(checkbox), checkboxSimulator)))
afterAll(() => stage().simulator.stop())

test('a cashier with a PIN is let in, and one with a wrong PIN is not', async () => {
  const till = stage().enrol()
  const { licenceKey = '', taxCodes = '' } = till.credentials
  const withPin = { licenceKey, taxCodes, pin: '9876543210' }
  stage().simulator.enrol(withPin)
  expect(await till.open(withPin).state(http)).toMatchObject({ kind: 'done', value: { shiftOpen: false } })
  expect(await till.open({ ...withPin, pin: '1111111111' }).state(http)).toMatchObject({ kind: 'refused', reason: 'credentials' })
})

test('a token that ran out overnight is replaced without a document being lost or doubled', async () => {
  const till = stage().enrol()
  await till.file({ kind: 'open_shift' })
  await stage().simulator.advance(13 * 3_600_000)
  await till.file({ kind: 'sale', sale: CASH_SALE })
  expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale'])
})

test('a refused Z-report leaves the shift open, and closing it again makes one Z-report', async () => {
  const till = stage().enrol()
  await till.file({ kind: 'open_shift' })
  const closing = await till.draw({ kind: 'close_shift' })
  stage().simulator.befall(till.credentials, 'refuse')
  expect(await till.open().file(closing, http)).toMatchObject({ kind: 'refused', providerCode: expect.stringContaining('DocumentValidationError') })
  expect((await till.state()).shiftOpen).toBe(true)
  expect(await till.open().file(closing, http)).toMatchObject({ kind: 'done' })
  expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'close_shift'])
})

test('a shift that the tax service would not open is refused, and the next try opens it', async () => {
  const till = stage().enrol()
  stage().simulator.befall(till.credentials, 'refuse')
  expect(await till.open().file(await till.draw({ kind: 'open_shift' }), http)).toMatchObject({ kind: 'refused' })
  await till.file({ kind: 'open_shift' })
  expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift'])
})

test('a shift over its 24 hours takes no sale, and is closed by what was drawn before', async () => {
  const till = stage().enrol()
  await till.file({ kind: 'open_shift' })
  const closing = await till.draw({ kind: 'close_shift' })
  const sale = await till.draw({ kind: 'sale', sale: CASH_SALE })
  await stage().simulator.advance(checkbox.longestShiftMs + 60_000)
  expect(await till.open().file(sale, http)).toMatchObject({ kind: 'refused', providerCode: expect.stringContaining('24 годин') })
  expect(await till.open().file(closing, http)).toMatchObject({ kind: 'done' })
})
