import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Colour } from '../merchants/brand-colour.ts'

/** What a letter says, before it is written as HTML and as text: both are made of this and of nothing else. */
export type LetterContent = {
  readonly language: Language
  readonly mode: Mode
  /** Who writes, at the top, and the colour of the button. */
  readonly from: { readonly name: string; readonly colour: Colour }
  readonly subject: string
  readonly blocks: readonly LetterBlock[]
}

export type LetterBlock =
  /** Line breaks within it are kept. The first occurrence of `link`, if it is given, can be pressed. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly link?: string }
  /** The sum, large, and what it is. */
  | { readonly kind: 'sum'; readonly label: string; readonly sum: string; readonly about: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** The one thing to do, with its address beneath for whom the button does not work. */
  | { readonly kind: 'button'; readonly label: string; readonly href: string; readonly asText: string }
  | { readonly kind: 'note'; readonly text: string }

/** A finished letter. `subject` is one line. */
export type Letter = { readonly subject: string; readonly html: string; readonly text: string }
