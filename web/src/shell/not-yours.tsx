import { useQuery } from '@tanstack/react-query'
import type { Permission } from '../api/nouns.ts'
import { useSession } from '../api/session.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Page } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { rolesQuery } from '../people/queries.ts'

/** In place of a screen that the reader's role does not include: which role does, and whom to ask. */
export function NotYours({ needs }: { needs: Permission }) {
  const { t } = useReader()
  const { role, merchant } = useSession()
  const { data } = useQuery(rolesQuery)
  const roles = data?.items.filter((one) => one.permissions.includes(needs)).map((one) => t(`role_${one.role}`)) ?? []
  return (
    <Page title={t('notYours')}>
      <p className="why">{t('notYoursText', { role: role === null ? '–' : t(`role_${role}`), what: t(`perm_${needs}`) })}</p>
      {roles.length > 0 && <p>{t('notYoursAsk', { roles: roles.join(', '), merchant: merchant?.name ?? '' })}</p>}
      <p><LinkButton to="/">{t('toOverview')}</LinkButton></p>
    </Page>
  )
}
