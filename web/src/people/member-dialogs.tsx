import type { Member } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { AccessFields } from './access-fields.tsx'
import { useChangeMember, useInvite, useRemoveMember } from './queries.ts'
import type { Access } from './queries.ts'

export function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const { value, set } = useDraft<Access & { email: string }>({ email: '', role: 'accountant', stores: null })
  const invite = useInvite(() => {
    say(t('inviteSent'))
    onClose()
  })
  return (
    <Dialog title={t('invite')} onClose={onClose}>
      <Form submit={t('inviteSend')} busy={invite.isPending} error={invite.error} onSubmit={() => invite.mutate(value)} onCancel={onClose}>
        <TextField name="email" type="email" autoFocus label={t('email')} value={value.email} onChange={(email) => set({ email })} />
        <AccessFields value={value} onChange={set} />
      </Form>
    </Dialog>
  )
}

export function EditMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useReader()
  const { value, set } = useDraft<Access>({ role: member.role, stores: member.stores })
  const change = useChangeMember(member.user.id, onClose)
  return (
    <Dialog title={member.user.name} onClose={onClose}>
      <Form submit={t('save')} busy={change.isPending} error={change.error} onSubmit={() => change.mutate(value)} onCancel={onClose}>
        <AccessFields value={value} onChange={set} />
      </Form>
    </Dialog>
  )
}

export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useReader()
  const remove = useRemoveMember(member.user.id, onClose)
  return (
    <Dialog title={t('memberRemoveTitle', { name: member.user.name })} onClose={onClose}>
      <p>{t('memberRemoveText')}</p>
      <Form submit={t('memberRemove')} danger busy={remove.isPending} error={remove.error} onSubmit={() => remove.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
