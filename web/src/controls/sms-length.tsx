import { useReader } from '../language/reader.tsx'

type Length = { readonly alphabet: 'gsm' | 'ucs2'; readonly parts: number; readonly left: number; readonly wide: readonly string[] }

const SHOWN = 12

/** What an operator charges for, told as one writes. */
export function SmsLength({ message: { alphabet, parts, left, wide } }: { message: Length }) {
  const { t } = useReader()
  return (
    <p className="quiet" role="status">
      {t('smsCount', { parts, left })}
      {alphabet === 'ucs2' && <><br /><small>{t('smsWide')} {t('smsWideLetters', { letters: wide.slice(0, SHOWN).join(' ') })}</small></>}
    </p>
  )
}
