import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { readableOn, visibleOn } from '../merchants/brand-colour.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import { letterTexts } from '../platform/i18n/catalogue.ts'
import type { LetterBlock, LetterContent } from './letter.ts'

/**
 * The letter for mail programs: one column of plain blocks, every style on its element because some programs drop the
 * head, no picture, nothing fetched. Night colours stand in the head for those that read it; the others invert by themselves.
 */
const FONT = 'font-family:system-ui,-apple-system,\'Segoe UI\',Roboto,\'Noto Sans\',Arial,sans-serif;'
const INK = 'color:#1d1b16;'
const SOFT = 'color:#635d52;'
const CARD: Colour = '#ffffff'

const NIGHT = '@media (prefers-color-scheme:dark){.page{background:#171614!important}.card{background:#211f1c!important;border-color:#3a362f!important}'
  + '.ink{color:#f1ede4!important}.soft,.soft a{color:#b5aea0!important}.band{background:#4d3806!important;color:#ffe2a8!important}}'

export function htmlOf(content: LetterContent): string {
  return `<!doctype html>${renderToString(<Page content={content} />)}`
}

function Page({ content: { language, mode, from, subject, blocks } }: { content: LetterContent }): JSX.Element {
  return (
    <html lang={language}>
      <head>
        <meta http-equiv="content-type" content="text/html; charset=utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{subject}</title>
        <style dangerouslySetInnerHTML={{ __html: NIGHT }} />
      </head>
      <body class="page" style={`margin:0;padding:0;background:#faf8f3;${FONT}`}>
        <div lang={language} class="page" style="background:#faf8f3;padding:24px 12px;">
          <div class="card" style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e4ded1;border-radius:8px;">
            {mode === 'test' && (
              <p class="band" style={`margin:0 0 20px;padding:8px 12px;background:#ffdf9e;color:#4a3200;font-size:14px;line-height:20px;border-radius:6px;${FONT}`}>
                <strong>{letterTexts[language].test.band}</strong>
              </p>
            )}
            <p class="ink" style={`margin:0 0 20px;padding:0 0 0 12px;border-left:4px solid ${visibleOn(CARD, from.colour)};font-size:17px;line-height:24px;${INK}${FONT}`}>
              <strong>{from.name}</strong>
            </p>
            {blocks.map((block, at) => <Block key={at} block={block} colour={from.colour} />)}
          </div>
        </div>
      </body>
    </html>
  )
}

const PARAGRAPH = `margin:0 0 16px;font-size:16px;line-height:24px;${INK}${FONT}`
const SMALL = `margin:0 0 12px;font-size:14px;line-height:20px;${SOFT}${FONT}`

function Block({ block, colour }: { block: LetterBlock; colour: Colour }): JSX.Element {
  switch (block.kind) {
    case 'paragraph': return <p class="ink" style={PARAGRAPH}><Lines text={block.text} link={block.link} /></p>
    case 'note': return <p class="soft" style={SMALL}><Lines text={block.text} link={undefined} /></p>
    case 'sum': return (
      <div style="margin:0 0 20px;">
        <p class="soft" style={`margin:0;font-size:15px;line-height:20px;${SOFT}${FONT}`}>{block.label}</p>
        <p class="ink" style={`margin:0;font-size:34px;line-height:42px;${INK}${FONT}`}><strong>{block.sum}</strong></p>
        <p class="soft" style={`margin:0;font-size:15px;line-height:22px;${SOFT}${FONT}`}>{block.about}</p>
      </div>
    )
    case 'facts': return (
      <p class="ink" style={PARAGRAPH}>
        {block.rows.map(([label, value], at) => <>{at > 0 && <br />}<span class="soft" style={SOFT}>{label}:</span> {value}</>)}
      </p>
    )
    case 'button': return (
      <>
        <p style="margin:0 0 20px;"><Button label={block.label} href={block.href} colour={colour} /></p>
        <p class="soft" style={SMALL}>{block.asText}<br /><a href={block.href} style={`${SOFT}word-break:break-all;`}>{block.href}</a></p>
      </>
    )
  }
}

/**
 * A link that is drawn as a button everywhere: Outlook for Windows knows no padding on a link and gets wide invisible
 * letters instead, in comments that only it reads.
 */
function Button({ label, href, colour }: { label: string; href: string; colour: Colour }): JSX.Element {
  const { text } = readableOn(colour)
  const style = `display:block;background:${colour};color:${text};border:1px solid ${visibleOn(CARD, colour)};border-radius:8px;padding:13px 24px;`
    + `font-size:17px;line-height:24px;text-align:center;text-decoration:none;${FONT}`
  return <a href={href} style={style}><OutlookSpace raise={24} /><strong style="mso-text-raise:12px">{label}</strong><OutlookSpace raise={0} /></a>
}

const OutlookSpace = ({ raise }: { raise: number }): JSX.Element => (
  <span dangerouslySetInnerHTML={{ __html: `<!--[if mso]><i style="mso-font-width:200%;mso-text-raise:${raise}px" hidden>&emsp;&#8203;</i><![endif]-->` }} />
)

/** Text with its line breaks; the first `link` in it can be pressed. */
function Lines({ text, link }: { text: string; link: string | undefined }): JSX.Element {
  const [before = '', ...after] = link === undefined ? [text] : text.split(link)
  return (
    <>
      <Breaks text={before} />
      {link !== undefined && after.length > 0 && <><a href={link} class="ink" style={`${INK}word-break:break-all;`}>{link}</a><Breaks text={after.join(link)} /></>}
    </>
  )
}

const Breaks = ({ text }: { text: string }): JSX.Element =>
  <>{text.split('\n').map((line, at) => <>{at > 0 && <br />}{line}</>)}</>
