import type { Language } from '../../kernel/language.ts'
import { letter as enLetter } from './en/letter.ts'
import type { LetterTexts } from './en/letter.ts'
import { paypage as enPaypage } from './en/paypage.ts'
import type { PaypageTexts } from './en/paypage.ts'
import { letter as etLetter } from './et/letter.ts'
import { paypage as etPaypage } from './et/paypage.ts'
import { letter as kaLetter } from './ka/letter.ts'
import { paypage as kaPaypage } from './ka/paypage.ts'
import { letter as ltLetter } from './lt/letter.ts'
import { paypage as ltPaypage } from './lt/paypage.ts'
import { letter as lvLetter } from './lv/letter.ts'
import { paypage as lvPaypage } from './lv/paypage.ts'
import { letter as ruLetter } from './ru/letter.ts'
import { paypage as ruPaypage } from './ru/paypage.ts'
import { letter as ukLetter } from './uk/letter.ts'
import { paypage as ukPaypage } from './uk/paypage.ts'

/**
 * The texts of one area of the screen in every language. An area is a file `<language>/<area>.ts`; the English one
 * gives the shape, the others satisfy it. This file holds the areas that the server draws; the cabinet loads its own
 * by language, so that a browser fetches one language of one area.
 */
export type Catalogue<Texts> = Readonly<Record<Language, Texts>>

export const paypageTexts: Catalogue<PaypageTexts> = {
  lt: ltPaypage, lv: lvPaypage, et: etPaypage, uk: ukPaypage, ka: kaPaypage, ru: ruPaypage, en: enPaypage,
}

export const letterTexts: Catalogue<LetterTexts> = {
  lt: ltLetter, lv: lvLetter, et: etLetter, uk: ukLetter, ka: kaLetter, ru: ruLetter, en: enLetter,
}
