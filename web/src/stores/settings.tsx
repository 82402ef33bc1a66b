import { Link, Navigate, Outlet } from '@tanstack/react-router'
import { useMay } from '../api/session.ts'
import { Page } from '../controls/page.tsx'
import { TabRow } from '../controls/tab-row.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'

type Section = {
  readonly to: '/settings/store' | '/settings/letters' | '/settings/reminders' | '/settings/tax-letters' | '/channels' | '/settings/people' | '/settings/keys'
  readonly text: TextKey
  readonly needs: string
}

const SECTIONS: readonly Section[] = [
  { to: '/settings/store', text: 'setStore', needs: 'stores.read' },
  { to: '/settings/letters', text: 'setLetters', needs: 'stores.manage' },
  { to: '/settings/reminders', text: 'setReminders', needs: 'stores.manage' },
  { to: '/settings/tax-letters', text: 'setTaxLetters', needs: 'products.write' },
  { to: '/channels', text: 'setPaymentServices', needs: 'channels.read' },
  { to: '/settings/people', text: 'setPeople', needs: 'people.read' },
  { to: '/settings/keys', text: 'setKeys', needs: 'api_keys.read' },
]

export function Settings() {
  const { t } = useReader()
  const may = useMay()
  return (
    <Page title={t('navSettings')}>
      <TabRow label={t('setSections')}>
        {SECTIONS.filter((section) => may(section.needs)).map((section) => (
          <Link key={section.to} to={section.to} className="tab" activeProps={{ 'aria-current': 'page' }}>{t(section.text)}</Link>
        ))}
      </TabRow>
      <Outlet />
    </Page>
  )
}

export function SettingsHome() {
  const may = useMay()
  const first = SECTIONS.find((section) => may(section.needs))
  return first === undefined ? null : <Navigate to={first.to} replace />
}
