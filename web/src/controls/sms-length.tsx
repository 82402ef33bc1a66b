import { useReader } from '../language/reader.tsx'

type Length = { readonly alphabet: 'gsm' | 'ucs2'; readonly parts: number; readonly left: number }

/** What an operator charges for, told as one writes. */
export function SmsLength({ message: { alphabet, parts, left } }: { message: Length }) {
  const { t } = useReader()
  return (
    <p className="quiet" role="status">
      {t('smsCount', { parts, left })}
      {alphabet === 'ucs2' && <><br /><small>{t('smsWide')}</small></>}
    </p>
  )
}
