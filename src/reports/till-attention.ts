import { sql } from 'kysely'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'
import { formatMoney, formatMoment, say } from '../platform/i18n/format.ts'
import { registerTexts } from '../platform/i18n/register-texts.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import { storeAttention } from '../registers/register-attention.ts'
import type { RegisterAlarm } from '../registers/register-attention.ts'
import type { Place } from './attention.ts'
import type { Reader } from './day-words.ts'

/** What needs a person at a store's tills: alarms of its cash registers, and receipts that the tax service refused. */
type TillItem = {
  readonly kind: RegisterAlarm['alarm']['kind'] | 'receipt_rejected'
  readonly register: string
  readonly receipt: string | null
  readonly text: string
  readonly since: string
}

const SHOWN = 50

/** `count` is of all, also of those that are not shown. */
export async function tillAttention(db: Db, place: Place, reader: Reader): Promise<{ items: TillItem[]; count: number }> {
  const [alarms, { rows: refused }] = await Promise.all([storeAttention(db, place, reader.now), refusedReceipts(db, place)])
  const all = Number(refused[0]?.in_all ?? 0n)
  return { items: [...alarms.map((one) => alarmItem(one, reader)), ...refused.map((row) => refusedItem(row, place, reader))], count: alarms.length + all }
}

type Refused = {
  receipt_id: Id<'receipt'>; register_id: Id<'cashRegister'>; number: string; minor: bigint; currency: string; problem: string | null; since: Date; in_all: bigint
}

const refusedReceipts = (db: Db, { merchantId, storeId, mode }: Place) => sql<Refused>`
  select receipt_id, register_id, number, total_minor + rounding_minor as minor, currency, problem, state_changed_at as since, count(*) over () as in_all
  from receipt where merchant_id = ${merchantId} and store_id = ${storeId} and mode = ${mode} and state = 'rejected'
  order by receipt_id limit ${SHOWN}`.execute(db)

function alarmItem({ register, alarm: { kind, since, before, count } }: RegisterAlarm, { language, timeZone }: Reader): TillItem {
  const when = (at: Date | null) => (at === null ? '' : formatMoment(language, at, timeZone, 'short'))
  const text = say(language, registerTexts[language][`regTrouble_${kind}`], { when: when(since), before: when(before), count })
  return { kind, register: publicId('cashRegister', register.id, register.mode), receipt: null, text: `${register.name}. ${text}`, since: since.toISOString() }
}

function refusedItem(row: Refused, { mode }: Place, { language }: Reader): TillItem {
  const amount = formatMoney(language, { minor: row.minor, currency: storedCurrency(row.currency) })
  return {
    kind: 'receipt_rejected', register: publicId('cashRegister', row.register_id, mode), receipt: publicId('receipt', row.receipt_id, mode),
    text: say(language, shiftTexts[language].receiptRejectedText, { number: row.number, amount, problem: row.problem ?? '' }), since: row.since.toISOString(),
  }
}
