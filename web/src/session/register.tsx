import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, done } from '../api/client.ts'
import { useDraft } from '../form/draft.ts'
import { PasswordField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { LookInMail, OutsidePage } from './outside-page.tsx'

export function Register() {
  const { t, language } = useReader()
  const { value, set } = useDraft({ name: '', merchantName: '', email: '', password: '' })
  const register = useMutation({ mutationFn: () => done(api.POST('/v1/registrations', { body: { ...value, language } })) })
  if (register.isSuccess) {
    return <LookInMail title={t('mailTitle')} text={t('mailRegister', { email: value.email })} hint={t('mailSpam')} />
  }
  return (
    <OutsidePage title={t('registerTitle')} intro={t('registerIntro')}>
      <Form submit={t('register')} busy={register.isPending} error={register.error} onSubmit={() => register.mutate()}>
        <TextField name="name" autoComplete="name" autoFocus label={t('yourName')} value={value.name} onChange={(name) => set({ name })} />
        <TextField
          name="merchantName" autoComplete="organization" label={t('merchantName')} hint={t('merchantNameHint')}
          value={value.merchantName} onChange={(merchantName) => set({ merchantName })}
        />
        <TextField
          name="email" type="email" autoComplete="username" label={t('email')} value={value.email} onChange={(email) => set({ email })}
        />
        <PasswordField
          name="password" isNew label={t('password')} hint={t('passwordRule')} value={value.password}
          onChange={(password) => set({ password })}
        />
      </Form>
      <p className="outside-links"><span>{t('haveAccount')} <Link to="/sign-in" className="link">{t('signIn')}</Link></span></p>
    </OutsidePage>
  )
}
