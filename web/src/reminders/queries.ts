import { queryOptions } from '@tanstack/react-query'
import { api, asked } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { ReminderSchedule, ReminderScheduleFields } from '../api/nouns.ts'

const path = (id: string) => ({ params: { path: { id } } })

export const scheduleQuery = (store: string) => queryOptions({
  queryKey: ['reminder schedule', store],
  queryFn: () => asked(api.GET('/v1/stores/{id}/reminders', path(store))),
})

export const useChangeSchedule = (store: string, then: (schedule: ReminderSchedule) => void) => useCommand({
  changes: ['reminder schedule', 'invoice reminders'], then,
  run: (body: ReminderScheduleFields) => asked(api.PUT('/v1/stores/{id}/reminders', { ...path(store), body })),
})

/** `changed` is any text that differs when the invoice does, so that it is asked anew with it. */
export const invoiceRemindersQuery = (id: string, changed: string) => queryOptions({
  queryKey: ['invoice reminders', id, changed],
  queryFn: () => asked(api.GET('/v1/invoices/{id}/reminders', path(id))),
})

export const usePauseReminders = (id: string, then: () => void) => useCommand({
  changes: ['invoice reminders'], then,
  run: (isPaused: boolean) => asked(api.PUT('/v1/invoices/{id}/reminders', { ...path(id), body: { isPaused } })),
})

export const useRemind = (id: string, then: () => void) => useCommand({
  changes: ['invoice reminders', 'invoice', 'timeline'], then,
  run: (_: null, headers) => asked(api.POST('/v1/invoices/{id}/reminders', { ...path(id), body: {}, headers })),
})
