import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Language } from '../../../src/kernel/language.ts'
import { sessionQuery, useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { NewStoreForm } from '../stores/new-store-form.tsx'
import { NotYours } from './not-yours.tsx'
import { StoreProvider, useStore } from './store.tsx'
import { CaughtLink } from './caught.tsx'
import { TopBar } from './top-bar.tsx'
import { Wordmark } from './wordmark.tsx'

type Place = {
  readonly to: '/' | '/invoices' | '/payments' | '/customers' | '/till' | '/accounts' | '/channels' | '/settings'
  readonly icon: IconName
  readonly text: TextKey
  readonly needs: string
  /** Stands in the bar at the bottom of a phone; the others are in the person's menu there. */
  readonly phone: boolean
}

const PLACES: readonly Place[] = [
  { to: '/', icon: 'overview', text: 'navOverview', needs: 'invoices.read', phone: true },
  { to: '/invoices', icon: 'invoices', text: 'navInvoices', needs: 'invoices.read', phone: true },
  { to: '/payments', icon: 'payments', text: 'navPayments', needs: 'payments.read', phone: true },
  { to: '/customers', icon: 'customers', text: 'navCustomers', needs: 'customers.read', phone: true },
  { to: '/till', icon: 'till', text: 'navTill', needs: 'products.read', phone: false },
  { to: '/accounts', icon: 'coins', text: 'navAccounts', needs: 'payments.read', phone: false },
  { to: '/channels', icon: 'channels', text: 'navChannels', needs: 'channels.read', phone: false },
  { to: '/settings', icon: 'settings', text: 'navSettings', needs: 'stores.read', phone: true },
]

export function Shell() {
  const { t } = useReader()
  useSignedOut()
  return (
    <StoreProvider none={<main className="lost lost-form" id="content"><h1>{t('storeNew')}</h1><NewStoreForm /></main>}>
      <Frame />
    </StoreProvider>
  )
}

/** A session that ended elsewhere leads to sign-in, and back here afterwards. */
function useSignedOut(): void {
  const { data } = useQuery(sessionQuery)
  const navigate = useNavigate()
  const { speak, language } = useReader()
  const own = data?.user.language
  useEffect(() => {
    if (data === null) void navigate({ to: '/sign-in', search: { back: location.pathname + location.search } })
  }, [data, navigate])
  // When the account's language becomes known or changes, not when another is tried on this device.
  const follow = useEffectEvent((chosen: Language) => {
    if (chosen !== language) void speak(chosen)
  })
  useEffect(() => {
    if (own !== undefined) follow(own)
  }, [own])
}

function Frame() {
  const { t } = useReader()
  const store = useStore()
  const may = useMay()
  const places = PLACES.filter((place) => may(place.needs))
  return (
    <div className="frame">
      <a className="skip" href="#content">{t('skipToContent')}</a>
      {store.mode === 'test' && <p className="test-band" role="note"><span>{t('testBand')}</span> <CaughtLink of="letters" /> <CaughtLink of="texts" /></p>}
      <TopBar />
      <nav className="rail" aria-label={t('navMain')}>
        <Link to="/" className="rail-mark" aria-label={t('navOverview')}><Wordmark /></Link>
        {places.map((place) => (
          <Link
            key={place.to} to={place.to} activeOptions={{ exact: place.to === '/' }} className={place.phone ? 'place' : 'place place-wide'}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon name={place.icon} size={22} /><span>{t(place.text)}</span>
          </Link>
        ))}
      </nav>
      <main id="content" className="content"><Screen /></main>
    </div>
  )
}

/** Screens of another store, or of another object, begin anew: nothing of the former is left, and the title has the focus. */
function Screen() {
  const { id } = useStore()
  const pending = useRouterState({ select: (state) => state.isLoading })
  const object = useRouterState({
    select: ({ matches }) => {
      const params = matches.at(-1)?.params
      return params !== undefined && 'id' in params ? params.id : ''
    },
  })
  const needs = useRouterState({ select: ({ matches }) => matches.findLast((match) => match.staticData.needs !== undefined)?.staticData.needs })
  const may = useMay()
  const isTheirs = needs === undefined || may(needs)
  return <div key={`${id} ${object}`} aria-busy={pending}>{isTheirs ? <Outlet /> : <NotYours needs={needs} />}</div>
}
