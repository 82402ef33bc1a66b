import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../../kernel/ids.ts'
import { IdJson, idOf } from '../../platform/http/id-param.ts'
import { IdempotencyKey } from '../../platform/http/idempotency.ts'
import { Closed, TimeJson } from '../../platform/http/json.ts'
import { problems, refuse } from '../../platform/http/problem.ts'
import type { App, Routes } from '../../platform/http/route.ts'
import { OneOf, PermissionJson, RoleJson, StoreIdsJson, storeIdsJson, storeIdsOfJson } from '../json.ts'
import { ROLES, permissionsOf } from '../role.ts'
import { invite, withdrawInvitation } from './invite.ts'
import type { InviteError } from './invite.ts'
import { changeMember, removeMember } from './members.ts'
import type { MemberError } from './members.ts'
import { membersOf, openInvitations } from './store.ts'
import { EMAIL_PATTERN } from './user.ts'
import type { PeopleDeps } from './user.ts'

const MemberJson = Type.Object({
  user: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }), role: RoleJson,
  stores: StoreIdsJson, since: TimeJson,
}, { title: 'Member' })

const InvitationJson = Type.Object({
  id: Type.String(), email: Type.String(), role: RoleJson, stores: StoreIdsJson, createdAt: TimeJson, expiresAt: TimeJson,
}, { title: 'Invitation' })

const memberJson = (one: Awaited<ReturnType<typeof membersOf>>[number]): Static<typeof MemberJson> => ({
  user: { id: publicId('user', one.userId, null), name: one.name, email: one.email },
  role: one.role, stores: storeIdsJson(one.storeIds), since: one.since.toISOString(),
})

const invitationJson = (one: Awaited<ReturnType<typeof openInvitations>>[number]): Static<typeof InvitationJson> => ({
  id: publicId('invitation', one.invitation_id, null), email: one.email, role: one.role, stores: storeIdsJson(one.store_ids),
  createdAt: one.created_at.toISOString(), expiresAt: one.expires_at.toISOString(),
})

const MEMBER = {
  not_found: 404, not_givable: 403, last_owner: 409, stores_unknown: 422,
} as const satisfies Record<MemberError['code'], number>
const INVITE = {
  needs_person: 403, not_givable: 403, already_member: 409, stores_unknown: 422, too_many: 429,
} as const satisfies
  Record<InviteError['code'], number>
const NOT_FOUND = { not_found: 404 } as const

export const memberRoutes: Routes<PeopleDeps> = async (app, deps) => {
  readMembers(app, deps)
  changeMembers(app, deps)
  invitations(app, deps)
}

function readMembers(app: App, deps: PeopleDeps): void {
  app.get('/v1/members', {
    config: { permission: 'people.read' },
    schema: {
      operationId: 'listMembers', summary: 'Who works for the merchant.',
      response: { 200: Type.Object({ items: Type.Array(MemberJson) }) },
    },
  }, async (request) => ({ items: (await membersOf(deps.db, request.caller.merchantId)).map(memberJson) }))

  app.get('/v1/roles', {
    config: { signedIn: true },
    schema: {
      operationId: 'listRoles', summary: 'The roles and what each may do.',
      response: { 200: Type.Object({ items: Type.Array(Type.Object({
        role: RoleJson, permissions: Type.Array(PermissionJson),
      })) }) },
    },
  }, async () => ({ items: ROLES.map((role) => ({ role, permissions: [...permissionsOf(role)] })) }))
}

function changeMembers(app: App, deps: PeopleDeps): void {
  const params = Type.Object({ userId: IdJson('user') })
  app.patch('/v1/members/:userId', {
    config: { permission: 'people.manage' },
    schema: {
      operationId: 'changeMember', summary: 'Change a member\'s role or stores; it holds from their next request.', params,
      body: Closed({ role: Type.Optional(RoleJson), stores: Type.Optional(StoreIdsJson) }),
      response: { 200: MemberJson, ...problems(MEMBER) },
    },
  }, async (request, reply) => {
    const { role, stores } = request.body
    const userId = idOf('user', request.params.userId)
    const changed = await changeMember(deps, request.caller, {
      userId, role, storeIds: stores === undefined ? undefined : storeIdsOfJson(stores),
    })
    if (!changed.ok) return refuse(reply, MEMBER, changed.error)
    const member = (await membersOf(deps.db, request.caller.merchantId)).find((one) => one.userId === userId)
    return member === undefined ? refuse(reply, MEMBER, { code: 'not_found' }) : reply.code(200).send(memberJson(member))
  })

  app.delete('/v1/members/:userId', {
    config: { permission: 'people.manage' },
    schema: {
      operationId: 'removeMember', summary: 'Take a member\'s access away.', params,
      response: { 204: Type.Null(), ...problems(MEMBER) },
    },
  }, async (request, reply) => {
    const removed = await removeMember(deps, request.caller, idOf('user', request.params.userId))
    return removed.ok ? reply.code(204).send(null) : refuse(reply, MEMBER, removed.error)
  })
}

function invitations(app: App, deps: PeopleDeps): void {
  const open = (merchantId: Parameters<typeof openInvitations>[1]) => openInvitations(deps.db, merchantId, deps.clock.now())

  app.get('/v1/invitations', {
    config: { permission: 'people.read' },
    schema: {
      operationId: 'listInvitations', summary: 'Invitations not yet accepted.',
      response: { 200: Type.Object({ items: Type.Array(InvitationJson) }) },
    },
  }, async (request) => ({ items: (await open(request.caller.merchantId)).map(invitationJson) }))

  app.post('/v1/invitations', {
    config: { permission: 'people.manage' },
    schema: {
      operationId: 'invite', summary: 'Invite a person by e-mail.', headers: IdempotencyKey,
      body: Closed({ email: Type.String({ pattern: EMAIL_PATTERN, maxLength: 254 }), role: RoleJson, stores: StoreIdsJson }),
      response: { 201: InvitationJson, ...problems(INVITE) },
    },
  }, async (request, reply) => {
    const { email, role, stores } = request.body
    const invited = await invite(deps, request.caller, {
      email, role, storeIds: storeIdsOfJson(stores), language: request.language,
    })
    if (!invited.ok) return refuse(reply, INVITE, invited.error)
    const invitation = (await open(request.caller.merchantId)).find((one) => one.invitation_id === invited.value)
    if (invitation === undefined) throw new Error('an invitation ended while it was made')
    return reply.code(201).send(invitationJson(invitation))
  })

  app.delete('/v1/invitations/:id', {
    config: { permission: 'people.manage' },
    schema: {
      operationId: 'withdrawInvitation', summary: 'Take an invitation back.', params: OneOf('invitation'),
      response: { 204: Type.Null(), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const withdrawn = await withdrawInvitation(deps, request.caller, idOf('invitation', request.params.id))
    return withdrawn.ok ? reply.code(204).send(null) : refuse(reply, NOT_FOUND, withdrawn.error)
  })
}
