import { useInfiniteQuery } from '@tanstack/react-query'
import { Card } from '../controls/page.tsx'
import { PagedList } from '../controls/paged-list.tsx'
import { SaveTable } from '../controls/save-table.tsx'
import { useReader } from '../language/reader.tsx'
import { useReceiptColumns } from '../receipts/columns.tsx'
import { receiptsQuery } from '../receipts/queries.ts'

/** What was registered in the shift. */
export function ShiftReceipts({ shift, store }: { shift: string; store: string }) {
  const { t } = useReader()
  const query = useInfiniteQuery(receiptsQuery(store, { shift }))
  const columns = useReceiptColumns({ register: false })
  const empty = <p className="quiet">{t('shiftReceiptsNone')}</p>
  return (
    <Card title={t('shiftReceipts')} actions={<SaveTable path="/v1/receipts/export.csv" asked={{ store, shift }} />}>
      <PagedList query={query} caption={t('shiftReceipts')} columns={columns} empty={empty} whole={null} />
    </Card>
  )
}
