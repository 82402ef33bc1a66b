import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useReader } from '../language/reader.tsx'
import { isOpen } from '../api/idempotency.ts'
import { NoAnswer, Problem } from '../api/problem.ts'
import { Icon } from './icon.tsx'

const PATIENCE_MS = 300

/** Says what is awaited, but not for the blink of an eye. */
export function Waiting({ what }: { what?: string }) {
  const { t } = useReader()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return <p className="waiting" role="status">{shown && <><span className="waiting-dots" aria-hidden="true" />{what ?? t('loading')}</>}</p>
}

/** What went wrong, in the reader's words: the server's own where it gave a reason. */
export function useErrorText(): (error: Error) => string {
  const { t } = useReader()
  return (error) => {
    if (error instanceof NoAnswer) return t('errorNoAnswer')
    if (!(error instanceof Problem)) return t('errorUnexpected')
    if (isOpen(error)) return t('errorSeenBefore')
    return error.detail ?? (error.status === 403 ? t('errorNotAllowed') : error.message)
  }
}

export function Failed({ error, retry }: { error: Error; retry?: (() => void) | undefined }) {
  const { t } = useReader()
  const textOf = useErrorText()
  return (
    <div className="failed" role="alert">
      <Icon name="alert" />
      <div>
        <strong>{t('errorLoad')}</strong>
        <p>{textOf(error)}</p>
      </div>
      {retry && <Button variant="default" size="sm" onClick={retry}>{t('retry')}</Button>}
    </div>
  )
}
