/** The look of every simulator's pages: paper, ink, one accent of amber. System fonts, light and dark. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #16150f); --card: light-dark(#ffffff, #201f18); --ink: light-dark(#1d1c18, #ece9df);
  --soft: light-dark(#66625a, #a8a396); --line: light-dark(#e2ded4, #38362d); --amber: light-dark(#8a5a00, #e2a93b);
  --tint: light-dark(#fdf3dd, #33290f); --good: light-dark(#1d6b3a, #6fc48d); --bad: light-dark(#a3261c, #f08a7d);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, 'Noto Sans', 'Noto Sans Georgian', sans-serif;
}
header {
  display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; padding: 12px 24px;
  border-bottom: 1px solid var(--line); background: var(--card);
}
.badge { font-weight: 600; color: var(--amber); }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
a { color: inherit; text-underline-offset: 3px; }
nav a { color: var(--soft); text-decoration: none; padding: 4px 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: 0 2px 0 var(--amber); }
main { margin: 0 auto; padding: 24px; }
.wide main { max-width: 1120px; }
.narrow main { max-width: 528px; }
.narrow header { justify-content: center; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 32px 0 8px; }
h1 small { display: block; font-weight: 400; font-size: 15px; color: var(--soft); }
.card > h2:first-child { margin-top: 0; }
p { margin: 0 0 12px; max-width: 72ch; }
.soft { color: var(--soft); }
.good, .bad { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin: 16px 0; }
.note {
  background: var(--tint); border-left: 4px solid var(--amber); border-radius: 4px; padding: 8px 12px;
  margin: 16px 0;
}
.note p:last-child, .card p:last-child { margin-bottom: 0; }
.sum code { font: inherit; }
.sum { font-size: 32px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 4px 0 8px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: 13px/1.5 ui-monospace, 'Noto Sans Mono', monospace; overflow-wrap: anywhere; }
pre {
  white-space: pre-wrap; margin: 8px 0; padding: 12px; background: var(--paper); border: 1px solid var(--line);
  border-radius: 4px; max-height: 480px; overflow: auto;
}
button, .button {
  display: inline-block; font: inherit; padding: 8px 16px; min-height: 40px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: var(--ink); cursor: pointer; text-decoration: none;
}
button:hover, .button:hover { border-color: var(--amber); }
button.main {
  width: 100%; min-height: 52px; font-size: 17px; font-weight: 600; background: var(--ink); color: var(--paper);
  border-color: var(--ink);
}
button.full { width: 100%; text-align: left; }
:focus-visible { outline: 3px solid var(--amber); outline-offset: 2px; }
input, select {
  font: inherit; font-weight: 400; width: 100%; min-height: 40px; padding: 6px 10px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: var(--ink);
}
input[type=radio] { width: 20px; min-height: 20px; margin: 0; accent-color: var(--amber); }
label { display: block; font-weight: 600; }
.stack > * { margin: 0 0 8px; }
.stack > h2 { margin: 24px 0 8px; }
.beside { display: flex; gap: 8px; align-items: end; }
.beside label { flex: 1; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
.fields {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px 16px; margin-bottom: 16px;
}
.choice {
  display: flex; align-items: center; gap: 12px; padding: 10px 14px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); font-weight: 400; cursor: pointer;
}
.choice:has(:checked) { border-color: var(--amber); background: var(--tint); }
.choice img { width: 64px; height: 24px; }
details { margin: 12px 0; }
summary { cursor: pointer; padding: 8px 0; }
.company { display: flex; gap: 12px; align-items: center; margin-bottom: 16px; }
.company img { border-radius: 8px; }
.company .soft, .company strong { display: block; }
.company strong { font-size: 17px; line-height: 1.3; overflow-wrap: anywhere; }
.fault { padding: 8px 0; border-top: 1px solid var(--line); }
.fault p { margin: 4px 0 0; color: var(--soft); font-size: 14px; }
.scroll { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.number { text-align: right; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.letter { width: 100%; height: 720px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
@media (max-width: 600px) {
  main { padding: 16px; }
  header { padding: 12px 16px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
  table.stacked thead { display: none; }
  table.stacked tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
  table.stacked td { display: block; border: 0; padding: 2px 0; text-align: left; white-space: normal; }
  td[data-label]::before { content: attr(data-label) ' '; color: var(--soft); }
}
`
