import type { Product } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'

/** Characters that the tax service has not got: a warning beside what was saved or is about to be. */
export function NotFiled({ notFiled }: { notFiled: Product['notFiled'] }) {
  const { t } = useReader()
  const name = { name: t('productName'), 'unit/name': t('productUnitName') }
  return notFiled.map(({ field, characters }) => (
    <p key={field} className="hint-amber" role="note">{t('productNotFiled', { field: name[field], characters: characters.join(' ') })}</p>
  ))
}
