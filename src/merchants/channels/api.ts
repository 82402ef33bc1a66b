import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { IdJson, idOf } from '../../platform/http/id-param.ts'
import { IdempotencyKey } from '../../platform/http/idempotency.ts'
import { Closed } from '../../platform/http/json.ts'
import { problems, refuse } from '../../platform/http/problem.ts'
import type { App, Routes } from '../../platform/http/route.ts'
import { OneOf } from '../json.ts'
import { ChannelJson, ConnectorJson, connectorJson, describeChannels } from './channel-json.ts'
import type { DescribeDeps } from './channel-json.ts'
import { addChannel, renameChannel } from './connect.ts'
import type { AddError } from './connect.ts'
import { endFormer, giveCredentials } from './give-credentials.ts'
import type { CredentialsError } from './give-credentials.ts'
import { findChannel, goLive, resumeChannel, seesChannel, suspendChannel, tickStep } from './move-channel.ts'
import type { LiveError, MoveError, StepError } from './move-channel.ts'
import { channelsOf } from './store.ts'
import { verifyChannel } from './verify.ts'
import type { VerifyError } from './verify.ts'

const NOT_FOUND = { not_found: 404 } as const
const ADD = { not_found: 404, not_allowed: 403, connector_unknown: 422, invalid: 422 } as const satisfies Record<AddError['code'], number>
const CREDENTIALS = {
  not_found: 404, connector_unknown: 409, credentials_for_tests: 409, credentials_unchecked: 409, invalid: 422, credentials_refused: 422,
} as const satisfies Record<CredentialsError['code'], number>
const STEP = { not_found: 404, step_not_yours: 409 } as const satisfies Record<StepError['code'], number>
const VERIFY = {
  not_found: 404, connector_unknown: 409, channel_not_ready: 409, verification_impossible: 409,
} as const satisfies
  Record<VerifyError['code'], number>
const LIVE = {
  not_found: 404, not_allowed: 403, channel_wrong_state: 409, channel_not_ready: 409, credentials_for_tests: 409, store_in_test: 409,
} as const satisfies Record<LiveError['code'], number>
const MOVE = { not_found: 404, channel_wrong_state: 409 } as const satisfies Record<MoveError['code'], number>

export const channelRoutes: Routes<DescribeDeps> = async (app, deps) => {
  readChannels(app, deps)
  connectChannels(app, deps)
  guideChannels(app, deps)
  openChannels(app, deps)
}

/** Answers the channel as it is now. */
async function sendChannel(
  deps: DescribeDeps, reply: FastifyReply, { channelId, status }: { channelId: Id<'channel'>; status: 200 | 201 },
): Promise<FastifyReply> {
  const { caller, language } = reply.request
  const row = await findChannel(deps.db, caller, channelId)
  if (row === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
  const [channel] = await describeChannels(deps, [row], language)
  return reply.code(status).send(channel)
}

function readChannels(app: App, deps: DescribeDeps): void {
  app.get('/v1/connectors', {
    config: { permission: 'channels.read' },
    schema: {
      operationId: 'listConnectors', summary: 'The providers that can be connected, in the reader\'s language.',
      response: { 200: Type.Object({ items: Type.Array(ConnectorJson) }) },
    },
  }, async (request) => ({ items: deps.connectors.map((one) => connectorJson(one, request.language)) }))

  app.get('/v1/channels', {
    config: { permission: 'channels.read' },
    schema: {
      operationId: 'listChannels', summary: 'The channels of a store, or of all stores one may see.',
      querystring: Closed({ store: Type.Optional(IdJson('store')) }),
      response: { 200: Type.Object({ items: Type.Array(ChannelJson) }) },
    },
  }, async (request) => {
    const { merchantId, storeIds } = request.caller
    const { store } = request.query
    const rows = await channelsOf(deps.db, {
      merchantId, storeId: store === undefined ? null : idOf('store', store), among: storeIds,
    })
    return { items: await describeChannels(deps, rows.filter((row) => seesChannel(request.caller, row)), request.language) }
  })

  app.get('/v1/channels/:id', {
    config: { permission: 'channels.read' },
    schema: {
      operationId: 'readChannel', summary: 'One channel.', params: OneOf('channel'),
      response: { 200: ChannelJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => sendChannel(deps, reply, { channelId: idOf('channel', request.params.id), status: 200 }))
}

const ChannelName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

function connectChannels(app: App, deps: DescribeDeps): void {
  app.post('/v1/channels', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'addChannel', headers: IdempotencyKey,
      summary: 'Begin to connect a provider; with `account`, for a merchant account of the store. Without `name` it is called after the provider, told apart from other channels of the store.',
      body: Closed({ store: IdJson('store'), connector: Type.String({ maxLength: 50 }), account: Type.Optional(IdJson('moneyAccount')), name: Type.Optional(ChannelName) }),
      response: { 201: ChannelJson, ...problems(ADD) },
    },
  }, async (request, reply) => {
    const { store, connector, account, name = null } = request.body
    const added = await addChannel(deps, request.caller, {
      storeId: idOf('store', store), connector, accountId: account === undefined ? null : idOf('moneyAccount', account), name,
    })
    return added.ok ? sendChannel(deps, reply, { channelId: added.value, status: 201 }) : refuse(reply, ADD, added.error)
  })

  app.patch('/v1/channels/:id', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'renameChannel', summary: 'Call a channel by another name.', params: OneOf('channel'),
      body: Closed({ name: ChannelName }),
      response: { 200: ChannelJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const renamed = await renameChannel(deps, request.caller, { channelId, name: request.body.name })
    return renamed.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, NOT_FOUND, renamed.error)
  })

  app.put('/v1/channels/:id/credentials', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'giveCredentials',
      summary: 'Give the provider\'s credentials; an empty secret keeps the stored one. The provider is asked first where it can be: what it does not accept changes nothing (`credentials_refused`), nor does what it says nothing about (`credentials_unchecked`) without `evenUnchecked`. Of a live channel, callbacks signed with a secret that is replaced are accepted until `formerKeyUntil`.',
      params: OneOf('channel'),
      body: Closed({ values: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 })), evenUnchecked: Type.Optional(Type.Boolean()) }),
      response: { 200: ChannelJson, ...problems(CREDENTIALS) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const { values, evenUnchecked = false } = request.body
    const given = await giveCredentials(deps, request.caller, { channelId, values, evenUnchecked })
    return given.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, CREDENTIALS, given.error)
  })

  app.delete('/v1/channels/:id/former-key', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'endFormerKey', summary: 'Refuse at once callbacks that were signed with a secret before the present ones.',
      params: OneOf('channel'), response: { 200: ChannelJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const ended = await endFormer(deps, request.caller, channelId)
    return ended.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, NOT_FOUND, ended.error)
  })
}

