import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, done } from '../api/client.ts'
import { useDraft } from '../form/draft.ts'
import { PasswordField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { LookInMail, OutsidePage } from './outside-page.tsx'
import { useLinkToken } from './token.ts'

export function ResetPassword() {
  const token = useLinkToken()
  return token === null ? <Ask /> : <Choose token={token} />
}

function Ask() {
  const { t } = useReader()
  const { value, set } = useDraft({ email: '' })
  const ask = useMutation({ mutationFn: () => done(api.POST('/v1/password-resets', { body: value })) })
  if (ask.isSuccess) return <LookInMail title={t('mailTitle')} text={t('mailReset', { email: value.email })} hint={t('mailSpam')} />
  return (
    <OutsidePage title={t('resetTitle')} intro={t('resetIntro')}>
      <Form submit={t('resetSend')} busy={ask.isPending} error={ask.error} onSubmit={() => ask.mutate()}>
        <TextField
          name="email" type="email" autoComplete="username" autoFocus label={t('email')} value={value.email}
          onChange={(email) => set({ email })}
        />
      </Form>
      <p className="outside-links"><Link to="/sign-in" className="link">{t('toSignIn')}</Link></p>
    </OutsidePage>
  )
}

function Choose({ token }: { token: string }) {
  const { t } = useReader()
  const { value, set } = useDraft({ password: '' })
  const choose = useMutation({
    mutationFn: () => done(api.POST('/v1/password-resets/confirmations', { body: { token, password: value.password } })),
  })
  if (choose.isSuccess) {
    return (
      <OutsidePage title={t('resetChoose')} intro={t('resetDone')}><Link to="/sign-in" className="link">{t('toSignIn')}</Link></OutsidePage>
    )
  }
  return (
    <OutsidePage title={t('resetChoose')}>
      <Form submit={t('save')} busy={choose.isPending} error={choose.error} onSubmit={() => choose.mutate()}>
        <PasswordField
          name="password" isNew label={t('passwordNew')} hint={t('passwordRule')} value={value.password}
          onChange={(password) => set({ password })}
        />
      </Form>
      {choose.error !== null && <p className="outside-links"><a href="/reset-password" className="link">{t('resetTitle')}</a></p>}
    </OutsidePage>
  )
}
