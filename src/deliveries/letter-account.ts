import type { Language } from '../kernel/language.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import { letterTexts } from '../platform/i18n/catalogue.ts'
import { formatMoment, say } from '../platform/i18n/format.ts'
import { htmlOf } from './letter-html.tsx'
import { textOf } from './letter-text.ts'
import { oneLine, paragraphsOf } from './letter-words.ts'
import type { Letter, LetterBlock, LetterContent } from './letter.ts'

/** Letters about an account at Kvit itself: never in test mode, never with a store's words. */
const KVIT = { name: 'Kvit', colour: '#b45309' } as const satisfies { name: string; colour: Colour }

type Role = 'owner' | 'admin' | 'accountant' | 'cashier' | 'developer' | 'viewer'

export type AccountLetterView = {
  readonly language: Language
  /** Absolute address with the one-time token. */
  readonly link: string
  /** When the link ends, and the zone of the clock it is written by; null: the letter does not say. */
  readonly validUntil: { readonly at: Date; readonly timeZone: string } | null
} & (
  | { readonly kind: 'activation' | 'already_registered' | 'reset' | 'password_changed' }
  | { readonly kind: 'invitation'; readonly inviter: string; readonly merchant: string; readonly role: Role }
)

const KEY = {
  activation: 'activation', already_registered: 'alreadyRegistered', reset: 'reset', password_changed: 'passwordChanged', invitation: 'invitation',
} as const

export function accountLetter(view: AccountLetterView): Letter {
  const { language, link, validUntil } = view
  const texts = letterTexts[language]
  const { subject, body, button } = texts[KEY[view.kind]]
  const args = view.kind === 'invitation' ? { inviter: view.inviter, merchant: view.merchant, role: texts.role[view.role] } : {}
  const blocks: LetterBlock[] = paragraphsOf(say(language, body, args)).map((text) => ({ kind: 'paragraph', text }))
  blocks.push({ kind: 'button', label: button, href: link, asText: texts.linkAsText })
  if (validUntil !== null) {
    const time = formatMoment(language, validUntil.at, validUntil.timeZone)
    blocks.push({ kind: 'note', text: say(language, texts.validUntil, { time }) })
  }
  if (view.kind !== 'password_changed') blocks.push({ kind: 'note', text: texts.ignore })
  const content: LetterContent = { language, mode: 'live', from: KVIT, subject: oneLine(say(language, subject, args)), blocks }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}
