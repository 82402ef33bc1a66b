import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { monthOf, msOf, stampOf } from './moments.ts'
import type { Stamp } from './moments.ts'
import type { Paper } from './papers.ts'

/** A document that has been registered. */
export type Entry = {
  readonly paper: Paper
  readonly fiscalNumber: string
  /** When the server took it. */
  readonly at: Date
  readonly signed: Buffer
  readonly xml: Buffer
  readonly shiftId: number
  readonly isOffline: boolean
  revoked: boolean
  storned: boolean
}

export type Shift = {
  readonly id: number
  readonly openedBy: Entry
  readonly testing: boolean
  zReport: Entry | null
  closedBy: Entry | null
}

/** One time without the server, as its documents tell it. */
type Session = { readonly began: Stamp; last: Stamp; count: number; lastLink: Entry | null }

export type Registrar = {
  readonly number: string
  readonly desk: string
  readonly tin: string
  readonly ipn: string
  readonly seller: string
  readonly point: string
  readonly address: string
  readonly name: string
  /** Of the keys that may work with it. */
  readonly certs: Set<string>
  readonly entries: Entry[]
  readonly shifts: Shift[]
  nextLocal: number
  session: { readonly id: string; readonly seed: string }
  /** The time without the server that is being told, package by package; null where none is. */
  offline: Session | null
  /** Milliseconds that earlier ones lasted, by month. */
  readonly offlineMs: Map<string, number>
}

type Values = Readonly<Record<string, string>>

/** The signer's certificate is named after its token, and is known by nothing else. */
export const certOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 40)

export const newSession = (): Registrar['session'] => ({ id: String(randomInt(1000, 999_999)), seed: String(randomInt(1, 2 ** 47)) })

export type Books = {
  readonly registrars: Map<string, Registrar>
  readonly now: () => Date
  lastFiscal: number
  lastShift: number
}

export const openBooks = (now: () => Date): Books => ({ registrars: new Map(), now, lastFiscal: 1_000_000_000, lastShift: 0 })

/** Throws with the reason if the values are no register's. A known register keeps what it has. */
export function enrol(books: Books, values: Values): void {
  const of = (name: string, fallback = ''): string => values[name] || fallback
  const [number, tin, token] = [of('registerNumber'), of('tin'), of('signerToken')]
  if (!/^[1-9]\d{3,9}$/.test(number) || tin === '' || token === '') throw new Error('a register has registerNumber, tin and signerToken')
  const known = books.registrars.get(number)
  if (known !== undefined) {
    known.certs.add(certOf(token))
    return
  }
  books.registrars.set(number, {
    number, tin, desk: of('deskNumber', '1'), ipn: of('ipn'), seller: of('sellerName', 'ТОВ «Приклад»'), point: of('pointName', 'Крамниця'), address: of('pointAddress'),
    name: `Каса ${number}`, certs: new Set([certOf(token)]), entries: [], shifts: [], nextLocal: 1, session: newSession(), offline: null, offlineMs: new Map(),
  })
}

/** Values for another register of another merchant. */
export function newCredentials(mode: 'test' | 'live'): Values {
  return {
    registerNumber: String(randomInt(4_000_000_000, 4_999_999_999)), deskNumber: String(randomInt(1, 99)), tin: String(randomInt(10_000_000, 99_999_999)),
    ipn: String(randomInt(100_000, 999_999)) + String(randomInt(100_000, 999_999)), sellerName: 'ТОВ «Приклад»', pointName: 'Крамниця', pointAddress: 'м. Київ, вул. Прикладна, 1',
    mode, signerToken: `signer-${randomUUID()}-${randomBytes(8).toString('hex')}`,
  }
}

export const openShiftOf = (registrar: Registrar): Shift | null => registrar.shifts.findLast(({ closedBy }) => closedBy === null) ?? null

/** A copy on which a package is tried: nothing of it counts until all of it is good. */
export const draftOf = (registrar: Registrar): Registrar => ({
  ...registrar, certs: registrar.certs, entries: registrar.entries.map((entry) => ({ ...entry })), shifts: registrar.shifts.map((shift) => ({ ...shift })),
  offline: registrar.offline === null ? null : { ...registrar.offline }, offlineMs: new Map(registrar.offlineMs),
})

const HOUR_MS = 3_600_000
const LONGEST_MS = 36 * HOUR_MS
const MONTH_MS = 168 * HOUR_MS

/** What the law says of the time without the server; null while it is kept. */
export function limitProblem(registrar: Registrar): string | null {
  const { offline } = registrar
  if (offline === null) return null
  if (msOf(offline.last) - msOf(offline.began) > LONGEST_MS) return 'Перевищено 36 годин офлайн-сесії'
  for (const [month, ms] of monthsOf(offline)) {
    if (ms + (registrar.offlineMs.get(month) ?? 0) > MONTH_MS) return `Перевищено 168 годин офлайн за місяць ${month}`
  }
  return null
}

/** How much of a session lies in each of the months it touches. */
function monthsOf({ began, last }: Session): Map<string, number> {
  const [fromMs, toMs] = [msOf(began), msOf(last)]
  const turnMs = msOf({ date: `01${last.date.slice(2)}`, time: '000000' })
  if (monthOf(began) === monthOf(last)) return new Map([[monthOf(began), toMs - fromMs]])
  return new Map([[monthOf(began), turnMs - fromMs], [monthOf(last), toMs - turnMs]])
}

export function endSession(registrar: Registrar): void {
  if (registrar.offline === null) return
  for (const [month, ms] of monthsOf(registrar.offline)) registrar.offlineMs.set(month, (registrar.offlineMs.get(month) ?? 0) + ms)
  registrar.offline = null
  registrar.session = newSession()
}

/** Documents with money that count: neither cancelled nor revoked. */
export const countingIn = (registrar: Registrar, shift: Shift): readonly Entry[] =>
  registrar.entries.filter((entry) => entry.shiftId === shift.id && entry.paper.type === 0 && entry.paper.subtype !== 5 && !entry.storned && !entry.revoked)

/** Minutes without the server of the running session and of this month. */
export function minutesOffline(registrar: Registrar, now: Date): { readonly session: number; readonly month: number } {
  const month = monthOf(stampOf(now))
  const { offline } = registrar
  const sessionMs = offline === null ? 0 : msOf(offline.last) - msOf(offline.began)
  const monthMs = (registrar.offlineMs.get(month) ?? 0) + (offline === null ? 0 : monthsOf(offline).get(month) ?? 0)
  return { session: Math.floor(sessionMs / 60_000), month: Math.floor(monthMs / 60_000) }
}
