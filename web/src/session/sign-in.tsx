import { useMutation } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { api, asked } from '../api/client.ts'
import { useDraft } from '../form/draft.ts'
import { PasswordField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useEnter } from './entering.ts'
import { OutsidePage } from './outside-page.tsx'

export function SignIn() {
  const { t } = useReader()
  const { back } = useSearch({ from: '/outside/sign-in' })
  const enter = useEnter()
  const { value, set } = useDraft({ email: '', password: '' })
  const signIn = useMutation({
    mutationFn: () => asked(api.POST('/v1/sessions', { body: value })),
    onSuccess: (session) => enter(session, back),
  })
  return (
    <OutsidePage title={t('signInTitle')}>
      <Form submit={t('signIn')} busy={signIn.isPending} error={signIn.error} onSubmit={() => signIn.mutate()}>
        <TextField
          name="email" type="email" autoComplete="username" autoFocus label={t('email')} value={value.email}
          onChange={(email) => set({ email })}
        />
        <PasswordField name="password" label={t('password')} value={value.password} onChange={(password) => set({ password })} />
      </Form>
      <p className="outside-links">
        <Link to="/reset-password" className="link">{t('forgotPassword')}</Link>
        <span>{t('noAccount')} <Link to="/register" className="link">{t('register')}</Link></span>
      </p>
    </OutsidePage>
  )
}
