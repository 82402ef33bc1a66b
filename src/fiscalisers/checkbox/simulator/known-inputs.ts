import type { FiscalFault } from '../../simulator.ts'

/** A receipt whose total ends in these kopecks meets this fault, whoever sends it. */
export const KNOWN_INPUTS: readonly { readonly kopecks: bigint; readonly fault: FiscalFault; readonly effect: string }[] = [
  { kopecks: 91n, fault: 'answer_lost', effect: 'It is registered, and the connection ends before a word of it is told.' },
  { kopecks: 92n, fault: 'cut_off', effect: 'The connection ends, and nothing has been taken.' },
  { kopecks: 93n, fault: 'down', effect: 'HTTP 503, and nothing has been taken.' },
  { kopecks: 94n, fault: 'refuse', effect: 'Taken, and then refused by the tax service: status ERROR.' },
  { kopecks: 95n, fault: 'late', effect: 'Taken, and registered an hour later.' },
  { kopecks: 96n, fault: 'offline', effect: 'Numbered by Checkbox while it cannot reach the tax service.' },
]

/** Faults by kopecks are tried once: the next try of the same receipt goes through. */
export function faultOf(total: bigint, isRepeated: boolean): FiscalFault | null {
  const known = KNOWN_INPUTS.find(({ kopecks }) => total % 100n === kopecks)
  return known === undefined || isRepeated ? null : known.fault
}
