import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { RegisteredFiscaliser } from '../fiscalisers/contract.ts'
import { publicId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { ConnectorFieldJson, fieldJson, GuideStepJson, stepJson } from '../merchants/channels/channel-json.ts'
import { ModeJson } from '../merchants/json.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { MoneyJson, moneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import { OFFLINE_STATES, OFFLINE_STOPS } from './find-offline.ts'
import type { OfflineNow } from './find-offline.ts'
import { CLOSINGS, OPENINGS } from './register.ts'
import type { CashRegister } from './register.ts'
import { attentionOf, REGISTER_ALARMS } from './register-attention.ts'
import type { RegisterAttention } from './register-attention.ts'
import { refOf } from './register.ts'
import { registerRow, secretsOf, textsOf } from './register-store.ts'

export const FiscaliserJson = Type.Object({
  id: Type.String(), name: Type.String(), currencies: Type.Array(Type.String()), worksOffline: Type.Boolean(),
  longestShiftHours: Type.Number(), fields: Type.Array(ConnectorFieldJson), guide: Type.Array(GuideStepJson),
}, { title: 'Fiscaliser' })

/** The fiscal service with its texts in one language. */
export const fiscaliserJson = (
  { id, name, currencies, offline, longestShiftMs, fields, guide }: RegisteredFiscaliser, language: Language,
): Static<typeof FiscaliserJson> => ({
  id, name, currencies: [...currencies], worksOffline: offline !== null, longestShiftHours: longestShiftMs / 3_600_000,
  fields: fields.map((field) => fieldJson(field, language)), guide: guide.map((step) => stepJson(step, language)),
})

/** `HH:MM` of the store's clock. */
export const ClockJson = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['23:30'] })

export const AttentionItemJson = Type.Object({
  kind: Type.Enum([...REGISTER_ALARMS]), since: TimeJson,
  before: Nullable(TimeJson), count: Type.Integer({ description: 'How many documents it is about.' }),
}, { title: 'RegisterAttention' })

export const OfflineJson = Type.Object({
  state: Type.Enum([...OFFLINE_STATES], {
    description: 'ready: it could go on without the tax service. no_numbers: that has given nothing to number receipts by. running: it works without it. over: the law allows no more. stopped: the tax service did not take what was made.',
  }),
  since: Nullable(TimeJson), until: Nullable(Type.String({ format: 'date-time', description: 'By the law it ends then.' })),
  toTell: Type.Integer({ description: 'Documents that the tax service has still to hear of.' }),
  monthMinutes: Type.Integer({ description: 'Without the tax service in this calendar month.' }),
  problem: Nullable(Type.String({ description: 'What the tax service said to what it did not take.' })),
  stop: Nullable(Type.Enum([...OFFLINE_STOPS], {
    description: 'Why nothing may be sold; null: it may. offline_none: there is nothing to number receipts by. offline_unknown: a receipt was on its way, so that the next number is not known. offline_ending: the tax service has not the end of an earlier time without it. offline_over: the law allows no more. offline_stopped: the tax service did not take what was made.',
  })),
}, { title: 'RegisterOffline' })

export const offlineJson = ({ state, since, until, toTell, monthSpentMs, problem, stop }: OfflineNow): Static<typeof OfflineJson> => ({
  state, since: since?.toISOString() ?? null, until: until?.toISOString() ?? null, toTell, monthMinutes: Math.floor(monthSpentMs / 60_000), problem, stop,
})

export const RegisterJson = Type.Object({
  id: IdJson('cashRegister'), store: IdJson('store'), mode: ModeJson, name: Type.String(), state: Type.Enum(['active', 'closed']), currency: Type.String(),
  timeZone: Type.String({ description: 'IANA name of the zone of its store’s clock.', examples: ['Europe/Kyiv'] }),
  fiscaliser: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  fiscalNumber: Nullable(Type.String({ description: 'The tax service’s number of it, as its fiscal service told it last.' })),
  settings: Type.Record(Type.String(), Type.String()),
  secretsSet: Type.Array(Type.String(), { description: 'Secret fields that have a value.' }),
  guide: Type.Record(Type.String(), Type.String(), {
    description: 'Steps of a fiscal service’s guide that are done, as service/step, and when; also of one that is not given yet.',
  }),
  opens: Type.Enum([...OPENINGS]), opensAt: Nullable(ClockJson), closes: Type.Enum([...CLOSINGS]), closesAt: Nullable(ClockJson),
  deferredHours: Type.Integer({ description: 'How long a receipt waits for its money where nothing else is said.' }),
  rounding: Type.Object(MoneyJson.properties, { ...MoneyJson, description: 'Step to which cash is rounded; zero: it is not.' }),
  paymentNames: Type.Record(Type.String(), Type.String(), { description: 'How receipts name a means of payment, where not as the law’s table does.' }),
  trouble: Nullable(Type.Object({ since: TimeJson, said: Type.String() }, { description: 'The fiscal service does not answer, or does not take what it is told.' })),
  attention: Type.Array(AttentionItemJson), createdAt: TimeJson,
}, { title: 'CashRegister' })

/** Cash registers of one merchant as the API shows them. */
export async function describeRegisters(
  { db, fiscalisers }: { readonly db: Db; readonly fiscalisers: readonly RegisteredFiscaliser[] }, registers: readonly CashRegister[], at: Date,
): Promise<Static<typeof RegisterJson>[]> {
  const attention = await attentionOf(db, registers, at)
  return Promise.all(registers.map(async (register) => {
    const [row, secrets] = await Promise.all([registerRow(db, refOf(register)), secretsOf(db, refOf(register))])
    const name = fiscalisers.find(({ id }) => id === register.fiscaliser)?.name
    return {
      ...registerJson(register), settings: textsOf(row?.settings), guide: textsOf(row?.guide), secretsSet: secrets.map(({ field }) => field),
      fiscaliser: register.fiscaliser === null ? null : { id: register.fiscaliser, name: name ?? register.fiscaliser },
      attention: (attention.get(register.id) ?? []).map(attentionJson),
    }
  }))
}

const registerJson = (register: CashRegister) => ({
  id: publicId('cashRegister', register.id, register.mode), store: publicId('store', register.storeId, null), mode: register.mode, name: register.name,
  state: register.state, currency: register.currency, timeZone: register.timeZone, fiscalNumber: register.fiscalNumber, opens: register.opens, opensAt: clockText(register.opensAt),
  closes: register.closes, closesAt: clockText(register.closesAt), deferredHours: register.deferredHours,
  rounding: moneyJson({ minor: register.roundingMinor, currency: register.currency }), paymentNames: { ...register.paymentNames },
  trouble: register.troubleSince === null ? null : { since: register.troubleSince.toISOString(), said: register.trouble ?? '' },
  createdAt: register.createdAt.toISOString(),
})

export const attentionJson = ({ kind, since, before, count }: RegisterAttention): Static<typeof AttentionItemJson> =>
  ({ kind, since: since.toISOString(), before: before?.toISOString() ?? null, count })

const clockText = (minute: number | null): string | null =>
  minute === null ? null : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Minute of the day in text that `ClockJson` let through. */
export function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}
