import { Link, Navigate } from '@tanstack/react-router'
import { useMay } from '../api/session.ts'
import { TabRow } from '../controls/tab-row.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'

type Section = { readonly to: '/till/products' | '/till/registers' | '/till/shifts' | '/till/receipts'; readonly text: TextKey; readonly needs: string }

/** What belongs to the till: what is set up, and then what is done there. */
const SECTIONS: readonly Section[] = [
  { to: '/till/products', text: 'navProducts', needs: 'products.read' },
  { to: '/till/registers', text: 'navRegisters', needs: 'till.read' },
  { to: '/till/shifts', text: 'navShifts', needs: 'till.read' },
  { to: '/till/receipts', text: 'tillReceipts', needs: 'till.read' },
]

export function TillTabs() {
  const { t } = useReader()
  const may = useMay()
  return (
    <TabRow label={t('navTill')}>
      {SECTIONS.filter((section) => may(section.needs)).map((section) => (
        <Link key={section.to} to={section.to} className="tab" activeProps={{ 'aria-current': 'page' }}>{t(section.text)}</Link>
      ))}
      {may('till.use') && <Link to="/sell" className="tab">{t('tillOpen')}</Link>}
    </TabRow>
  )
}

export function TillHome() {
  const may = useMay()
  const first = SECTIONS.find((section) => may(section.needs))
  return first === undefined ? null : <Navigate to={first.to} replace />
}
