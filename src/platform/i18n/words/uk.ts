import { fixed, inflectedCardinal, noun } from './spelling.ts'
import type { Gender, Plural, Spelling } from './spelling.ts'

function plural(n: bigint): Plural {
  const teens = n % 100n >= 11n && n % 100n <= 14n
  if (!teens && n % 10n === 1n) return 'one'
  return !teens && n % 10n >= 2n && n % 10n <= 4n ? 'few' : 'many'
}

// The apostrophe is U+2019: it survives windows-1251, which U+02BC does not.
const FROM_3 = [
  'три', 'чотири', 'п’ять', 'шість', 'сім', 'вісім', 'дев’ять', 'десять', 'одинадцять', 'дванадцять', 'тринадцять',
  'чотирнадцять', 'п’ятнадцять', 'шістнадцять', 'сімнадцять', 'вісімнадцять', 'дев’ятнадцять',
] as const
const ONES: Record<Gender, readonly string[]> = {
  masculine: ['', 'один', 'два', ...FROM_3], feminine: ['', 'одна', 'дві', ...FROM_3], neuter: ['', 'одне', 'два', ...FROM_3],
}

const cent = noun('masculine', 'цент', 'центи', 'центів')

export const uk: Spelling = {
  minus: 'мінус',
  joint: ' ',
  plural,
  cardinal: inflectedCardinal({
    zero: 'нуль',
    ones: (gender) => ONES[gender],
    tens: ['', '', 'двадцять', 'тридцять', 'сорок', 'п’ятдесят', 'шістдесят', 'сімдесят', 'вісімдесят', 'дев’яносто'],
    hundreds: ['', 'сто', 'двісті', 'триста', 'чотириста', 'п’ятсот', 'шістсот', 'сімсот', 'вісімсот', 'дев’ятсот'],
    scales: [
      noun('feminine', 'тисяча', 'тисячі', 'тисяч'), noun('masculine', 'мільйон', 'мільйони', 'мільйонів'),
      noun('masculine', 'мільярд', 'мільярди', 'мільярдів'), noun('masculine', 'трильйон', 'трильйони', 'трильйонів'),
    ],
    plural,
  }),
  nouns: {
    EUR: { unit: fixed('neuter', 'євро'), hundredth: cent },
    USD: { unit: noun('masculine', 'долар США', 'долари США', 'доларів США'), hundredth: cent },
    UAH: { unit: noun('feminine', 'гривня', 'гривні', 'гривень'), hundredth: noun('feminine', 'копійка', 'копійки', 'копійок') },
    GEL: { unit: fixed('masculine', 'ларі'), hundredth: fixed('masculine', 'тетрі') },
    PLN: { unit: noun('masculine', 'злотий', 'злоті', 'злотих'), hundredth: noun('masculine', 'грош', 'гроші', 'грошів') },
    GBP: {
      unit: noun('masculine', 'фунт стерлінгів', 'фунти стерлінгів', 'фунтів стерлінгів'),
      hundredth: noun('masculine', 'пенс', 'пенси', 'пенсів'),
    },
  },
}
