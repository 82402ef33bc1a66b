/**
 * A store may write its own subject and text. The braces stand for these and nothing else: there is no logic, no nesting
 * and no way to reach anything but these texts.
 */
export const PLACEHOLDERS = ['payer', 'number', 'amount', 'dueDate', 'store', 'link'] as const

type Placeholder = (typeof PLACEHOLDERS)[number]
export type PlaceholderValues = Readonly<Record<Placeholder, string>>

/** A store's own words for one letter in one language. Null: those of the catalogue. */
export type OwnWords = { readonly subject: string | null; readonly body: string | null }

const isPlaceholder = (name: string): name is Placeholder => PLACEHOLDERS.some((placeholder) => placeholder === name)

/** Fills in the placeholders, once: what a value brings with it stays text. Unknown braces stay as they were written. */
export function fillPlaceholders(words: string, values: PlaceholderValues): string {
  return words.replaceAll(/\{(\w+)\}/g, (braces, name: string) => (isPlaceholder(name) ? values[name] : braces))
}

/** Placeholders of `words` that no letter knows, for the settings screen to point at. */
export const unknownPlaceholders = (words: string): readonly string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => (isPlaceholder(name) ? [] : [name]))

/** A subject is one line whatever was typed or filled in: control characters, line and paragraph separators become spaces. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll(/ {2,}/g, ' ').trim()

/** A blank line parts paragraphs; a single line break stays one within its paragraph. */
export const paragraphsOf = (words: string): readonly string[] =>
  words.replaceAll(/\r\n?/g, '\n').split(/\n{2,}/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '')
