import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api, asked, done } from '../api/client.ts'
import { remembered, sessionQuery, useMay, useSession } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { Popup } from '../controls/popup.tsx'
import { useReader } from '../language/reader.tsx'
import { forgetTill } from '../../till/kept.ts'

export function PersonMenu() {
  const { t } = useReader()
  const { user } = useSession()
  return (
    <Popup
      label={`${t('navAccount')}: ${user.name}`} className="person-button" align="end"
      button={<span className="person-mark" aria-hidden="true">{initials(user.name)}</span>}
    >
      {(close) => <Choices close={close} />}
    </Popup>
  )
}

/** "Rūta Kazlauskaitė" is RK. */
const initials = (name: string): string =>
  name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase()

function Choices({ close }: { close: () => void }) {
  const { t } = useReader()
  const { user, merchant, merchants } = useSession()
  const may = useMay()
  const leave = useSignOut()
  const switchMerchant = useSwitchMerchant()
  return (
    <>
      <p className="popup-head"><b>{user.name}</b><small>{user.email}</small>{merchant && <small>{merchant.name}</small>}</p>
      {merchants.length > 1 && merchants.filter((one) => one.id !== merchant?.id).map((one) => (
        <button key={one.id} type="button" className="popup-item" onClick={() => void switchMerchant(one.id)}>
          <Icon name="store" size={18} /><span>{one.name}</span>
        </button>
      ))}
      {may('products.read') && (
        <Link to="/till" className="popup-item only-phone" onClick={close}><Icon name="till" size={18} /><span>{t('navTill')}</span></Link>
      )}
      {may('payments.read') && (
        <Link to="/accounts" className="popup-item only-phone" onClick={close}><Icon name="coins" size={18} /><span>{t('navAccounts')}</span></Link>
      )}
      {may('channels.read') && (
        <Link to="/channels" className="popup-item only-phone" onClick={close}><Icon name="channels" size={18} /><span>{t('navChannels')}</span></Link>
      )}
      <Link to="/account" className="popup-item" onClick={close}><Icon name="person" size={18} /><span>{t('navAccount')}</span></Link>
      <Looks />
      <button type="button" className="popup-item popup-rule" onClick={() => void leave()}><Icon name="out" size={18} /><span>{t('signOut')}</span></button>
    </>
  )
}

const SCHEMES = ['auto', 'light', 'dark'] as const

export function Looks() {
  const { t } = useReader()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const texts = { auto: t('looksSystem'), light: t('looksLight'), dark: t('looksDark') }
  return (
    <div className="looks">
      <small id="looks">{t('looks')}</small>
      <SegmentedControl
        aria-labelledby="looks" size="xs" fullWidth value={colorScheme} data={SCHEMES.map((value) => ({ value, label: texts[value] }))}
        onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? 'auto')}
      />
    </div>
  )
}

function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    await done(api.DELETE('/v1/session'))
    await forgetTill()
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, null)
    await navigate({ to: '/sign-in' })
  }
}

function useSwitchMerchant(): (id: string) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async (merchant) => {
    const session = remembered(await asked(api.PATCH('/v1/session', { body: { merchant } })))
    await forgetTill()
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, session)
    await navigate({ to: '/' })
  }
}