function guideChannels(app: App, deps: DescribeDeps): void {
  app.post('/v1/channels/:id/steps/:stepId', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'tickStep', summary: 'Tick a step of the guide, or take the tick back.', headers: IdempotencyKey,
      params: Type.Object({ id: IdJson('channel'), stepId: Type.String({ maxLength: 60 }) }),
      body: Closed({ done: Type.Boolean() }), response: { 200: ChannelJson, ...problems(STEP) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const ticked = await tickStep(deps, request.caller, {
      channelId, stepId: request.params.stepId, isDone: request.body.done,
    })
    return ticked.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, STEP, ticked.error)
  })

  app.post('/v1/channels/:id/verification', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'verifyChannel', summary: 'Ask the provider what can be asked without paying.',
      headers: IdempotencyKey, params: OneOf('channel'),
      body: Closed({}), response: { 200: ChannelJson, ...problems(VERIFY) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const verified = await verifyChannel(deps, request.caller, channelId)
    return verified.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, VERIFY, verified.error)
  })
}

function openChannels(app: App, deps: DescribeDeps): void {
  app.post('/v1/channels/:id/live', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'makeChannelLive',
      summary: 'Take real money through this channel; opens the store too where `openStore` says so.',
      headers: IdempotencyKey,
      params: OneOf('channel'), body: Closed({ openStore: Type.Optional(Type.Boolean()) }),
      response: { 200: ChannelJson, ...problems(LIVE) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const { caller, body: { openStore = false } } = request
    if (openStore && !caller.permissions.has('stores.manage')) return refuse(reply, LIVE, { code: 'not_allowed' })
    const live = await goLive(deps, caller, { channelId, openStore })
    return live.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, LIVE, live.error)
  })

  app.post('/v1/channels/:id/suspension', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'suspendChannel', summary: 'Stop new payments through this channel.', headers: IdempotencyKey,
      params: OneOf('channel'),
      body: Closed({ reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) }),
      response: { 200: ChannelJson, ...problems(MOVE) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const suspended = await suspendChannel(deps, request.caller, { channelId, reason: request.body.reason })
    return suspended.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, MOVE, suspended.error)
  })

  app.delete('/v1/channels/:id/suspension', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'resumeChannel', summary: 'End the suspension.', params: OneOf('channel'),
      response: { 200: ChannelJson, ...problems(MOVE) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const resumed = await resumeChannel(deps, request.caller, channelId)
    return resumed.ok ? sendChannel(deps, reply, { channelId, status: 200 }) : refuse(reply, MOVE, resumed.error)
  })
}
