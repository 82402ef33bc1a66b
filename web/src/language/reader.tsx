import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Language } from '../../../src/kernel/language.ts'
import { currencyOf } from '../../../src/money/currency.ts'
import { parseDecimal } from '../../../src/money/decimal.ts'
import { parseMoney } from '../../../src/money/money.ts'
import { countryName, formatAmount, formatDate, formatDecimal, formatMoment, formatMoney, formatPercent, say } from '../../../src/platform/i18n/format.ts'
import type { TextArguments } from '../../../src/platform/i18n/format.ts'
import { surroundings } from '../api/client.ts'
import type { MoneyJson } from '../api/nouns.ts'
import { keepLanguage, loadTexts } from './texts.ts'
import type { TextKey, Texts } from './texts.ts'

/** Texts, amounts and times as the present reader reads them. */
export type Reader = {
  readonly language: Language
  readonly t: (key: TextKey, args?: TextArguments) => string
  readonly money: (money: MoneyJson, signed?: boolean) => string
  readonly decimal: (text: string) => string
  /** A price without its currency: with the currency's decimals, or all of its own where it is finer. */
  readonly price: (text: string, currency: string) => string
  readonly percent: (text: string) => string
  /** A business date, which has no zone. */
  readonly day: (day: string, length?: 'long' | 'short') => string
  readonly country: (code: string) => string
  /** A moment as the clock in `timeZone` shows it. */
  readonly moment: (timeZone: string, at: string, length?: 'long' | 'short' | 'clock') => string
  /** Shows another language; the texts are fetched first, so that nothing is half translated. */
  readonly speak: (language: Language) => Promise<void>
}

function readerOf(language: Language, texts: Texts, speak: Reader['speak']): Reader {
  return {
    language,
    speak,
    t: (key, args) => say(language, texts[key], args),
    money: ({ amount, currency }, signed = false) => {
      const known = currencyOf(currency)
      const value = known && parseMoney(amount, known)
      return value === null ? `${amount} ${currency}` : formatMoney(language, value, { signed })
    },
    decimal: (text) => {
      const value = parseDecimal(text)
      return value === null ? text : formatDecimal(language, value)
    },
    price: (text, currency) => {
      const known = currencyOf(currency)
      const whole = known && parseMoney(text, known)
      const exact = parseDecimal(text)
      return whole !== null ? formatAmount(language, whole) : exact === null ? text : formatDecimal(language, exact)
    },
    percent: (text) => {
      const value = parseDecimal(text)
      return value === null ? `${text} %` : formatPercent(language, value)
    },
    day: (day, length) => formatDate(language, day, length),
    country: (code) => countryName(language, code),
    moment: (timeZone, at, length = 'short') => formatMoment(language, new Date(at), timeZone, length),
  }
}

const Context = createContext<Reader | null>(null)

export function useReader(): Reader {
  const reader = use(Context)
  if (reader === null) throw new TypeError('useReader outside of ReaderProvider')
  return reader
}

export function ReaderProvider({ first, children }: { first: { language: Language; texts: Texts }; children: ReactNode }) {
  const [spoken, setSpoken] = useState(first)
  const speak = useCallback(async (language: Language) => {
    const texts = await loadTexts(language)
    keepLanguage(language)
    surroundings.language = language
    setSpoken({ language, texts })
  }, [])
  useEffect(() => {
    document.documentElement.lang = spoken.language
  }, [spoken.language])
  const reader = useMemo(() => readerOf(spoken.language, spoken.texts, speak), [spoken, speak])
  return <Context value={reader}>{children}</Context>
}
