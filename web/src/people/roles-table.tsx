import { useQuery } from '@tanstack/react-query'
import { Icon } from '../controls/icon.tsx'
import { useReader } from '../language/reader.tsx'
import { PERMISSIONS } from './permissions.ts'
import { rolesQuery } from './queries.ts'

/** The same table by which the server decides. */
export function RolesTable() {
  const { t } = useReader()
  const { data } = useQuery(rolesQuery)
  if (data === undefined) return null
  return (
    <details className="card fold-card">
      <summary><h2>{t('rolesTable')}</h2></summary>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('rolesTable')}>
        <table className="roles">
          <thead>
            <tr><th scope="col">{t('permission')}</th>{data.items.map(({ role }) => <th key={role} scope="col">{t(`role_${role}`)}</th>)}</tr>
          </thead>
          <tbody>
            {PERMISSIONS.map((permission) => (
              <tr key={permission}>
                <th scope="row">{t(`perm_${permission}`)}</th>
                {data.items.map(({ role, permissions }) => (
                  <td key={role}>
                    {permissions.includes(permission)
                      ? <><Icon name="check" size={18} /><span className="sr-only">{t('permAllowed')}</span></>
                      : <span className="sr-only">{t('permNot')}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
