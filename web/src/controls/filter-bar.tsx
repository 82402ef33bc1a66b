import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useReader } from '../language/reader.tsx'
import { Icon } from './icon.tsx'
import { Popup } from './popup.tsx'

const PAUSE_MS = 250

/** Searches when typing pauses; the address follows, so the result can be shared. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value)
  const change = useRef(onChange)
  useEffect(() => {
    change.current = onChange
  })
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => change.current(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <div className="search-field list-search" role="search">
      <Icon name="search" size={18} />
      <input type="search" aria-label={label} placeholder={label} value={text} onChange={(event) => setText(event.target.value)} />
    </div>
  )
}

export type Chip = { readonly text: string; readonly remove: () => void }

/** What the list is narrowed by, each with its way out. */
export function Chips({ chips }: { chips: readonly Chip[] }) {
  const { t } = useReader()
  if (chips.length === 0) return null
  return (
    <ul className="chips">
      {chips.map((chip) => (
        <li key={chip.text}>
          <button type="button" className="chip" onClick={chip.remove} aria-label={t('clearFilter', { filter: chip.text })}>
            {chip.text}<Icon name="cross" size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}

export type DateRange = { from?: string | undefined; to?: string | undefined }

/** The chips of a period. */
export function useRangeChips({ from, to }: DateRange, onRange: (range: DateRange) => void): Chip[] {
  const { t, day } = useReader()
  return [
    ...(from === undefined ? [] : [{ text: t('filterFrom', { date: day(from, 'short') }), remove: () => onRange({ from: undefined, to }) }]),
    ...(to === undefined ? [] : [{ text: t('filterTo', { date: day(to, 'short') }), remove: () => onRange({ from, to: undefined }) }]),
  ]
}

/** The dates, and whatever else a list can be narrowed by, under one button. */
export function FilterButton({ range, onRange, children }: {
  range: DateRange; onRange: (range: DateRange) => void; children?: ReactNode
}) {
  const { t } = useReader()
  return (
    <Popup label={t('filterAdd')} className="filter-button" button={<><Icon name="settings" size={18} /><span>{t('filterAdd')}</span></>}>
      {(close) => (
        <div className="filter-panel">
          <label>{t('from')}<input type="date" value={range.from ?? ''} onChange={(event) => onRange({ ...range, from: event.target.value || undefined })} /></label>
          <label>{t('to')}<input type="date" value={range.to ?? ''} onChange={(event) => onRange({ ...range, to: event.target.value || undefined })} /></label>
          {children}
          <Button variant="default" size="sm" onClick={close}>{t('close')}</Button>
        </div>
      )}
    </Popup>
  )
}
