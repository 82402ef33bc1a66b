import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import { letterTexts } from '../platform/i18n/catalogue.ts'
import { formatMoment, say } from '../platform/i18n/format.ts'
import { portalTexts } from '../platform/i18n/portal-texts.ts'
import { htmlOf } from './letter-html.tsx'
import { textOf } from './letter-text.ts'
import { oneLine, paragraphsOf } from './letter-words.ts'
import type { Letter, LetterContent } from './letter.ts'

type AccessLetterView = {
  readonly language: Language
  readonly mode: Mode
  readonly store: { readonly name: string; readonly colour: Colour; readonly timeZone: string }
  /** Absolute address with the token. */
  readonly link: string
  readonly expiresAt: Date
}

/** The letter that opens all invoices of a payer at one store. */
export function accessLetter({ language, mode, store, link, expiresAt }: AccessLetterView): Letter {
  const texts = portalTexts[language]
  const args = { store: store.name, time: formatMoment(language, expiresAt, store.timeZone, 'clock') }
  const subject = say(language, texts.letterSubject, args)
  const content: LetterContent = {
    language, mode, from: store,
    subject: oneLine(mode === 'test' ? letterTexts[language].test.subject.replace('{subject}', () => subject) : subject),
    blocks: [
      ...paragraphsOf(say(language, texts.letterBody, args)).map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'button', label: texts.letterButton, href: link, asText: letterTexts[language].linkAsText },
      { kind: 'note', text: texts.letterIgnore },
    ],
  }
  return { subject: content.subject, html: htmlOf(content), text: textOf(content) }
}
