import { Outlet } from '@tanstack/react-router'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { Wordmark } from '../shell/wordmark.tsx'

/** The frame of the screens before sign-in. */
export function Outside() {
  const { language, speak, t } = useReader()
  return (
    <div className="outside">
      <header><Wordmark /></header>
      <main id="content"><Outlet /></main>
      <footer>
        <label>
          <span className="sr-only">{t('language')}</span>
          <select
            value={language}
            onChange={(event) => {
              const { value } = event.currentTarget
              if (isLanguage(value)) void speak(value)
            }}
          >
            {LANGUAGES.map((one) => <option key={one} value={one} lang={one}>{LANGUAGE_NAMES[one]}</option>)}
          </select>
        </label>
      </footer>
    </div>
  )
}
