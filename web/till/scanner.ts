import { useEffect, useEffectEvent } from 'react'

/** A scanner types a whole code faster than any hand, and ends it with Enter. Milliseconds between two keys. */
const FASTEST_HAND_MS = 40
const SHORTEST_CODE = 3

/** Reads keys as they come: the code when Enter ends one that no hand has typed, else null. */
export function codeReader(): (key: string, atMs: number) => string | null {
  let typed = ''
  let lastMs = Number.NEGATIVE_INFINITY
  return (key, atMs) => {
    const isFast = atMs - lastMs <= FASTEST_HAND_MS
    lastMs = atMs
    if (key === 'Enter') {
      const code = isFast && typed.length >= SHORTEST_CODE ? typed : null
      typed = ''
      return code
    }
    if (key.length === 1) typed = isFast ? typed + key : key
    return null
  }
}

/** Hears a scanner wherever the focus is, but not over a dialog: there a field may be typed into. */
export function useScanner(onCode: (code: string) => void): void {
  const heard = useEffectEvent(onCode)
  useEffect(() => {
    const read = codeReader()
    const listen = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]') !== null) return
      const code = read(event.key, event.timeStamp)
      if (code === null) return
      event.preventDefault()
      heard(code)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}
