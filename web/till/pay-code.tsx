import { encode } from 'uqr'
import { useMemo } from 'react'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt } from '../src/api/nouns.ts'

/** What the payer's phone reads from the screen: the code for a plain transfer of what remains, else the pay link. */
export function PayCode({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  if (receipt.transferQr === null) return <LinkCode receipt={receipt} />
  return (
    <figure className="till-code">
      <img src={`${receipt.transferQr}?of=${receipt.remaining.amount}`} alt={t('tillTransferLabel')} />
      <figcaption>{t('tillTransferHint')}</figcaption>
    </figure>
  )
}

/** Drawn as one path, dark on white in every colour scheme. */
function LinkCode({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const link = receipt.payUrl ?? ''
  const { path, size } = useMemo(() => drawn(link), [link])
  return (
    <figure className="till-code">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('tillCodeLabel')}><rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" /></svg>
      <figcaption>{t('tillCodeHint')}</figcaption>
    </figure>
  )
}

function drawn(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { path, size }
}
