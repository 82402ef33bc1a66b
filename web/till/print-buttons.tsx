import { Button, SegmentedControl } from '@mantine/core'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt } from '../src/api/nouns.ts'
import { PAPER_WIDTHS, usePaper } from './kept.ts'

/** The receipt on paper or as a page: the browser prints the page, a receipt printer's driver takes the narrow PDF. */
export function PrintButtons({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const [paper, setPaper] = usePaper()
  return (
    <div className="till-print">
      <Button component="a" variant="default" href={receipt.receiptUrl} target="_blank" rel="noreferrer">{t('tillOpenReceipt')}</Button>
      <Button component="a" variant="default" href={`/v1/receipts/${receipt.id}/paper.pdf?width=${paper}`} target="_blank">{t('tillPrint')}</Button>
      <SegmentedControl
        size="md" aria-label={t('tillPaper')} value={paper} onChange={setPaper}
        data={PAPER_WIDTHS.map((mm) => ({ value: mm, label: t('tillPaperWidth', { mm }) }))}
      />
    </div>
  )
}
