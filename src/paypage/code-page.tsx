import type { JSX } from 'preact'
import type { Language } from '../kernel/language.ts'
import { inLanguage, renderPublicPage } from '../platform/http/public-page.tsx'
import { portalTexts } from '../platform/i18n/portal-texts.ts'
import type { RenderedPage } from './page.tsx'
import { PageFrame } from './page-frame.tsx'
import { KVIT_COLOUR, styleFor } from './style.ts'

/** `wrong`: no code of ours, or not any more. `many`: too many were tried. Null: nothing was typed yet. */
export type CodeView = { readonly language: Language; readonly typed: string; readonly problem: null | 'wrong' | 'many' }

export const CODE_PATH = '/c'

const WIDE = '.field input{text-align:center;font-size:1.5rem;letter-spacing:.06em;font-variant-numeric:tabular-nums}'

const STATUS = { wrong: 404, many: 429 } as const

/** Where a payer types the digits that were read to them. No script, like the pay page. */
export function renderCodePage(view: CodeView): RenderedPage {
  const style = styleFor(KVIT_COLOUR) + WIDE
  return { status: view.problem === null ? 200 : STATUS[view.problem], ...renderPublicPage(style, <Page view={view} style={style} />) }
}

function Page({ view: { language, typed, problem }, style }: { view: CodeView; style: string }): JSX.Element {
  const texts = portalTexts[language]
  return (
    <PageFrame language={language} path={CODE_PATH} title={texts.codeHeading} style={style} of={null} refresh={null}>
      <h1>{texts.codeHeading}</h1>
      <p class="about soft">{texts.codeText}</p>
      <form class="face" method="post" action={inLanguage(CODE_PATH, language)} novalidate>
        <div class={problem === null ? 'field' : 'field bad'}>
          <label for="code">{texts.codeField}</label>
          <div class="box">
            <input
              id="code" name="code" type="text" inputMode="numeric" autocomplete="off" maxLength={24} value={typed} required
              aria-invalid={problem === null ? undefined : 'true'} aria-describedby={problem === null ? undefined : 'wrong'}
            />
          </div>
          {problem !== null && <p id="wrong" role="alert">{problem === 'many' ? texts.codeMany : texts.codeWrong}</p>}
        </div>
        <button class="button" type="submit">{texts.codeButton}</button>
      </form>
    </PageFrame>
  )
}
