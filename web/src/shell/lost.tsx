import { Link } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from '@mantine/core'
import { Problem } from '../api/problem.ts'
import { Failed } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'

export function Lost() {
  const { t } = useReader()
  return (
    <main className="lost" id="content">
      <p>{t('errorNotFound')}</p>
      <Link to="/" className="link">{t('toOverview')}</Link>
    </main>
  )
}

/** A screen that could not be drawn. A new version on the server makes old parts unreachable: loading anew mends that. */
export function Broken({ error }: ErrorComponentProps) {
  const { t } = useReader()
  if (error instanceof Problem && error.status === 404) return <Lost />
  return (
    <main className="lost" id="content">
      <Failed error={error instanceof Error ? error : new Error(String(error))} />
      <Button variant="default" onClick={() => location.reload()}>{t('reload')}</Button>
    </main>
  )
}
