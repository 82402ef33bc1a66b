import { fixed, inflectedCardinal, noun } from './spelling.ts'
import type { Gender, Plural, Spelling } from './spelling.ts'

/** `many` is the genitive after 0, full tens and 11 to 19. */
function plural(n: bigint): Plural {
  const teens = n % 100n >= 11n && n % 100n <= 19n
  if (teens || n % 10n === 0n) return 'many'
  return n % 10n === 1n ? 'one' : 'few'
}

const TEENS = [
  'desmit', 'vienpadsmit', 'divpadsmit', 'trīspadsmit', 'četrpadsmit', 'piecpadsmit', 'sešpadsmit', 'septiņpadsmit',
  'astoņpadsmit', 'deviņpadsmit',
] as const
const MASCULINE = ['', 'viens', 'divi', 'trīs', 'četri', 'pieci', 'seši', 'septiņi', 'astoņi', 'deviņi', ...TEENS] as const
const FEMININE = ['', 'viena', 'divas', 'trīs', 'četras', 'piecas', 'sešas', 'septiņas', 'astoņas', 'deviņas', ...TEENS] as const

const cent = noun('masculine', 'cents', 'centi', 'centu')

export const lv: Spelling = {
  minus: 'mīnus',
  joint: ' un ',
  plural,
  cardinal: inflectedCardinal({
    zero: 'nulle',
    ones: (gender: Gender) => (gender === 'feminine' ? FEMININE : MASCULINE),
    tens: [
      '', '', 'divdesmit', 'trīsdesmit', 'četrdesmit', 'piecdesmit', 'sešdesmit', 'septiņdesmit', 'astoņdesmit', 'deviņdesmit',
    ],
    hundreds: ['', 'viens simts', ...MASCULINE.slice(2, 10).map((count) => `${count} simti`)],
    scales: [
      noun('masculine', 'tūkstotis', 'tūkstoši', 'tūkstošu'), noun('masculine', 'miljons', 'miljoni', 'miljonu'),
      noun('masculine', 'miljards', 'miljardi', 'miljardu'), noun('masculine', 'triljons', 'triljoni', 'triljonu'),
    ],
    plural,
  }),
  nouns: {
    EUR: { unit: fixed('masculine', 'euro'), hundredth: cent },
    USD: { unit: noun('masculine', 'ASV dolārs', 'ASV dolāri', 'ASV dolāru'), hundredth: cent },
    UAH: { unit: noun('feminine', 'grivna', 'grivnas', 'grivnu'), hundredth: noun('feminine', 'kapeika', 'kapeikas', 'kapeiku') },
    GEL: { unit: fixed('masculine', 'lari'), hundredth: fixed('masculine', 'tetri') },
    PLN: { unit: noun('masculine', 'zlots', 'zloti', 'zlotu'), hundredth: noun('masculine', 'grasis', 'graši', 'grašu') },
    GBP: {
      unit: noun('feminine', 'sterliņu mārciņa', 'sterliņu mārciņas', 'sterliņu mārciņu'),
      hundredth: noun('masculine', 'penss', 'pensi', 'pensu'),
    },
  },
}
