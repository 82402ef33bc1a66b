import { useEffect, useEffectEvent } from 'react'

type Deed = 'cash' | 'card' | 'link' | 'quantity'

/** The number pad's own keys, by their place on it. */
const DEEDS: ReadonlyMap<string, Deed> = new Map([['NumpadAdd', 'cash'], ['NumpadSubtract', 'card'], ['NumpadDivide', 'link'], ['NumpadMultiply', 'quantity']])

/** A whole sale from the number pad: its signs open the payment and the quantity. */
export function useKeys(onDeed: (deed: Deed) => void): void {
  const done = useEffectEvent(onDeed)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const deed = DEEDS.get(event.code)
      if (deed === undefined || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      event.stopPropagation()
      done(deed)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}
