import { Button } from '@mantine/core'
import { useReader } from '../language/reader.tsx'
import type { ReceiptsAsked } from './queries.ts'

/** All receipts of a list as a table, not only those that are shown. */
export function SaveReceipts({ asked }: { asked: ReceiptsAsked & { readonly store: string } }) {
  const { t } = useReader()
  return <Button component="a" href={`/v1/receipts/export.csv?${new URLSearchParams(asked)}`} download variant="default">{t('productExport')}</Button>
}
