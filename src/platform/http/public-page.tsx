import { createHash } from 'node:crypto'
import type { ComponentChildren, JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Language } from '../../kernel/language.ts'
import { LANGUAGE_NAMES } from '../i18n/language-names.ts'

/** Everything a payer's browser may not do here. The payer's page needs no feature of the device. */
const PERMISSIONS = ['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'magnetometer', 'microphone',
  'midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'].map((name) => `${name}=()`).join(', ')

const FIXED = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
} as const

/**
 * The headers of a page for payers whose one inline style is `style`, names in lower case. No script, no frame, no form to
 * anywhere else; pictures from us or from within the page. The token in the address leaves by no Referer and no cache.
 */
function publicPageHeaders(style: string): Readonly<Record<string, string>> {
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    ...FIXED,
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  }
}

/** A page for payers as it is answered: everything in it, no script. The headers are this page's own, as the policy names its style. */
export type PublicPage = { readonly html: string; readonly headers: Readonly<Record<string, string>> }

/** `page` is a `PublicPageFrame` with this style. */
export const renderPublicPage = (style: string, page: JSX.Element): PublicPage =>
  ({ html: `<!doctype html>${renderToString(page)}`, headers: publicPageHeaders(style) })

type Frame = {
  readonly language: Language
  readonly title: string
  readonly style: string
  /** Seconds and address, as the browser's own refresh takes them; null: the page stays. */
  readonly refresh: string | null
  readonly children: ComponentChildren
}

export function PublicPageFrame({ language, title, style, refresh, children }: Frame): JSX.Element {
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
      <body>{children}</body>
    </html>
  )
}

/** The page's address in this language; the page remembers nothing, so every link and form carries it. */
export const inLanguage = (path: string, language: Language): string => `${path}?lang=${language}`

/** Each language under its own name, as a reader who understands no other would look for it. */
export function LanguageSwitch({ path, language, label }: { path: string; language: Language; label: string }): JSX.Element {
  return (
    <nav class="tongues" aria-label={label}>
      <ul>
        {LANGUAGES.map((other) => (
          <li key={other}>
            <a href={inLanguage(path, other)} hreflang={other} lang={other} aria-current={other === language ? 'true' : undefined}>
              {LANGUAGE_NAMES[other]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
