import type { Colour } from '../merchants/brand-colour.ts'
import { readableOn, visibleOn } from '../merchants/brand-colour.ts'

/** Ground of the page by day and by night; the store's colour is moved until it stands out from them. */
const PAPER = '#faf8f3'
const NIGHT = '#171614'

/** Colour of a page that belongs to no store. */
export const KVIT_COLOUR: Colour = '#b45309'

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-block:1rem 9rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Georgian",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
.page,.store{max-inline-size:30rem;margin-inline:auto;padding:1.5rem 1rem}
h1,h2,p,dl,dd,ul,fieldset{margin:0;padding:0}
a{color:inherit;text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.test{background:var(--band);color:var(--on-band);text-align:center;font-weight:600;padding:.375rem 1rem;font-size:.9375rem}
.store{display:flex;align-items:center;gap:.75rem;padding-block-end:0;font-weight:600;font-size:1.0625rem}
.store img{display:block;max-inline-size:10rem;max-block-size:3rem;inline-size:auto;block-size:auto}
.store .letter{flex:none;display:grid;place-items:center;inline-size:2.5rem;block-size:2.5rem;border-radius:8px;background:var(--accent);color:var(--on-accent)}
.store .bright{background:#fff;border-radius:8px;padding:.25rem}
h1{font-size:1.5rem;line-height:1.25;font-weight:650}
h1 .label{display:block;font-size:.9375rem;font-weight:400;color:var(--soft);margin-block-end:.125rem}
.sum{display:block;font-size:2.5rem;line-height:1.1;font-weight:650;letter-spacing:-.01em}
.soft,small{color:var(--soft)}
small{font-size:.8125rem}
.about{margin-block-start:.375rem}
h1,.about,.next{text-wrap:balance}
p{text-wrap:pretty}
.face{margin-block-start:1.5rem}
.face>*+*{margin-block-start:1rem}.face>.next{margin-block-start:.25rem}
.fold{border-block:1px solid var(--line);margin-block-start:1rem}
.fold summary{display:flex;align-items:center;gap:.5rem;min-block-size:2.75rem;cursor:pointer;list-style:none}
.fold summary::-webkit-details-marker{display:none}
.fold summary::after{content:"";flex:none;margin-inline-start:auto;margin-inline-end:.25rem;inline-size:.5rem;block-size:.5rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg);margin-block-end:.25rem}
.fold[open]>summary::after{transform:rotate(225deg);margin-block:.25rem 0}
.fold .brief{color:var(--soft);overflow:hidden;white-space:nowrap;text-overflow:ellipsis;min-inline-size:0}
.fold .name{flex:none;max-inline-size:100%}
.rows{padding-block:.25rem .75rem}
.rows>div{display:flex;justify-content:space-between;gap:1rem;padding-block:.25rem;break-inside:avoid}
.rows dt{min-inline-size:min(7.75rem,40%)}
.rows dd{text-align:end;min-inline-size:0;overflow-wrap:anywhere}
.rows .amount{flex:none;white-space:nowrap;overflow-wrap:normal}
.rows .line small{display:block}
.rows .total{border-block-start:1px solid var(--line);margin-block-start:.25rem;padding-block-start:.5rem;font-weight:600}
fieldset{border:0;min-inline-size:0}
legend,h2{font-size:1.0625rem;font-weight:600;padding:0;margin-block-end:.75rem}
.fold h2{font-size:.9375rem;margin-block:1rem .5rem}
.methods{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,12.5rem),1fr));gap:.5rem}
.method{display:flex;align-items:center;gap:.75rem;min-block-size:3.25rem;padding:.5rem .75rem;background:var(--card);border:1px solid var(--edge);border-radius:8px;cursor:pointer}
.method input{flex:none;inline-size:1.25rem;block-size:1.25rem;margin:0;accent-color:var(--mark)}
.method svg{flex:none;display:block}
.method span{min-inline-size:0;line-height:1.25}
.method small{display:block}
.method:hover{background:var(--hover)}
.method:has(:checked){border-color:var(--mark);box-shadow:inset 0 0 0 1px var(--mark)}
.method:has(:focus-visible){outline:3px solid var(--ink);outline-offset:2px}
.method :focus-visible{outline:none}
.tile{border-radius:5px;box-shadow:0 0 0 1px var(--rimless)}
.tile text{font:700 12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#fff;text-anchor:middle}
.fold .methods{padding-block-end:.75rem}
.field label{display:block;font-weight:600;margin-block-end:.25rem}
.field .box{display:flex;align-items:center;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding-inline-end:.875rem}
.field .box:has(:focus-visible){outline:3px solid var(--ink);outline-offset:2px}
.field input{flex:1;min-inline-size:0;font:inherit;font-size:1.25rem;text-align:end;padding:.625rem .5rem;border:0;background:none;color:inherit;outline:none}
.field p{margin-block-start:.25rem}
.bad .box{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
.problem{display:flex;gap:.75rem;align-items:flex-start;padding:.75rem;border:1px solid var(--bad);border-radius:8px;background:var(--card)}
.problem svg{flex:none;color:var(--bad);margin-block-start:.125rem}

.problem:focus-visible{outline:2px solid var(--bad);outline-offset:0}
.mild:focus-visible{outline-color:var(--edge)}
.mild{border-color:var(--edge)}
.mild svg{color:var(--soft)}
.code{display:block;inline-size:min(100%,15rem);block-size:auto;margin:.75rem auto;background:#fff;border-radius:8px}
.bar{padding-block:.75rem;background:var(--paper)}
.next{text-align:center;font-size:.9375rem}
.button{display:flex;align-items:center;justify-content:center;inline-size:100%;min-block-size:3.25rem;padding:.5rem 1rem;border:1px solid var(--rim);border-radius:8px;background:var(--accent);color:var(--on-accent);font:inherit;font-size:1.125rem;font-weight:600;text-decoration:none;text-align:center;cursor:pointer}
.button:hover{box-shadow:inset 0 0 0 99px rgb(128 128 128/.12)}
.quiet{background:none;color:var(--ink);border-color:var(--edge);font-size:1rem;min-block-size:2.75rem}
.mark{display:block;inline-size:3.5rem;block-size:3.5rem;margin-inline-start:-.3rem;margin-block-end:.75rem}
.good{color:var(--good)}
.wait{color:var(--soft)}
.stack{display:grid;gap:.5rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem 1rem}
.card .rows{padding-block:.25rem}
.card-link{padding-block:.25rem .5rem}
.foot{margin-block-start:2rem;padding-block-start:1rem;border-block-start:1px solid var(--line);font-size:.9375rem;color:var(--soft)}
.foot b{color:var(--ink);font-weight:600}
.foot .links{display:flex;flex-wrap:wrap;gap:0 1.25rem}
.foot .links a{display:inline-flex;align-items:center;min-block-size:2rem}
.foot p+p,.foot p+div{margin-block-start:.5rem}
.tongues{margin-block-start:1.25rem;font-size:.9375rem}
.tongues ul{display:flex;flex-wrap:wrap;gap:0 1rem;list-style:none}
.tongues a{display:inline-flex;align-items:center;min-block-size:2rem;color:var(--soft)}
.tongues [aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
@media (min-height:32rem){.bar{position:sticky;inset-block-end:0;z-index:1;box-shadow:0 -1px var(--line);margin-inline:-1rem;padding-inline:1rem}}
@media (min-width:48rem){.store{padding-block-start:3rem}.bar{margin-inline:0;padding-inline:0}}
@media print{body{background:#fff;color:#000;font-size:10.5pt}.page,.store{max-inline-size:none;padding-inline:0}.bar,.tongues,.methods,.problem,.field,fieldset,.quiet,.button,.once{display:none}.fold summary::after{display:none}::details-content{content-visibility:visible;block-size:auto}.good,.soft,.foot,small{color:#000}.foot{break-inside:avoid}}
@media (prefers-reduced-motion:no-preference){.method,.button{transition:background-color .1s,box-shadow .1s}}
@media (forced-colors:active){.method:has(:checked){outline:2px solid Highlight}}
`.replaceAll('\n', '')

const DAY = `--paper:${PAPER};--card:#fff;--hover:#f5f1e8;--ink:#1d1b16;--soft:#635d52;--line:#e4ded1;--edge:#8d8678;--band:#ffdf9e;--on-band:#4a3200;--rimless:transparent;--good:#1a6b3c;--bad:#a3241c`
const EVENING = `--paper:${NIGHT};--card:#211f1c;--hover:#2a2824;--ink:#f1ede4;--soft:#b5aea0;--line:#3a362f;--edge:#8a8273;--band:#4d3806;--on-band:#ffe2a8;--rimless:rgb(255 255 255/.2);--good:#79d8a1;--bad:#ff9d92`

/** The one style of a page, in the colour of its store. The same text for the same colour, as the CSP names its hash. */
export function styleFor(colour: Colour): string {
  const day = visibleOn(PAPER, colour)
  const night = visibleOn(NIGHT, colour)
  return `:root{color-scheme:light dark;--accent:${colour};--on-accent:${readableOn(colour).text};${DAY};--mark:${day};--rim:${day}}`
    + `@media (prefers-color-scheme:dark){:root{${EVENING};--mark:${night};--rim:${night}}}`
    + `@media print{:root{${DAY};--paper:#fff}}${RULES}`
}
