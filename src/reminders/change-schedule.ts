import type { BusinessDate } from '../kernel/business-date.ts'
import { changeBetween, recordAudit } from '../merchants/audit.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import type { Tx } from '../platform/db/database.ts'
import type { HolidayCalendar } from './holidays.ts'
import { putSchedule, scheduleOf } from './store.ts'
import type { StoredSchedule } from './store.ts'

export type ScheduleSettings = Omit<StoredSchedule, 'inForceSince'>

/**
 * What a store without a schedule is offered, switched off. In Ukraine public holidays are working days as long as martial
 * law lasts (law 2136-IX, article 6), so there they are not skipped unless a store says so.
 */
export const offeredSchedule = (country: string): ScheduleSettings => ({
  isOn: false, steps: [-3, 1, 7, 14], sendFrom: 9 * 60, sendUntil: 18 * 60, skipsWeekends: true, skipsHolidays: country !== 'UA', daysOff: [],
})

/**
 * Gives the store this schedule. Switched on, or with other steps, it is in force from now: nobody is reminded of what
 * was due before. Other changes hold for the reminders that are still to come.
 */
export async function changeSchedule(
  tx: Tx, { merchant_id: merchantId, store_id: storeId }: Pick<StoreRow, 'merchant_id' | 'store_id'>, next: ScheduleSettings, { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const before = await scheduleOf(tx, { merchantId, storeId })
  const steps = [...new Set(next.steps)].toSorted((a, b) => a - b)
  const isSame = before !== null && before.isOn && next.isOn && String(before.steps) === String(steps)
  const daysOff = [...new Set(next.daysOff)].toSorted()
  await putSchedule(tx, { merchantId, storeId }, { ...next, steps, daysOff, inForceSince: isSame ? before.inForceSince : at })
  await recordAudit(tx, {
    merchantId, at, actor, action: 'store.changed', objectId: storeId,
    change: changeBetween({ ...before }, { ...next, steps, daysOff }),
  })
}

/** The public holidays of the next twelve months on which a store of this country does not remind. */
export function comingHolidays({ country, today, isHoliday }: { country: string; today: BusinessDate; isHoliday: HolidayCalendar }): BusinessDate[] {
  const first = Temporal.PlainDate.from(today)
  return Array.from({ length: 365 }, (_, n) => first.add({ days: n }).toString()).filter((day) => isHoliday(country, day))
}
