import type { Language } from '../../kernel/language.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Role } from '../role.ts'
import type { Clock } from '../../kernel/clock.ts'

/** Where a person sees the letters and text messages of test mode; null where the installation has no such page. */
type CaughtPages = { readonly letters: URL | null; readonly texts: URL | null }

/** What the verbs of people need. */
export type PeopleDeps = {
  readonly db: Db
  readonly clock: Clock
  /** PUBLIC_URL. Links in letters start with it, whatever a request calls us. */
  readonly publicUrl: URL
  readonly caughtPages: CaughtPages
  /** Hands a letter over for sending; does not wait until it is sent. */
  readonly sendAccountMail: (mail: AccountMail) => Promise<void>
}

/**
 * A letter about an account. `already_registered` goes to the owner of an address that somebody registers again:
 * the page must not say that it is known, so the letter does.
 */
export type AccountMail = {
  readonly to: string
  readonly language: Language
  readonly link: string
} & (
  | { readonly kind: 'activate' | 'reset' | 'already_registered' }
  | { readonly kind: 'invite'; readonly merchantName: string; readonly inviter: string; readonly role: Role }
)

/** An address as it is compared and stored: in lower case, without spaces around. */
export const normalEmail = (text: string): string => text.trim().toLowerCase()

/**
 * Enough to refuse typing mistakes; that letters arrive is what proves an address. Source of the limits: RFC 5321,
 * 4.5.3.1.
 */
export const EMAIL_PATTERN = '^\\s*[^\\s@<>"(),:;\\[\\]\\\\]{1,64}@[^\\s@<>"(),:;\\[\\]\\\\.]+(\\.[^\\s@<>"(),:;\\[\\]\\\\.]+)+\\s*$'

/**
 * How long the links in our letters work. Milliseconds. Only the one that needs no password is as short as OWASP ASVS
 * 5.0, 6.5.5 asks: the others are worth nothing without the password, or make an account that holds nothing yet.
 */
export const LINK_LIVES_MS = { activate: 24 * 3_600_000, reset: 10 * 60_000, invite: 7 * 86_400_000 } as const

/** The cabinet's page for each letter. */
const PAGE = {
  activate: '/activate', reset: '/reset-password', invite: '/invitation', already_registered: '/sign-in',
} as const satisfies Record<AccountMail['kind'], string>

/**
 * The link of a letter. Its token stands behind `#`, so it is in no server's log, and fetching the page spends
 * nothing. Null where the letter brings none.
 */
export const linkTo = (publicUrl: URL, kind: AccountMail['kind'], token: string | null): string =>
  new URL(token === null ? PAGE[kind] : `${PAGE[kind]}#${token}`, publicUrl).href
