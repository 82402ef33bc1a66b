import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { ModeJson } from '../merchants/json.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'
import type { Shift, ShiftCashier } from './shift.ts'
import { ReportJson } from './shift-report.ts'

const NamedJson = Type.Object({ id: IdJson('cashier'), name: Type.String() })

const FIELDS = {
  id: IdJson('shift'), register: IdJson('cashRegister'), mode: ModeJson, number: Type.Integer(), state: Type.Enum(['opening', 'open', 'closing', 'closed']),
  openedBy: Nullable(NamedJson), closedBy: Nullable(NamedJson), openedAt: TimeJson, closedAt: Nullable(TimeJson),
  closeAt: Nullable(Type.String({ format: 'date-time', description: 'When it is closed by itself; null: only a person closes it.' })),
  closesBefore: Nullable(Type.String({ format: 'date-time', description: 'The law ends it then; null where no law does.' })),
}

export const ShiftJson = Type.Object(FIELDS, { title: 'Shift' })
export const ShiftWithReportJson = Type.Object({ ...FIELDS, report: ReportJson }, { title: 'ShiftWithReport' })

export const shiftJson = (shift: Shift): Static<typeof ShiftJson> => ({
  id: publicId('shift', shift.id, shift.mode), register: publicId('cashRegister', shift.registerId, shift.mode), mode: shift.mode, number: shift.number,
  state: shift.state, openedBy: namedJson(shift.openedBy), closedBy: namedJson(shift.closedBy), openedAt: shift.openedAt.toISOString(),
  closedAt: shift.closedAt?.toISOString() ?? null, closeAt: shift.state === 'open' || shift.state === 'opening' ? shift.closeAt?.toISOString() ?? null : null,
  closesBefore: shift.closesBefore?.toISOString() ?? null,
})

const namedJson = (cashier: ShiftCashier | null): Static<typeof NamedJson> | null =>
  cashier === null ? null : { id: publicId('cashier', cashier.id, null), name: cashier.name }
