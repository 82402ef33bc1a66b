import { inflectedCardinal, noun } from './spelling.ts'
import type { Gender, Plural, Spelling } from './spelling.ts'

function plural(n: bigint): Plural {
  const teens = n % 100n >= 11n && n % 100n <= 19n
  if (teens || n % 10n === 0n) return 'many'
  return n % 10n === 1n ? 'one' : 'few'
}

const TEENS = [
  'dešimt', 'vienuolika', 'dvylika', 'trylika', 'keturiolika', 'penkiolika', 'šešiolika', 'septyniolika', 'aštuoniolika',
  'devyniolika',
] as const
const MASCULINE = ['', 'vienas', 'du', 'trys', 'keturi', 'penki', 'šeši', 'septyni', 'aštuoni', 'devyni', ...TEENS] as const
const FEMININE = ['', 'viena', 'dvi', 'trys', 'keturios', 'penkios', 'šešios', 'septynios', 'aštuonios', 'devynios', ...TEENS] as const

const cent = noun('masculine', 'ct', 'ct', 'ct')

export const lt: Spelling = {
  minus: 'minus',
  joint: ' ',
  plural,
  cardinal: inflectedCardinal({
    zero: 'nulis',
    ones: (gender: Gender) => (gender === 'feminine' ? FEMININE : MASCULINE),
    tens: [
      '', '', 'dvidešimt', 'trisdešimt', 'keturiasdešimt', 'penkiasdešimt', 'šešiasdešimt', 'septyniasdešimt', 'aštuoniasdešimt',
      'devyniasdešimt',
    ],
    hundreds: ['', 'vienas šimtas', ...MASCULINE.slice(2, 10).map((count) => `${count} šimtai`)],
    scales: [
      noun('masculine', 'tūkstantis', 'tūkstančiai', 'tūkstančių'), noun('masculine', 'milijonas', 'milijonai', 'milijonų'),
      noun('masculine', 'milijardas', 'milijardai', 'milijardų'), noun('masculine', 'trilijonas', 'trilijonai', 'trilijonų'),
    ],
    plural,
  }),
  nouns: {
    EUR: { unit: noun('masculine', 'euras', 'eurai', 'eurų'), hundredth: cent },
    USD: { unit: noun('masculine', 'JAV doleris', 'JAV doleriai', 'JAV dolerių'), hundredth: cent },
    UAH: { unit: noun('feminine', 'grivina', 'grivinos', 'grivinų'), hundredth: noun('feminine', 'kapeika', 'kapeikos', 'kapeikų') },
    GEL: { unit: noun('masculine', 'laris', 'lariai', 'larių'), hundredth: noun('masculine', 'tetris', 'tetriai', 'tetrių') },
    PLN: { unit: noun('masculine', 'zlotas', 'zlotai', 'zlotų'), hundredth: noun('masculine', 'grašis', 'grašiai', 'grašių') },
    GBP: {
      unit: noun('masculine', 'svaras sterlingų', 'svarai sterlingų', 'svarų sterlingų'),
      hundredth: noun('masculine', 'pensas', 'pensai', 'pensų'),
    },
  },
}
