import { Type } from 'typebox'
import type { Static } from 'typebox'
import { deliveriesOfInvoice, DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import { businessDate, isBusinessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { visibleInvoice } from '../invoices/visible-invoice.ts'
import { visibleStore } from '../merchants/stores/scope.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, DateJson, Nullable, TimeJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { changeSchedule, comingHolidays, offeredSchedule } from './change-schedule.ts'
import type { ScheduleSettings } from './change-schedule.ts'
import { remindNow, reminderOutlook, STOPS } from './remind.ts'
import type { Outlook, RemindDeps, RemindError } from './remind.ts'
import { setPaused } from './pause.ts'
import { scheduleOf } from './store.ts'
import { InvoiceParams } from '../invoices/json.ts'

type ReminderDeps = RemindDeps & { readonly clock: Clock }

const STATUS = { not_found: 404, not_issued: 409, nothing_to_pay: 409, payment_in_flight: 409, no_recipient: 422 } as const satisfies
  Record<RemindError['code'], number>
const LOOKING = { not_found: 404 } as const

const TimeOfDay = (description: string) => Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$', examples: ['09:00'], description })

const ScheduleFields = {
  isOn: Type.Boolean(),
  steps: Type.Array(Type.Integer({ minimum: -60, maximum: 365 }), {
    minItems: 1, maxItems: 10, description: 'Days after the due date on which a payer is reminded; negative before it.', examples: [[-3, 1, 7, 14]],
  }),
  sendFrom: TimeOfDay('From this hour of the store\'s day reminders leave.'),
  sendUntil: TimeOfDay('From this hour on they wait for the next day.'),
  skipsWeekends: Type.Boolean({ description: 'A reminder of a Saturday or Sunday waits for the next working day.' }),
  skipsHolidays: Type.Boolean({ description: 'So does one of a public holiday of the store\'s country.' }),
  daysOff: Type.Array(DateJson, { maxItems: 100, description: 'More days without reminders: holidays of the shop, days off by decree.' }),
}
const NewScheduleJson = Closed(ScheduleFields)
const ScheduleJson = Type.Object({
  ...ScheduleFields,
  holidays: Type.Array(DateJson, { description: 'Public holidays of the store\'s country within a year, as Kvit knows them.' }),
}, { title: 'ReminderSchedule' })

const OutlookJson = Type.Object({
  next: Nullable(Type.Object({
    at: TimeJson, step: Type.Integer({ description: 'Days after the due date; negative before it.' }),
  })),
  stopped: Nullable(Type.Enum(STOPS, { description: 'Why none goes by itself; null when one is coming.' })),
  isPaused: Type.Boolean({ description: 'A person took this invoice out of the schedule.' }),
}, { title: 'InvoiceReminders' })

export const reminderRoutes: Routes<ReminderDeps> = async (app, deps) => {
  scheduleOfStore(app, deps)
  remindersOfInvoice(app, deps)
}

function scheduleOfStore(app: App, { db, clock, isHoliday }: ReminderDeps): void {
  const answer = async (store: StoreRow): Promise<Static<typeof ScheduleJson>> => {
    const schedule = await scheduleOf(db, { merchantId: store.merchant_id, storeId: store.store_id }) ?? offeredSchedule(store.country)
    return scheduleJson(schedule, comingHolidays({ country: store.country, today: businessDate(clock.now(), store.time_zone), isHoliday }))
  }
  app.get('/v1/stores/:id/reminders', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'readReminderSchedule', summary: 'When the store reminds its payers; before it has decided, what it is offered.', tags: ['Reminders'],
      params: Closed({ id: IdJson('store') }), response: { 200: ScheduleJson, ...problems(LOOKING) },
    },
  }, async (request, reply) => {
    const store = await visibleStore(db, request.caller, idOf('store', request.params.id))
    return store === null ? refuse(reply, LOOKING, { code: 'not_found' }) : reply.send(await answer(store))
  })

  app.put('/v1/stores/:id/reminders', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'changeReminderSchedule', summary: 'Set when the store reminds its payers. What was due before is not made up for.', tags: ['Reminders'],
      params: Closed({ id: IdJson('store') }), body: NewScheduleJson, response: { 200: ScheduleJson, ...problems(LOOKING) },
    },
  }, async (request, reply) => {
    const store = await visibleStore(db, request.caller, idOf('store', request.params.id))
    if (store === null) return refuse(reply, LOOKING, { code: 'not_found' })
    const settings = settingsIn(request.body)
    await inTransaction(db, (tx) => changeSchedule(tx, store, settings, { at: clock.now(), actor: actorOf(request.caller) }))
    return reply.send(await answer(store))
  })
}

