import { Button } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import type { Store } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { usePutLogo, useRemoveLogo } from './queries.ts'

const MOST_BYTES = 256 * 1024
const TYPES = ['image/png', 'image/jpeg', 'image/webp']

/** The picture is kept as soon as it is chosen; it is no part of the form around it. */
export function Logo({ store }: { store: Store }) {
  const { t } = useReader()
  const say = useSay()
  const textOf = useErrorText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const put = usePutLogo(store.id, () => say(t('saved')))
  const remove = useRemoveLogo(store.id, () => say(t('saved')))
  const choose = (file: File | undefined) => {
    if (file === undefined) return
    const problem = !TYPES.includes(file.type) ? t('logoWrongType') : file.size > MOST_BYTES ? t('logoTooBig') : null
    setRefused(problem)
    if (problem === null) put.mutate(file)
    if (input.current !== null) input.current.value = ''
  }
  const error = put.error ?? remove.error
  const problem = refused ?? (error && textOf(error))
  return (
    <div className="labelled">
      <label htmlFor={id}><b>{t('logo')}</b></label>
      <small>{t('logoHint')}</small>
      <div className="logo">
        {store.logoUrl !== null && <img src={store.logoUrl} alt={t('logo')} />}
        <input ref={input} id={id} type="file" accept={TYPES.join(',')} className="sr-only" tabIndex={-1} onChange={(event) => choose(event.target.files?.[0])} />
        <Button type="button" variant="default" size="sm" loading={put.isPending} onClick={() => input.current?.click()}>
          {t(store.logoUrl === null ? 'logoChoose' : 'logoReplace')}
        </Button>
        {store.logoUrl !== null && (
          <Button type="button" variant="subtle" color="gray" size="sm" loading={remove.isPending} onClick={() => remove.mutate(null)}>{t('remove')}</Button>
        )}
      </div>
      {problem !== null && <p className="field-problem" role="alert">{problem}</p>}
    </div>
  )
}
