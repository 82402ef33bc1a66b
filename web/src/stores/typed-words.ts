import { useState } from 'react'
import { useSay } from '../controls/announcer.tsx'
import { useReader } from '../language/reader.tsx'

/** Changes what is typed under the name; undefined: as it is saved. */
export type ChangeWords<Words> = (next: (words: Words | undefined) => Words | undefined) => void

/** What is typed and not saved, by name: it stays while one looks at another language or kind. */
export function useTypedWords<Words>() {
  const [typed, setTyped] = useState<Readonly<Record<string, Words>>>({})
  const changeOf = (name: string): ChangeWords<Words> => (next) => setTyped((all) => {
    const { [name]: now, ...others } = all
    const words = next(now)
    return words === undefined ? others : { ...others, [name]: words }
  })
  return { typed, changeOf, isDirty: () => Object.keys(typed).length > 0 }
}

type Fields = Readonly<Record<string, string | boolean>>

const isSame = (one: Fields, other: Fields): boolean => Object.entries(one).every(([name, value]) => other[name] === value)

/** What stands in a form of words, and what follows when it was saved or Kvit's own words were taken back. */
export function useWords<Words extends Fields>(
  { saved, typed, change }: { readonly saved: Words; readonly typed: Words | undefined; readonly change: ChangeWords<Words> },
) {
  const { t } = useReader()
  const say = useSay()
  const value = typed ?? saved
  return {
    value,
    set(patch: Partial<Words>) {
      const next = { ...value, ...patch }
      change(() => (isSame(next, saved) ? undefined : next))
    },
    onSaved(written: Words) {
      // What was typed while the answer was on its way is not saved yet.
      change((now) => (now !== undefined && isSame(now, written) ? undefined : now))
      say(t('saved'))
    },
    onReset() {
      change(() => undefined)
      say(t('saved'))
    },
  }
}
