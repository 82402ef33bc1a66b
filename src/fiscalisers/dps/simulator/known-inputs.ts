import type { FiscalFault } from '../../simulator.ts'
import type { Paper } from './papers.ts'

/** What can befall a document here. */
export const FAULTS = ['answer_lost', 'cut_off', 'down', 'refuse'] as const satisfies readonly FiscalFault[]

/** A receipt whose sum ends in these kopecks meets this fault once, whoever sends it; sent again it goes through. */
export const KNOWN_INPUTS: readonly { readonly kopecks: string; readonly fault: (typeof FAULTS)[number]; readonly effect: string }[] = [
  { kopecks: '91', fault: 'answer_lost', effect: 'It is registered, and the connection ends before a word of it is told.' },
  { kopecks: '92', fault: 'cut_off', effect: 'The connection ends, and nothing has been taken.' },
  { kopecks: '93', fault: 'down', effect: 'HTTP 503, and nothing has been taken.' },
  { kopecks: '94', fault: 'refuse', effect: 'Error 9, and nothing has been taken.' },
]

export const knownFault = ({ type, subtype, sum }: Paper): FiscalFault | null =>
  (type === 0 && (subtype === 0 || subtype === 1) ? KNOWN_INPUTS.find(({ kopecks }) => sum.endsWith(`.${kopecks}`))?.fault ?? null : null)
