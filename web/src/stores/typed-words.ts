import { useState } from 'react'

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
