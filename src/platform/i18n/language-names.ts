import type { Language } from '../../kernel/language.ts'

/** Each language under its own name, whatever the present one is. */
export const LANGUAGE_NAMES = {
  lt: 'Lietuvių', lv: 'Latviešu', et: 'Eesti', uk: 'Українська', ka: 'ქართული', ru: 'Русский', en: 'English',
} as const satisfies Record<Language, string>
