import { Button } from '@mantine/core'
import { useReader } from '../language/reader.tsx'

/** Saves all rows of a list as a table, not only those that are shown. `asked`: the list's filter, as the address takes it. */
export function SaveTable({ path, asked }: { path: string; asked: Readonly<Record<string, string>> }) {
  const { t } = useReader()
  return <Button component="a" href={`${path}?${new URLSearchParams(asked)}`} download variant="default">{t('saveAsCsv')}</Button>
}
