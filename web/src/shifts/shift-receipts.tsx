import { useInfiniteQuery } from '@tanstack/react-query'
import { List, More } from '../controls/list.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { useReceiptColumns } from '../receipts/columns.tsx'
import { receiptsQuery } from '../receipts/queries.ts'
import { useStore } from '../shell/store.tsx'

/** What was registered in the shift. */
export function ShiftReceipts({ shift }: { shift: string }) {
  const { t } = useReader()
  const { id } = useStore()
  const query = useInfiniteQuery(receiptsQuery(id, { shift }))
  const columns = useReceiptColumns({ register: false })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title={t('shiftReceipts')}>
      {query.error !== null && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting />}
      {query.isSuccess && rows.length === 0 && <p className="quiet">{t('shiftReceiptsNone')}</p>}
      {rows.length > 0 && <List caption={t('shiftReceipts')} columns={columns} rows={rows} />}
      <More query={query} />
    </Card>
  )
}
