import type { ComponentChildren, JSX } from 'preact'
import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { Foot, LanguageSwitch, StoreHead } from './parts.tsx'
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
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex,nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="color-scheme" content="light dark" />
        {refresh !== null && <meta http-equiv="refresh" content={refresh} />}
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        {of !== null && (
          <header>
            {of.mode === 'test' && <p class="test">{paypageTexts[language].testBand}</p>}
            <StoreHead store={of.store} />
          </header>
        )}
        <div class="page">
          <main>{children}</main>
          {of !== null && <Foot store={of.store} language={language} />}
          <LanguageSwitch path={path} language={language} />
        </div>
      </body>
    </html>
  )
}
