import type { ComponentChildren, JSX } from 'preact'
import type { Language } from '../kernel/language.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { LanguageSwitch, PublicPageFrame, renderPublicPage } from '../platform/http/public-page.tsx'
import type { PublicPage } from '../platform/http/public-page.tsx'
import { qrSvg } from '../platform/pdf/qr.ts'
import type { Strip, StripRow } from '../platform/pdf/strip.ts'

const STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--paper:#faf8f3;--sheet:#fff;--ink:#1d1b18;--soft:#5f5a52;--line:#cfc8bb;--band:#fdf0d5;--on-band:#5a3a00}
@media (prefers-color-scheme:dark){:root{--paper:#171614;--sheet:#211f1c;--ink:#f2eee6;--soft:#b3aca0;--line:#4a463f;--band:#5a3a00;--on-band:#fdf0d5}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Georgian",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main,footer{max-inline-size:26rem;margin:1.5rem auto;padding:0 1rem}
main{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:1.25rem 1rem}
h1{font-size:1.125rem;margin:0;text-align:center}
p{margin:.125rem 0}
.test{background:var(--band);color:var(--on-band);text-align:center;font-weight:600;padding:.375rem 1rem;margin:0}
.state{border:1px solid var(--line);border-radius:8px;padding:.625rem .75rem;margin:.75rem 0}
.centre{text-align:center}
.strong{font-weight:650;font-size:1.125rem}
.pair{display:flex;justify-content:space-between;gap:1rem;margin:.125rem 0}
.pair span:last-child{text-align:end;white-space:nowrap}
hr{border:0;border-block-start:1px dashed var(--line);margin:.625rem 0}
.verify{text-align:center;margin-block-start:1rem}
.verify svg,.verify img{inline-size:11rem;block-size:11rem;background:#fff;border-radius:8px}
a{color:inherit;text-underline-offset:.2em}
.button{display:block;text-align:center;background:var(--ink);color:var(--sheet);border-radius:8px;padding:.75rem;margin-block-start:.75rem;text-decoration:none;font-weight:600}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
footer{color:var(--soft);text-align:center}
footer ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:center;list-style:none;padding:0;margin:.5rem 0}
footer li a{display:inline-block;padding-block:.25rem}
[aria-current]{font-weight:600;text-decoration:none}
@media print{body{background:#fff}main{border:0;margin:0;padding:0}footer,.button{display:none}}
`

/** `payHref` is where it can be paid while it waits; null otherwise. `path` is the page's address without a query. */
type ReceiptPageView = { readonly printed: Strip; readonly path: string; readonly payHref: string | null }

/** The receipt behind its public address. It needs no script and sets no cookie. */
export const renderReceiptPage = (view: ReceiptPageView): PublicPage => renderPublicPage(STYLE, <ReceiptPage {...view} />)

/** No such receipt: says nothing about what exists. */
export const renderGoneReceipt = (language: Language, path: string): PublicPage => renderPublicPage(STYLE,
  <Frame language={language} title={RECEIPT_TEXTS[language].goneTitle} isTest={false} path={path}>
    <h1>{RECEIPT_TEXTS[language].goneTitle}</h1>
    <p class="centre">{RECEIPT_TEXTS[language].goneText}</p>
  </Frame>,
)

type FrameProps = { readonly language: Language; readonly title: string; readonly isTest: boolean; readonly path: string; readonly children: ComponentChildren }

function Frame({ language, title, isTest, path, children }: FrameProps): JSX.Element {
  const texts = RECEIPT_TEXTS[language]
  return (
    <PublicPageFrame language={language} title={title} style={STYLE} refresh={null}>
      {isTest && <p class="test">{texts.test}</p>}
      <main>{children}</main>
      <footer><LanguageSwitch path={path} language={language} label={texts.language} /></footer>
    </PublicPageFrame>
  )
}

function ReceiptPage({ printed, path, payHref }: ReceiptPageView): JSX.Element {
  const { language, title, number, state, rows, verifyUrl, verifyText, mode } = printed
  const texts = RECEIPT_TEXTS[language]
  return (
    <Frame language={language} title={`${title} ${number}`} isTest={mode === 'test'} path={path}>
      <h1>{`${title} ${number}`}</h1>
      {state === null ? null : <p class="state" role="status">{state}</p>}
      {payHref === null ? null : <a class="button" href={payHref}>{texts.pay}</a>}
      {rows.map((row, at) => <Row key={at} row={row} />)}
      {verifyUrl === null ? null : (
        <div class="verify">
          <img src={`data:image/svg+xml,${encodeURIComponent(qrSvg(verifyUrl))}`} alt="" />
          <p><a href={verifyUrl} rel="noreferrer">{verifyText}</a></p>
        </div>
      )}
      <p class="centre"><a href={`${path}.pdf`}>{texts.pdf}</a></p>
    </Frame>
  )
}

function Row({ row }: { readonly row: StripRow }): JSX.Element {
  switch (row.kind) {
    case 'rule': return <hr />
    case 'centre': return <p class={row.strong ? 'centre strong' : 'centre'}>{row.text}</p>
    case 'text': return <p>{row.text}</p>
    case 'pair': return <p class={row.strong ? 'pair strong' : 'pair'}><span>{row.left}</span>{' '}<span>{row.right}</span></p>
  }
}