function remindersOfInvoice(app: App, deps: ReminderDeps): void {
  const { db, clock, isHoliday } = deps
  app.get('/v1/invoices/:id/reminders', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readInvoiceReminders', summary: 'When the invoice\'s next reminder goes, or why none does.', tags: ['Reminders'],
      params: InvoiceParams, response: { 200: OutlookJson, ...problems(LOOKING) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, LOOKING, { code: 'not_found' })
    return reply.send(outlookJson(await reminderOutlook({ db, isHoliday }, invoice, clock.now())))
  })

  app.put('/v1/invoices/:id/reminders', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'pauseReminders', summary: 'Take an invoice out of the schedule, or back into it.', tags: ['Reminders'],
      params: InvoiceParams, body: Closed({ isPaused: Type.Boolean() }), response: { 200: OutlookJson, ...problems(LOOKING) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse(reply, LOOKING, { code: 'not_found' })
    const by = { by: actorOf(request.caller), at: clock.now() }
    await inTransaction(db, (tx) => setPaused(tx, invoice, request.body.isPaused, by))
    return reply.send(outlookJson(await reminderOutlook({ db, isHoliday }, invoice, clock.now())))
  })

  app.post('/v1/invoices/:id/reminders', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'sendReminder', summary: 'Remind the payer now, whatever the schedule says. Refused while a payment is under way.', tags: ['Reminders'],
      params: InvoiceParams, headers: IdempotencyKey, body: Closed({}), response: { 201: DeliveryJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return refuse<RemindError>(reply, STATUS, { code: 'not_found' })
    const sent = await remindNow(deps, invoice, { by: actorOf(request.caller), at: clock.now() })
    if (!sent.ok) return refuse<RemindError>(reply, STATUS, sent.error)
    const delivery = (await deliveriesOfInvoice(db, { merchantId: invoice.merchantId, invoiceId: invoice.id })).find((one) => one.id === sent.value)
    if (delivery === undefined) throw new Error('a delivery vanished after it was written')
    return reply.code(201).send(deliveryJson(delivery))
  })
}

/** Throws `InvalidInput` for days that do not exist and for hours in which nothing could leave. */
function settingsIn({ sendFrom, sendUntil, ...rest }: Static<typeof NewScheduleJson>): ScheduleSettings {
  const [from, until] = [minutesOf(sendFrom), minutesOf(sendUntil)]
  const wrong: WrongField[] = rest.daysOff.flatMap((day, at) => (isBusinessDate(day) ? [] : [{ field: `daysOff/${at}`, code: 'malformed' }]))
  // Half an hour is enough for a sweep that stood still for a while.
  if (until < from + 30) wrong.push({ field: 'sendUntil', code: 'malformed' })
  if (wrong.length > 0) throw new InvalidInput(wrong)
  return { ...rest, sendFrom: from, sendUntil: until }
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

const timeOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const scheduleJson = (schedule: ScheduleSettings, holidays: readonly string[]): Static<typeof ScheduleJson> => ({
  isOn: schedule.isOn, steps: [...schedule.steps], sendFrom: timeOf(schedule.sendFrom), sendUntil: timeOf(schedule.sendUntil),
  skipsWeekends: schedule.skipsWeekends, skipsHolidays: schedule.skipsHolidays, daysOff: [...schedule.daysOff], holidays: [...holidays],
})

const outlookJson = (outlook: Outlook): Static<typeof OutlookJson> => (outlook.kind === 'coming'
  ? { next: { at: outlook.next.at.toISOString(), step: outlook.next.step }, stopped: null, isPaused: false }
  : { next: null, stopped: outlook.because, isPaused: outlook.isPaused })
