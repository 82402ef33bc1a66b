/** The languages of every text a person reads: Lithuanian, Latvian, Estonian, Ukrainian, Georgian, Russian, English. ISO 639-1. */
export const LANGUAGES = ['lt', 'lv', 'et', 'uk', 'ka', 'ru', 'en'] as const

export type Language = (typeof LANGUAGES)[number]

export const isLanguage = (text: string): text is Language => LANGUAGES.some((language) => language === text)
