import { useInfiniteQuery } from '@tanstack/react-query'
import { useMay } from '../api/session.ts'
import { List, More } from '../controls/list.tsx'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { useReceiptColumns } from './columns.tsx'
import { receiptsQuery } from './queries.ts'

/** The way back from money to its receipts; nothing where it was paid at no till. */
export function ReceiptsOfPayment({ payment }: { payment: string }) {
  const { t } = useReader()
  const { id } = useStore()
  const may = useMay()
  const query = useInfiniteQuery({ ...receiptsQuery(id, { payment }), enabled: may('till.read') })
  const columns = useReceiptColumns({ register: true })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  if (rows.length === 0) return null
  return <Card title={t('receiptsOfPayment')}><List caption={t('receiptsOfPayment')} columns={columns} rows={rows} /><More query={query} /></Card>
}
