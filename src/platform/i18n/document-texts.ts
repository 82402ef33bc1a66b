import type { Language } from '../../kernel/language.ts'
import { document as en } from './en/document.ts'
import type { DocumentTexts } from './en/document.ts'
import { document as et } from './et/document.ts'
import { document as ka } from './ka/document.ts'
import { document as lt } from './lt/document.ts'
import { document as lv } from './lv/document.ts'
import { document as ru } from './ru/document.ts'
import { document as uk } from './uk/document.ts'

/** The fixed words on paper, by language. */
export const DOCUMENT_TEXTS: Readonly<Record<Language, DocumentTexts>> = { lt, lv, et, uk, ka, ru, en }
