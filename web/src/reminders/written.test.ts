import { expect, test } from 'vitest'
import { faultsIn, fieldsOf, stepOf, writtenOf } from './written.ts'

const FIELDS = { isOn: true, steps: [-3, 0, 7], sendFrom: '09:00', sendUntil: '18:00', skipsWeekends: true, skipsHolidays: false, daysOff: ['2026-12-31'] }
const SCHEDULE = { ...FIELDS, holidays: [] }
const TEXTS = { notDays: 'days', twice: 'twice', notDay: (text: string) => text }

test('a schedule comes back as it was written', () => {
  expect(fieldsOf(writtenOf(SCHEDULE))).toEqual(FIELDS)
  expect(faultsIn(writtenOf(SCHEDULE), TEXTS)).toEqual([])
})

test('what is no number of days, stands there twice or is no date is named', () => {
  const written = writtenOf(SCHEDULE)
  const steps = [{ key: 'a', days: '0', side: 'before' }, { key: 'b', days: '0', side: 'after' }, { key: 'c', days: '1.5', side: 'after' }] as const
  expect(faultsIn({ ...written, steps, daysOff: '2026-12-31, 2026-02-30' }, TEXTS).map(({ field, message }) => [field, message])).toEqual([
    ['steps/1', 'twice'], ['steps/2', 'days'], ['daysOff', '2026-02-30'],
  ])
  expect(stepOf({ key: '', days: '61', side: 'before' })).toBeNull()
  expect(stepOf({ key: '', days: '61', side: 'after' })).toBe(61)
})
