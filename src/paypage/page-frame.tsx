import type { ComponentChildren, JSX } from 'preact'
import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { LanguageSwitch, PublicPageFrame } from '../platform/http/public-page.tsx'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { Foot, StoreHead } from './parts.tsx'
import type { PayStore } from './view.ts'

type Frame = {
  readonly language: Language
  /** Address of this page without a query. */
  readonly path: string
  readonly title: string
  readonly style: string
  /** Whose page it is; null where that must not be told. */
  readonly of: { readonly mode: Mode; readonly store: PayStore } | null
  /** Seconds and address, as the browser's own refresh takes them; null: the page stays. */
  readonly refresh: string | null
  readonly children: ComponentChildren
}

/** What every page for payers has around what it says. */
export function PageFrame({ language, path, title, style, of, refresh, children }: Frame): JSX.Element {
  return (
    <PublicPageFrame language={language} title={title} style={style} refresh={refresh}>
      {of !== null && (
        <header>
          {of.mode === 'test' && <p class="test">{paypageTexts[language].testBand}</p>}
          <StoreHead store={of.store} />
        </header>
      )}
      <div class="page">
        <main>{children}</main>
        {of !== null && <Foot store={of.store} language={language} />}
        <LanguageSwitch path={path} language={language} label={paypageTexts[language].languages} />
      </div>
    </PublicPageFrame>
  )
}
