import type { Language } from '../../kernel/language.ts'
import { receipt as en } from './en/receipt.ts'
import type { ReceiptTexts } from './en/receipt.ts'
import { receipt as et } from './et/receipt.ts'
import { receipt as ka } from './ka/receipt.ts'
import { receipt as lt } from './lt/receipt.ts'
import { receipt as lv } from './lv/receipt.ts'
import { receipt as ru } from './ru/receipt.ts'
import { receipt as uk } from './uk/receipt.ts'

/** The fixed words on a till's receipt, by language. */
export const RECEIPT_TEXTS: Readonly<Record<Language, ReceiptTexts>> = { lt, lv, et, uk, ka, ru, en }
