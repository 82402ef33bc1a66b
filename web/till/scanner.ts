import { useEffect, useEffectEvent } from 'react'

/** A scanner types a whole code faster than any hand, and ends it with Enter. Milliseconds between two keys. */
const FASTEST_HAND_MS = 40
const SHORTEST_CODE = 3

/** A code as it came: by the letters of the keyboard's language, and by the keys themselves as a scanner means them. */
export type Scan = { readonly typed: string; readonly pressed: string }

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>

const SIGN_OF: ReadonlyMap<string, string> = new Map([['Minus', '-'], ['Period', '.'], ['Slash', '/'], ['Space', ' ']])

/** A scanner presses the keys of an American keyboard: under a Lithuanian layout its 1 is typed as ą, under a Ukrainian one its A as ф. */
function signOf({ key, code, shiftKey }: Key): string {
  const [, sign] = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code) ?? []
  return (shiftKey ? sign : sign?.toLowerCase()) ?? SIGN_OF.get(code) ?? key
}

/** Reads keys as they come: `begins` with what may be the first of a code, the code when Enter ends one that no hand has typed, else null. */
export function codeReader(): (key: Key, atMs: number) => Scan | 'begins' | null {
  let scan: Scan = { typed: '', pressed: '' }
  let lastMs = Number.NEGATIVE_INFINITY
  return (key, atMs) => {
    const isFast = atMs - lastMs <= FASTEST_HAND_MS
    lastMs = atMs
    if (key.key === 'Enter') {
      const whole = isFast && scan.typed.length >= SHORTEST_CODE ? scan : null
      scan = { typed: '', pressed: '' }
      return whole
    }
    if (key.key.length !== 1) return null
    const goesOn = isFast && scan.typed !== ''
    scan = goesOn ? { typed: scan.typed + key.key, pressed: scan.pressed + signOf(key) } : { typed: key.key, pressed: signOf(key) }
    return goesOn ? null : 'begins'
  }
}

/** Writes into a field as if it were typed there. */
function write(field: HTMLInputElement, value: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

const fieldInFocus = (): HTMLInputElement | null => (document.activeElement instanceof HTMLInputElement ? document.activeElement : null)

/** What is typed into nothing goes into the field of this id, as soon as it is clear that no scanner typed it. */
function strayKeys(id: string): { type(key: string): void; forget(): void } {
  let typed = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const forget = () => {
    clearTimeout(timer)
    typed = ''
  }
  const settle = () => {
    const field = document.getElementById(id)
    if (field instanceof HTMLInputElement) {
      field.focus()
      write(field, field.value + typed)
    }
    forget()
  }
  return {
    forget,
    type(key) {
      clearTimeout(timer)
      typed += key
      timer = setTimeout(settle, FASTEST_HAND_MS)
    },
  }
}

/**
 * Hears a scanner wherever the focus is. What it typed into a field on the way is taken out again, and its Enter presses
 * nothing. Keys that a hand types into nothing go into the field `into`.
 */
export function useScanner(into: string, onCode: (scan: Scan) => void): void {
  const heard = useEffectEvent(onCode)
  useEffect(() => {
    const read = codeReader()
    const stray = strayKeys(into)
    let field: HTMLInputElement | null = null
    let before = ''
    const listen = (event: KeyboardEvent) => {
      const scan = read(event, event.timeStamp)
      if (scan !== null && scan !== 'begins') {
        event.preventDefault()
        event.stopPropagation()
        stray.forget()
        if (field?.isConnected === true) write(field, before)
        return heard(scan)
      }
      if (scan === 'begins') {
        field = fieldInFocus()
        before = field?.value ?? ''
      }
      const isStray = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.altKey && !event.metaKey
      if (isStray && !event.defaultPrevented && fieldInFocus() === null && document.querySelector('dialog[open]') === null) stray.type(event.key)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => {
      stray.forget()
      window.removeEventListener('keydown', listen, { capture: true })
    }
  }, [into])
}
