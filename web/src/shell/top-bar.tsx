import { ActionIcon } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMay, useSession } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { useReader } from '../language/reader.tsx'
import { attentionQuery, waitingCount } from '../overview/queries.ts'
import { Popup } from '../controls/popup.tsx'
import { PersonMenu } from './person-menu.tsx'
import { SearchDialog } from './search.tsx'
import { useChosenStore } from './store.tsx'

export function TopBar() {
  const { t } = useReader()
  const [searching, setSearching] = useState(false)
  useSlash(() => setSearching(true))
  return (
    <header className="top">
      <StoreSwitcher />
      <button type="button" className="search-button" onClick={() => setSearching(true)} aria-label={t('searchEverything')}>
        <Icon name="search" size={18} /><span>{t('search')}</span><kbd aria-hidden="true">/</kbd>
      </button>
      <span className="top-end">
        <AttentionBadge />
        <PersonMenu />
      </span>
      {searching && <SearchDialog onClose={() => setSearching(false)} />}
    </header>
  )
}

/** `/` opens the search, unless something is being typed. */
function useSlash(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event
      const typing = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

function AttentionBadge() {
  const { t } = useReader()
  const may = useMay()
  const { store } = useChosenStore()
  const { data } = useQuery({ ...attentionQuery(store.id), enabled: may('payments.read') })
  if (data === undefined) return null
  const count = waitingCount(data)
  return (
    <ActionIcon
      component={Link} to="/attention" variant="subtle" color="gray" size={40} className="badge-button"
      aria-label={count === 0 ? t('attentionNone') : t('attentionCount', { count })}
    >
      <Icon name="bell" size={22} />
      {count > 0 && <span className="badge" aria-hidden="true">{count > 99 ? '99+' : count}</span>}
    </ActionIcon>
  )
}

function StoreSwitcher() {
  const { t } = useReader()
  const { store, choose } = useChosenStore()
  const may = useMay()
  const navigate = useNavigate()
  return (
    <Popup
      label={`${t('chooseStore')}: ${store.name}`} className="store-button"
      button={<><StoreMark name={store.name} logoUrl={store.logoUrl} /><span className="store-name">{store.name}</span><Icon name="down" size={16} /></>}
    >
      {(close) => (
        <StoreChoices
          onChoose={(id) => {
            close()
            choose(id)
            void navigate({ to: '/' })
          }}
          onAdd={may('stores.manage') ? () => {
            close()
            void navigate({ to: '/stores/new' })
          } : null}
        />
      )}
    </Popup>
  )
}

function StoreChoices({ onChoose, onAdd }: { onChoose: (id: string) => void; onAdd: (() => void) | null }) {
  const { t } = useReader()
  const { stores } = useSession()
  const { store } = useChosenStore()
  return (
    <>
      {stores.map((one) => (
        <button key={one.id} type="button" className="popup-item" aria-current={one.id === store.id} onClick={() => onChoose(one.id)}>
          <StoreMark name={one.name} logoUrl={one.logoUrl} />
          <span>{one.name}{one.mode === 'test' && <small>{t('keyModeTest')}</small>}</span>
          {one.id === store.id && <Icon name="check" size={18} />}
        </button>
      ))}
      {onAdd && <button type="button" className="popup-item popup-rule" onClick={onAdd}><Icon name="plus" size={18} /><span>{t('addStore')}</span></button>}
    </>
  )
}

const StoreMark = ({ name, logoUrl }: { name: string; logoUrl: string | null }) => (
  <span className="store-mark" aria-hidden="true">
    {logoUrl === null ? [...name][0]?.toUpperCase() : <img src={logoUrl} alt="" />}
  </span>
)
