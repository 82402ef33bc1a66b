import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, asked } from '../api/client.ts'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useEnter } from './entering.ts'
import { OutsidePage } from './outside-page.tsx'
import { useLinkToken } from './token.ts'

/** Opens only by a press: a mail scanner that merely fetches the link uses nothing up. */
export function Activate() {
  const { t } = useReader()
  const token = useLinkToken()
  const enter = useEnter()
  const activate = useMutation({
    mutationFn: (text: string) => asked(api.POST('/v1/activations', { body: { token: text } })),
    onSuccess: (session) => enter(session),
  })
  return (
    <OutsidePage title={t('activateTitle')} intro={token === null ? t('linkBroken') : t('activateText')}>
      {token === null
        ? <Link to="/sign-in" className="link">{t('toSignIn')}</Link>
        : <Form submit={t('activate')} busy={activate.isPending} error={activate.error} onSubmit={() => activate.mutate(token)}>{null}</Form>}
    </OutsidePage>
  )
}
