import type pg from 'pg'
import { Type } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import { methodTitles } from '../payments/method-titles.ts'
import type { ChannelOpener } from '../payments/method-titles.ts'
import { visibleAttempt } from '../payments/visible.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson, idWithMode } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { ReportedAttemptJson, reportedAttemptJson } from './detail-json.ts'
import { readerIn } from './invoice-api.ts'
import { findMessage, messageBriefJson, MessageJson, messageJson, MessagesJson, messagesOfAttempts } from './messages.ts'

export type AttemptReportDeps = { readonly db: Db; readonly pool: pg.Pool; readonly clock: Clock; readonly openChannel: ChannelOpener }

const NOT_FOUND = { not_found: 404 } as const

/** An attempt with what was heard of it, and the messages themselves. */
export const attemptReportRoutes: Routes<AttemptReportDeps> = async (app, deps) => {
  const { pool, openChannel } = deps
  app.get('/v1/attempts/:id', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getAttempt', summary: 'One attempt, what is awaited of it, and the messages about it.', tags: ['Payments'],
      params: Closed({ id: IdJson('attempt') }),
      response: { 200: Type.Object({ ...ReportedAttemptJson.properties, messages: MessagesJson }), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const { caller, language } = request
    const { merchantId } = caller
    const attempt = await visibleAttempt(pool, caller, request.params.id)
    if (attempt === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const [reader, messages, titleOf] = await Promise.all([
      readerIn(deps, request, attempt.storeId),
      messagesOfAttempts(pool, merchantId, [attempt.id]),
      methodTitles(openChannel, { merchantId, language }, [{ ...attempt, amount: attempt.asked }]),
    ])
    return reply.send({ ...reportedAttemptJson(attempt, { caller, reader, titleOf }), messages: messages.map(messageBriefJson) })
  })

  app.get('/v1/messages/:id', {
    config: { permission: 'messages.read' },
    schema: {
      operationId: 'getMessage', summary: 'What a provider sent, as it came.', tags: ['Payments'],
      params: Closed({ id: IdJson('inboundMessage') }), response: { 200: MessageJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const { id, mode } = idWithMode('inboundMessage', request.params.id)
    const message = await findMessage(pool, request.caller.merchantId, id)
    const isTheirs = message !== null && message.mode === mode && isVisible(request.caller, message)
    return isTheirs ? reply.send(messageJson(message)) : refuse(reply, NOT_FOUND, { code: 'not_found' })
  })
}
