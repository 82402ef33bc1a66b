import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../api/nouns.ts'
import { useMay, useSession } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { EditMember, Invite, RemoveMember } from './member-dialogs.tsx'
import { invitationsQuery, membersQuery, useWithdraw } from './queries.ts'
import { RolesTable } from './roles-table.tsx'

export function People() {
  const { t } = useReader()
  const may = useMay()
  const [inviting, setInviting] = useState(false)
  return (
    <div className="settings">
      <div className="settings-head">
        <p className="quiet">{t('peopleIntro')}</p>
        {may('people.manage') && <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setInviting(true)}>{t('invite')}</Button>}
      </div>
      <Members />
      <Invitations />
      <RolesTable />
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </div>
  )
}

function Members() {
  const { t } = useReader()
  const may = useMay()
  const when = useWhen()
  const session = useSession()
  const [editing, setEditing] = useState<Member | null>(null)
  const [removing, setRemoving] = useState<Member | null>(null)
  const { data, error } = useQuery(membersQuery)
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Waiting />
  const storesOf = ({ stores }: Member) =>
    stores === null ? t('storesAll') : session.stores.filter((store) => stores.includes(store.id)).map((store) => store.name).join(', ')
  return (
    <Card>
      <ul className="rows people">
        {data.items.map((member) => (
          <li key={member.user.id} className="row-line">
            <span>
              <b>{member.user.name}</b>{member.user.id === session.user.id && <span className="tag">{t('memberYou')}</span>}
              <small>{member.user.email} · {t('memberSince', { when: when(member.since) })}</small>
            </span>
            <span className="row-role">{t(`role_${member.role}`)}<small>{session.stores.length > 1 && storesOf(member)}</small></span>
            {may('people.manage') && member.user.id !== session.user.id && (
              <span className="row-buttons">
                <Button variant="default" size="sm" onClick={() => setEditing(member)}>{t('edit')}</Button>
                <Button variant="subtle" color="gray" size="sm" onClick={() => setRemoving(member)}>{t('memberRemove')}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {editing !== null && <EditMember member={editing} onClose={() => setEditing(null)} />}
      {removing !== null && <RemoveMember member={removing} onClose={() => setRemoving(null)} />}
    </Card>
  )
}

function Invitations() {
  const { t } = useReader()
  const may = useMay()
  const when = useWhen()
  const withdraw = useWithdraw()
  const { data } = useQuery(invitationsQuery)
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card title={t('invitations')}>
      <ul className="rows people">
        {data.items.map((invitation) => (
          <li key={invitation.id} className="row-line">
            <span><b>{invitation.email}</b><small>{t('inviteUntil', { when: when(invitation.expiresAt) })}</small></span>
            <span className="row-role">{t(`role_${invitation.role}`)}</span>
            {may('people.manage') && (
              <span className="row-buttons">
                <Button
                  variant="subtle" color="gray" size="sm" loading={withdraw.isPending && withdraw.variables === invitation.id}
                  onClick={() => withdraw.mutate(invitation.id)}
                >
                  {t('inviteWithdraw')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
