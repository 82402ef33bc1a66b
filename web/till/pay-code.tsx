import { encode } from 'uqr'
import { useMemo } from 'react'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt } from '../src/api/nouns.ts'

/** The pay link as a code that a phone reads from the screen: drawn as one path, dark on white in every colour scheme. */
export function PayCode({ receipt }: { receipt: Receipt }) {
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
