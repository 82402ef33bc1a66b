import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, asked } from '../api/client.ts'
import { useDraft } from '../form/draft.ts'
import { PasswordField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useEnter } from './entering.ts'
import { OutsidePage } from './outside-page.tsx'
import { useLinkToken } from './token.ts'

/** Opens only by the password and a press: a mail scanner that merely fetches the link uses nothing up. */
export function Activate() {
  const { t } = useReader()
  const token = useLinkToken()
  return (
    <OutsidePage title={t('activateTitle')} intro={token === null ? t('linkBroken') : t('activateText')}>
      {token === null ? <Link to="/sign-in" className="link">{t('toSignIn')}</Link> : <Prove token={token} />}
    </OutsidePage>
  )
}

function Prove({ token }: { token: string }) {
  const { t } = useReader()
  const enter = useEnter()
  const { value, set } = useDraft({ password: '' })
  const activate = useMutation({
    mutationFn: () => asked(api.POST('/v1/activations', { body: { token, ...value } })),
    onSuccess: (session) => enter(session),
  })
  return (
    <>
      <Form submit={t('activate')} busy={activate.isPending} error={activate.error} onSubmit={() => activate.mutate()}>
        <PasswordField name="password" label={t('password')} value={value.password} onChange={(password) => set({ password })} />
      </Form>
      <p className="outside-links">
        <span>{t('activateNotYou')} <Link to="/reset-password" className="link">{t('resetChoose')}</Link></span>
      </p>
    </>
  )
}
