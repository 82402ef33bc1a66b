import type pg from 'pg'
import { startOfDay } from '../kernel/business-date.ts'
import { newId, storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { ownJournalName } from '../merchants/accounts/account.ts'
import { recordAudit } from '../merchants/audit.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { recordStatementPayment } from '../payments/record-payment.ts'
import { reversePayment } from '../payments/reverse-payment.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { doEach } from '../platform/jobs/every.ts'
import type { Actor } from '../webhooks/event.ts'
import { candidatesFor, candidatesNamed } from './candidates.ts'
import { letOneStand } from './collective-store.ts'
import { decideLines } from './match-lines.ts'
import type { Candidate, Decision, LineToMatch, Part } from './match-lines.ts'
import { areOwed, findMatch, MOST_UNFINISHED, moveMatch, recordLineEvent, takeOfLine, unfinishedMatches, unfinishedOfAccount } from './match-store.ts'
import type { Match } from './match-store.ts'
import { recordPayout, reversePayout } from './record-payout.ts'
import { findLine } from './store.ts'
import type { StatementLine } from './store.ts'

export type MatchDeps = { readonly db: Db; readonly pool: pg.Pool }

/** Who matches, when, and what they say about it; a match by itself gives the rules as its reason. */
type By = { readonly at: Date; readonly actor: Actor; readonly reason: string }

export type MatchError =
  | { readonly code: 'not_found' | 'line_not_open' | 'match_not_undoable' | 'not_issued' | 'wrong_currency' | 'changed_meanwhile' }
  | { readonly code: 'exceeds_line'; readonly remaining: Money }

type Wanted = { readonly line: StatementLine; readonly parts: readonly Part[]; readonly score: number; readonly reasons: readonly string[] }

const restOf = ({ amount, matched }: StatementLine): Money => ({ minor: amount.minor - matched.minor, currency: amount.currency })

/** Rest of the line, as the rules of matching see it. */
const toMatch = (line: StatementLine): LineToMatch => ({ ...line, amount: restOf(line), isTransfer: line.nature === 'transfer' && line.state === 'open' })

type Suggested = { readonly decisions: readonly Decision[]; readonly candidates: readonly Candidate[] }

/** What a person is offered for each of the lines, by the invoices as they are now. All are of one store and mode. */
export async function suggestionsOf(pool: pg.Pool, lines: readonly StatementLine[]): Promise<Suggested> {
  const [first] = lines
  if (first === undefined) return { decisions: [], candidates: [] }
  const wanted = lines.map(toMatch)
  const candidates = await candidatesFor(pool, first, wanted)
  return { decisions: decideLines(wanted, candidates), candidates }
}

/** What of the lines is beyond doubt. It looks only at invoices that they name, because nothing else ever is. */
export async function decisionsOf(pool: pg.Pool, lines: readonly StatementLine[]): Promise<readonly Decision[]> {
  const [first] = lines
  if (first === undefined) return []
  const wanted = lines.map(toMatch)
  return decideLines(wanted, await candidatesNamed(pool, first, wanted))
}

/**
 * A line, or a part of it, is the payment of one or more invoices. The intent is committed before any money is booked,
 * with the ids the payments will have; a crash in between is finished by `finishMatches`, and never books twice. What Kvit
 * matches by itself is looked at once more as it is written: another process, or the payer, may have been faster.
 */
export async function bookMatch(deps: MatchDeps, wanted: Wanted, by: By): Promise<Result<null, MatchError>> {
  const { line, parts } = wanted
  const taken = parts.reduce((sum, part) => sum + part.amountMinor, 0n)
  if (line.state === 'ignored' || line.state === 'folded' || line.amount.minor <= 0n) return err({ code: 'line_not_open' })
  if (taken > restOf(line).minor || parts.some(({ amountMinor }) => amountMinor < 1n)) return err({ code: 'exceeds_line', remaining: restOf(line) })
  const intended = await inTransaction(deps.db, async (tx) => {
    const mayBook = by.actor !== 'kvit' || await areOwed(tx, line, parts)
    if (!mayBook || !await takeOfLine(tx, line, taken)) return err({ code: 'changed_meanwhile' } as const)
    return ok(await writeIntents(tx, wanted, by))
  })
  if (!intended.ok) return intended
  for (const id of intended.value) {
    const done = await finishMatch(deps, { merchantId: line.merchantId, id }, by)
    if (!done.ok) return done
  }
  return ok(null)
}

async function writeIntents(tx: Tx, { line, parts, score, reasons }: Wanted, { at, actor, reason }: By): Promise<Id<'match'>[]> {
  const ids: Id<'match'>[] = []
  for (const { invoiceId, amountMinor } of parts) {
    const id = newId('match', at.getTime())
    ids.push(id)
    await tx.insertInto('statement_match').values({
      merchant_id: line.merchantId, match_id: id, line_id: line.id, store_id: line.storeId, mode: line.mode, kind: 'invoice', invoice_id: invoiceId,
      booked_id: newId('payment', at.getTime()), amount_minor: amountMinor, state: 'booking', score, reasons: [...reasons], author: actor, created_at: at, state_changed_at: at,
    }).execute()
    await told(tx, line, { type: 'statement_line.matched', match: id, amount: { minor: amountMinor, currency: line.amount.currency } }, { at, actor, reason })
  }
  return ids
}

/** An event for the merchant's systems and a record for the auditor, each with author and reason. */
async function told(
  tx: Tx, line: StatementLine,
  { type, match, amount }: { type: 'statement_line.matched' | 'statement_line.unmatched'; match: Id<'match'>; amount: Money }, { at, actor, reason }: By,
): Promise<void> {
  await recordLineEvent(tx, line, { type, at, actor, data: { match, amount: decimal(amount), currency: amount.currency, reason } })
  await recordAudit(tx, { merchantId: line.merchantId, at, actor, action: type, objectId: line.id, ...(reason === '' ? {} : { reason }) })
}

/** Books what was intended. What the invoice does not take is refused, and the line has it again. */
async function finishMatch(deps: MatchDeps, at: Pick<Match, 'merchantId' | 'id'>, by: By): Promise<Result<null, MatchError>> {
  const match = await findMatch(deps.pool, at.merchantId, at.id)
  const line = match === null ? null : await findLine(deps.pool, at.merchantId, match.lineId)
  const paymentId = match === null ? null : storedId('payment', match.bookedId)
  if (match === null || line === null || match.invoice === null || paymentId === null) return err({ code: 'not_found' })
  const zone = await deps.db.selectFrom('store').select('time_zone').where('merchant_id', '=', at.merchantId).where('store_id', '=', line.storeId).executeTakeFirstOrThrow()
  const day = startOfDay(line.bookedOn, zone.time_zone)
  const booked = await recordStatementPayment(deps.pool, {
    merchantId: at.merchantId, invoiceId: match.invoice.id, paymentId, source: 'statement_line', amount: match.amount, into: ownJournalName(line.accountId),
    receivedAt: day > by.at ? by.at : day, payerName: line.partyName, payerAccount: line.partyAccount, note: line.remittance.slice(0, 500),
  }, { at: by.at, actor: match.author })
  // Others kept writing the invoice: the intent stays, and the schedule finishes it.
  if (!booked.ok && booked.error.code === 'changed_meanwhile') return ok(null)
  await inTransaction(deps.db, async (tx) => {
    const moved = await moveMatch(tx, match, { from: 'booking', to: booked.ok ? 'booked' : 'refused', at: by.at })
    if (moved && !booked.ok) {
      await giveBack(tx, line, match.amount)
      await told(tx, line, { type: 'statement_line.unmatched', match: match.id, amount: match.amount }, { ...by, actor: 'kvit', reason: booked.error.code })
    }
    return ok(null)
  })
  return booked.ok ? ok(null) : err({ code: booked.error.code })
}

/** The line has so much of it again, and waits for it, unless a collective entry or its parts wait instead. */
async function giveBack(tx: Tx, line: StatementLine, { minor }: Money): Promise<void> {
  await takeOfLine(tx, line, -minor)
  await letOneStand(tx, line)
}

const CUT_OFF_MS = 60_000

/** Finishes what a process left behind that died while it matched this account by itself. One that cannot be finished keeps no other waiting. */
export async function finishMatchesOf(
  deps: MatchDeps, { at, account: { merchantId, ...account }, onError }: {
    at: Date; account: Pick<StatementLine, 'merchantId' | 'accountId' | 'mode'>; onError: (error: unknown) => void
  },
): Promise<void> {
  const unfinished = await unfinishedOfAccount(deps.pool, { merchantId, ...account })
  await doEach(unfinished, (id) => finishMatch(deps, { merchantId, id }, { at, actor: 'kvit', reason: '' }), onError)
}

/** Finishes what a process left behind when it died between the intent and the booking. True: there may be more. */
export async function finishMatches(deps: MatchDeps, at: Date, onError: (error: unknown) => void): Promise<boolean> {
  const unfinished = await unfinishedMatches(deps.pool, new Date(at.getTime() - CUT_OFF_MS))
  const failed = await doEach(unfinished, (one) => finishMatch(deps, one, { at, actor: 'kvit', reason: '' }), onError)
  return unfinished.length === MOST_UNFINISHED && failed < MOST_UNFINISHED
}

/** An incoming line is what a provider paid out from a merchant account. */
export async function matchPayout(
  deps: MatchDeps, { line, from, to }: { line: StatementLine; from: MoneyAccount; to: MoneyAccount }, by: By,
): Promise<Result<null, MatchError | { code: 'accounts_differ'; field: 'to' }>> {
  const amount = restOf(line)
  if (line.state !== 'open' || amount.minor <= 0n) return err({ code: 'line_not_open' })
  return inTransaction(deps.db, async (tx) => {
    if (!await takeOfLine(tx, line, amount.minor)) return err({ code: 'changed_meanwhile' } as const)
    const payout = await recordPayout(tx, { mode: line.mode, from, to, amount, paidOn: line.bookedOn, note: by.reason }, by)
    if (!payout.ok) return payout
    const id = newId('match', by.at.getTime())
    await tx.insertInto('statement_match').values({
      merchant_id: line.merchantId, match_id: id, line_id: line.id, store_id: line.storeId, mode: line.mode, kind: 'payout', invoice_id: null, booked_id: payout.value,
      amount_minor: amount.minor, state: 'booked', score: 100, reasons: [], author: by.actor, created_at: by.at, state_changed_at: by.at,
    }).execute()
    await told(tx, line, { type: 'statement_line.matched', match: id, amount }, by)
    return ok(null)
  })
}

/** A match was wrong: its payment or payout is reversed, and the line waits again. */
export async function undoMatch(deps: MatchDeps, match: Match, by: By): Promise<Result<null, MatchError>> {
  const line = await findLine(deps.pool, match.merchantId, match.lineId)
  if (line === null) return err({ code: 'not_found' })
  if (match.state !== 'booked') return err({ code: 'match_not_undoable' })
  const payoutId = storedId('payout', match.bookedId)
  if (match.kind === 'payout' && payoutId !== null) {
    return inTransaction(deps.db, (tx) => loosen(tx, { line, match }, by, () => reversePayout(tx, { merchantId: match.merchantId, payoutId, amount: match.amount }, by)))
  }
  const paymentId = storedId('payment', match.bookedId)
  if (match.invoice === null || paymentId === null) return err({ code: 'not_found' })
  const reversed = await reversePayment(deps, {
    merchantId: match.merchantId, invoiceId: match.invoice.id, paymentId, amount: match.amount, from: ownJournalName(line.accountId), reason: by.reason,
  }, by)
  // Reversed already: a process died between the two, and the rest is done now.
  if (!reversed.ok && reversed.error.code !== 'already_reversed') return err({ code: reversed.error.code === 'changed_meanwhile' ? 'changed_meanwhile' : 'match_not_undoable' })
  return inTransaction(deps.db, (tx) => loosen(tx, { line, match }, by, () => Promise.resolve()))
}

/** Frees the line of its match, once; `reverse` is done only then. */
async function loosen(
  tx: Tx, { line, match }: { line: StatementLine; match: Match }, by: By, reverse: () => Promise<void>,
): Promise<Result<null, MatchError>> {
  if (!await moveMatch(tx, match, { from: 'booked', to: 'undone', at: by.at })) return err({ code: 'changed_meanwhile' })
  await reverse()
  await giveBack(tx, line, match.amount)
  await told(tx, line, { type: 'statement_line.unmatched', match: match.id, amount: match.amount }, by)
  return ok(null)
}

/** A line that is nobody's invoice is put aside, or taken up again. */
export const setIgnored = (deps: MatchDeps, line: StatementLine, isIgnored: boolean, by: By): Promise<Result<null, MatchError>> =>
  inTransaction(deps.db, async (tx) => {
    const done = await tx.updateTable('statement_line').set({ state: isIgnored ? 'ignored' : 'open' }).where('merchant_id', '=', line.merchantId)
      .where('line_id', '=', line.id).where('state', '=', isIgnored ? 'open' : 'ignored').where('matched_minor', '=', 0n).executeTakeFirst()
    if (done.numUpdatedRows !== 1n) return err({ code: 'line_not_open' })
    await letOneStand(tx, line)
    const type = isIgnored ? 'statement_line.ignored' : 'statement_line.reopened'
    await recordLineEvent(tx, line, { type, at: by.at, actor: by.actor, data: { reason: by.reason } })
    await recordAudit(tx, { merchantId: line.merchantId, at: by.at, actor: by.actor, action: type, objectId: line.id, ...(by.reason === '' ? {} : { reason: by.reason }) })
    return ok(null)
  })
