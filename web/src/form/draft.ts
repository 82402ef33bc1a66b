import { useCallback, useEffect, useRef, useState } from 'react'

export type Draft<T> = {
  readonly value: T
  readonly set: (patch: Partial<T>) => void
  /** Something typed here is not yet on the server. */
  readonly dirty: boolean
  /** From now on `value` is what the server has. */
  readonly settle: (value?: T) => void
  /** For the question whether one may leave: right also between an answer and the next drawing. */
  readonly isDirty: () => boolean
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What a person is typing, kept apart from what the server has. */
export function useDraft<T extends object>(initial: T): Draft<T> {
  const [value, setValue] = useState(initial)
  const [kept, setKept] = useState(initial)
  const dirty = !same(value, kept)
  const present = useRef(false)
  useEffect(() => {
    present.current = dirty
  }, [dirty])
  const set = useCallback((patch: Partial<T>) => setValue((before) => ({ ...before, ...patch })), [])
  const settle = useCallback((next?: T) => {
    present.current = false
    if (next !== undefined) setValue(next)
    setValue((now) => {
      setKept(next ?? now)
      return now
    })
  }, [])
  const isDirty = useCallback(() => present.current, [])
  return { value, set, dirty, settle, isDirty }
}
