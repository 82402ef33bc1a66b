import { Button, SegmentedControl } from '@mantine/core'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt, ShiftReport } from '../src/api/nouns.ts'
import { PAPER_WIDTHS, usePaper } from './kept.ts'

/** The receipt on paper or as a page: the browser prints the page, a receipt printer's driver takes the narrow PDF. */
export function PrintButtons({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  return (
    <div className="till-print">
      <Button component="a" variant="default" href={receipt.receiptUrl} target="_blank" rel="noreferrer">{t('tillOpenReceipt')}</Button>
      <PaperButton paper={`/v1/receipts/${receipt.id}/paper.pdf`} />
    </div>
  )
}

/** The report on the same paper. */
export const PrintShift = ({ shift }: { shift: ShiftReport }) => <div className="till-print"><PaperButton paper={`/v1/shifts/${shift.id}/paper.pdf`} /></div>

function PaperButton({ paper }: { paper: string }) {
  const { t } = useReader()
  const [width, setWidth] = usePaper()
  return (
    <>
      <Button component="a" variant="default" href={`${paper}?width=${width}`} target="_blank">{t('tillPrint')}</Button>
      <SegmentedControl
        size="md" aria-label={t('tillPaper')} value={width} onChange={setWidth}
        data={PAPER_WIDTHS.map((mm) => ({ value: mm, label: t('tillPaperWidth', { mm }) }))}
      />
    </>
  )
}
