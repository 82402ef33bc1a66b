import type { BusinessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'

/** "November 2026", as the language writes a month by itself. */
export const periodName = (language: Language, period: BusinessDate): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${period}T00:00:00Z`))
