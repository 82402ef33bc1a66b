import { fixed, inflectedCardinal, noun } from './spelling.ts'
import type { Gender, Plural, Spelling } from './spelling.ts'

function plural(n: bigint): Plural {
  const teens = n % 100n >= 11n && n % 100n <= 14n
  if (!teens && n % 10n === 1n) return 'one'
  return !teens && n % 10n >= 2n && n % 10n <= 4n ? 'few' : 'many'
}

const FROM_3 = [
  'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять', 'одиннадцать', 'двенадцать', 'тринадцать',
  'четырнадцать', 'пятнадцать', 'шестнадцать', 'семнадцать', 'восемнадцать', 'девятнадцать',
] as const
const ONES: Record<Gender, readonly string[]> = {
  masculine: ['', 'один', 'два', ...FROM_3], feminine: ['', 'одна', 'две', ...FROM_3], neuter: ['', 'одно', 'два', ...FROM_3],
}

const cent = noun('masculine', 'цент', 'цента', 'центов')

export const ru: Spelling = {
  minus: 'минус',
  joint: ' ',
  plural,
  cardinal: inflectedCardinal({
    zero: 'ноль',
    ones: (gender) => ONES[gender],
    tens: ['', '', 'двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто'],
    hundreds: ['', 'сто', 'двести', 'триста', 'четыреста', 'пятьсот', 'шестьсот', 'семьсот', 'восемьсот', 'девятьсот'],
    scales: [
      noun('feminine', 'тысяча', 'тысячи', 'тысяч'), noun('masculine', 'миллион', 'миллиона', 'миллионов'),
      noun('masculine', 'миллиард', 'миллиарда', 'миллиардов'), noun('masculine', 'триллион', 'триллиона', 'триллионов'),
    ],
    plural,
  }),
  nouns: {
    // Dictionaries differ about the gender; "один евро" is what accountants write.
    EUR: { unit: fixed('masculine', 'евро'), hundredth: cent },
    USD: { unit: noun('masculine', 'доллар США', 'доллара США', 'долларов США'), hundredth: cent },
    UAH: { unit: noun('feminine', 'гривна', 'гривны', 'гривен'), hundredth: noun('feminine', 'копейка', 'копейки', 'копеек') },
    GEL: { unit: fixed('masculine', 'лари'), hundredth: fixed('masculine', 'тетри') },
    PLN: { unit: noun('masculine', 'злотый', 'злотых', 'злотых'), hundredth: noun('masculine', 'грош', 'гроша', 'грошей') },
    GBP: {
      unit: noun('masculine', 'фунт стерлингов', 'фунта стерлингов', 'фунтов стерлингов'),
      hundredth: noun('masculine', 'пенс', 'пенса', 'пенсов'),
    },
  },
}
