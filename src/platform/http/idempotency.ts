import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Clock } from '../../kernel/clock.ts'
import { Secret } from '../../kernel/secret.ts'
import type { Place, Vault } from '../crypto/vault.ts'
import type { Db } from '../db/database.ts'
import { actorOf } from './caller.ts'
import type { Caller } from './caller.ts'
import { sendProblem } from './problem.ts'

/** Header of every POST that acts for a merchant; an API key must send it. */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ description: 'The same again with the same input repeats the answer. Kept for 24 hours at least.' })),
})

/** Kept answers are sealed: they hold links that open something by themselves. */
export type Idempotency = { readonly db: Db; readonly clock: Clock; readonly vault: Vault }

/** After this long without an answer the first request is taken to have been cut off. Longer than any request lives. */
const AT_WORK_MS = 60_000

/** Answers that say nothing was tried, so that the same key may be used for the next try. */
const NOTHING_TRIED = new Set([429, 503])

/** The key this request has claimed and must give an answer for. */
export type Claim = { readonly caller: Caller; readonly key: string }

/**
 * Claims the key of a POST for this request, or answers in its place: the kept answer for the same input, a refusal
 * for other input or while the first request is still at work. A first request that was cut off is never repeated
 * by itself, because nobody knows how far it came; only a route with `ownKey` finds that out, and is asked again.
 */
export async function claimKey(
  request: FastifyRequest, reply: FastifyReply, { db, clock, vault }: Idempotency,
): Promise<FastifyReply | undefined> {
  const { caller } = request
  const key = request.headers['idempotency-key']
  if (key === undefined) {
    return caller.kind === 'api_key' ? sendProblem(reply, { status: 422, code: 'idempotency_key_missing' }) : undefined
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) return sendProblem(reply, { status: 422, code: 'idempotency_key_malformed' })
  const now = clock.now()
  const requestHash = hashOf(request)
  const found = await claim(db, { caller, key, requestHash, at: now })
  if (found === 'claimed') {
    request.idempotencyClaim = { caller, key }
    return undefined
  }
  if (found === 'at_work') return atWork(reply)
  if (!found.request_hash.equals(requestHash)) return sendProblem(reply, { status: 422, code: 'idempotency_key_reused' })
  const isCutOff = found.status === null && now.getTime() - found.created_at.getTime() > AT_WORK_MS
  const isToAskAgain = request.routeOptions.config.ownKey === true && found.answer === null && (found.status !== null || isCutOff)
  if (isToAskAgain) {
    if (!await takeOver(db, { caller, key, found, at: now })) return atWork(reply)
    request.idempotencyClaim = { caller, key }
    return undefined
  }
  if (found.status === null) {
    return isCutOff ? sendProblem(reply, { status: 409, code: 'idempotency_cut_off' }) : atWork(reply)
  }
  if (found.answer === null && found.status !== 204) return sendProblem(reply, { status: 409, code: 'idempotency_not_kept' })
  const type = found.status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8'
  const answer = found.answer === null ? '' : vault.unseal(
    Buffer.from(found.answer, 'base64'), placeOf({ caller, key }),
  ).reveal()
  return reply.code(found.status).type(type).header('idempotency-replayed', 'true').serializer(asItIs).send(answer)
}

const placeOf = ({ caller, key }: Claim): Place => ({ merchantId: caller.merchantId, objectId: actorOf(caller), field: `idempotency ${key}` })

const asItIs = (payload: unknown): string => String(payload)

const atWork = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply.header('retry-after', '1'), { status: 409, code: 'idempotency_at_work' })

function hashOf({ method, url, body, routeOptions: { config: { ageField } } }: FastifyRequest): Buffer {
  const withoutAge = (name: string, value: unknown): unknown => (name === ageField ? undefined : value)
  return createHash('sha256').update(`${method}\n${url}\n${JSON.stringify(body ?? null, withoutAge)}`).digest()
}

type Kept = { request_hash: Buffer; status: number | null; answer: string | null; created_at: Date }
type Found = { claimed: boolean } & (Kept | { [Column in keyof Kept]: null })

/** One statement. `at_work` when another request claimed the key in the same moment. */
async function claim(
  db: Db, { caller, key, requestHash, at }: Claim & { requestHash: Buffer; at: Date },
): Promise<Kept | 'claimed' | 'at_work'> {
  const { merchantId } = caller
  const { rows: [row] } = await sql<Found>`
    with claimed as (
      insert into idempotency_key (merchant_id, caller, key, request_hash, created_at)
      values (${merchantId}, ${actorOf(caller)}, ${key}, ${requestHash}, ${at})
      on conflict do nothing returning 1
    )
    select exists (select from claimed) as claimed, k.request_hash, k.status, k.answer, k.created_at
    from (select) as one
    left join idempotency_key k on k.merchant_id = ${merchantId} and k.caller = ${actorOf(caller)} and k.key = ${key}`.execute(db)
  if (row?.claimed === true) return 'claimed'
  return row === undefined || row.request_hash === null ? 'at_work' : row
}

/** Whether of all requests that found this row the present one goes on with it. */
async function takeOver(db: Db, { caller, key, found, at }: Claim & { found: Kept; at: Date }): Promise<boolean> {
  const { numAffectedRows } = await sql`update idempotency_key set status = null, created_at = ${at}
    where merchant_id = ${caller.merchantId} and caller = ${actorOf(caller)} and key = ${key}
      and created_at = ${found.created_at} and status is not distinct from ${found.status} and answer is null`.execute(db)
  return numAffectedRows === 1n
}

/**
 * Keeps the answer under the claimed key, before it is sent. A secret answer, any while the vault is locked, and what is
 * no success on a route with `ownKey`, is kept as a mark only.
 */
export async function keepAnswer(
  request: FastifyRequest, reply: FastifyReply, payload: unknown, { db, vault }: Idempotency,
): Promise<void> {
  const claim = request.idempotencyClaim
  if (claim === null) return
  request.idempotencyClaim = null
  const { caller: { merchantId }, key } = claim
  const caller = actorOf(claim.caller)
  if (NOTHING_TRIED.has(reply.statusCode)) {
    await sql`delete from idempotency_key where merchant_id = ${merchantId} and caller = ${caller} and key = ${key}`.execute(db)
    return
  }
  const { secretAnswer, ownKey } = request.routeOptions.config
  const isMarkOnly = (reply.statusCode < 300 ? secretAnswer : ownKey) === true
  const isKept = !isMarkOnly && !vault.isLocked && typeof payload === 'string' && payload !== ''
  const answer = isKept ? vault.seal(new Secret(payload), placeOf(claim)).toString('base64') : null
  await sql`update idempotency_key set status = ${reply.statusCode}, answer = ${answer}
    where merchant_id = ${merchantId} and caller = ${caller} and key = ${key}`.execute(db)
}
