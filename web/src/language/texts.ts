import { isLanguage } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import type { CabinetTexts } from '../../../src/platform/i18n/en/cabinet.ts'
import type { CabinetAccountsTexts } from '../../../src/platform/i18n/en/cabinet-accounts.ts'
import type { CabinetChannelsTexts } from '../../../src/platform/i18n/en/cabinet-channels.ts'
import type { CabinetInvoicesTexts } from '../../../src/platform/i18n/en/cabinet-invoices.ts'
import type { CabinetProductsTexts } from '../../../src/platform/i18n/en/cabinet-products.ts'
import type { CabinetRecurringTexts } from '../../../src/platform/i18n/en/cabinet-recurring.ts'
import type { CabinetRegistersTexts } from '../../../src/platform/i18n/en/cabinet-registers.ts'
import type { CabinetRemindersTexts } from '../../../src/platform/i18n/en/cabinet-reminders.ts'
import type { CabinetSettingsTexts } from '../../../src/platform/i18n/en/cabinet-settings.ts'
import type { CabinetShiftsTexts } from '../../../src/platform/i18n/en/cabinet-shifts.ts'
import type { CabinetTillTexts } from '../../../src/platform/i18n/en/cabinet-till.ts'

export type Texts =
  & CabinetTexts & CabinetInvoicesTexts & CabinetAccountsTexts & CabinetChannelsTexts & CabinetSettingsTexts & CabinetRemindersTexts & CabinetRecurringTexts
  & CabinetProductsTexts & CabinetRegistersTexts & CabinetShiftsTexts & CabinetTillTexts

export type TextKey = keyof Texts

type Loaded = Promise<{ readonly texts: Texts }>

/** A reader downloads one language, not seven. */
const LOAD: Record<Language, () => Loaded> = {
  lt: () => import('./lt.ts'),
  lv: () => import('./lv.ts'),
  et: () => import('./et.ts'),
  uk: () => import('./uk.ts'),
  ka: () => import('./ka.ts'),
  ru: () => import('./ru.ts'),
  en: () => import('./en.ts'),
}

export async function loadTexts(language: Language): Promise<Texts> {
  return (await LOAD[language]()).texts
}

const KEPT = 'kvit.language'

/** What the reader chose on this device before, else the first of the browser's languages that Kvit speaks, else English. */
export function firstLanguage(kept: string | null, browser: readonly string[]): Language {
  const spoken = browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage)
  return kept !== null && isLanguage(kept) ? kept : spoken ?? 'en'
}

export const languageOfDevice = (): Language => firstLanguage(localStorage.getItem(KEPT), navigator.languages)

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT, language)
