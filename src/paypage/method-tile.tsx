import type { ComponentChildren, JSX } from 'preact'
import type { PayMethod } from './view.ts'

/**
 * A mark of our own for a way to pay: letters on the colour people know the bank by. Banks' trademarks are theirs and
 * are not shipped. Found by the provider's key or by a word of the title; else a picture of its kind.
 */
type Mark = { readonly word: RegExp; readonly letters: string; readonly colour: string }

/** White letters reach a contrast of 4.5 on each colour. */
const MARKS: readonly Mark[] = [
  { word: /\bseb\b|^vb2$/i, letters: 'SEB', colour: '#3a7a00' },
  { word: /swedbank|^hanza/i, letters: 'Sw', colour: '#c2500a' },
  { word: /luminor|^nord$|^nordealt$/i, letters: 'Lu', colour: '#5a1e6e' },
  { word: /citadele|^parex/i, letters: 'Ci', colour: '#a8123a' },
  { word: /\blhv\b/i, letters: 'LHV', colour: '#2a2a2a' },
  { word: /\bcoop\b/i, letters: 'Co', colour: '#00629e' },
  { word: /revolut/i, letters: 'Rv', colour: '#191c1f' },
  { word: /\bn26\b|_n26$/i, letters: 'N26', colour: '#2b7369' },
  { word: /artea|šiaulių|siauliu|^sb$/i, letters: 'Ar', colour: '#00665c' },
  { word: /urbo|medicinos/i, letters: 'Ur', colour: '#0a4f96' },
  { word: /paysera/i, letters: 'P', colour: '#1b4fa0' },
  { word: /nordea/i, letters: 'No', colour: '#0000a0' },
  { word: /danske/i, letters: 'Da', colour: '#003755' },
  { word: /industra/i, letters: 'In', colour: '#7a1f2b' },
  { word: /rietumu/i, letters: 'Ri', colour: '#00529b' },
  { word: /bigbank/i, letters: 'Bi', colour: '#1f5fa8' },
  { word: /inbank/i, letters: 'in', colour: '#5b2e8c' },
  { word: /erste/i, letters: 'Er', colour: '#1c5ea8' },
  { word: /trustly/i, letters: 'Tr', colour: '#1a6b4a' },
  { word: /privat/i, letters: 'Пр', colour: '#3f7a13' },
  { word: /mono/i, letters: 'mo', colour: '#1a1a1a' },
  { word: /\btbc\b/i, letters: 'TBC', colour: '#0076a3' },
  { word: /bank of georgia|საქართველოს ბანკი|\bbog\b/i, letters: 'BoG', colour: '#c2410c' },
  { word: /liberty|ლიბერთი/i, letters: 'Li', colour: '#b3122d' },
  { word: /google/i, letters: 'G', colour: '#3c4043' },
  { word: /apple/i, letters: 'A', colour: '#1d1d1f' },
]

const NEUTRAL = '#5c574d'

/** Line drawings on 40 × 28, white on grey. */
const PICTURE: Record<PayMethod['kind'], string> = {
  bank: 'M20 6l9 4.5v1.5H11v-1.5zM13 14v5M18 14v5M22 14v5M27 14v5M11 21.5h18',
  card: 'M11 8h18v12H11zM11 12h18M14 16.5h4',
  wallet: 'M12 9h14v3h2v8H12zM12 12h14M24 16h1',
  credit: 'M12 9h16v11H12zM12 12.5h16M16 7v3M24 7v3M16 16h8',
  other: 'M13 14h2M19 14h2M25 14h2',
}

const drawn = (colour: string, inside: ComponentChildren): JSX.Element => (
  <svg class="tile" width="40" height="28" viewBox="0 0 40 28" aria-hidden="true">
    <rect width="40" height="28" rx="5" fill={colour} />{inside}
  </svg>
)

/** Decoration beside the method's name: screen readers pass over it. */
export function MethodTile({ method: { key, title, kind } }: { method: PayMethod }): JSX.Element {
  const mark = MARKS.find(({ word }) => word.test(key) || word.test(title))
  if (mark !== undefined) return drawn(mark.colour, <text x="20" y="18">{mark.letters}</text>)
  return drawn(NEUTRAL, <g fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d={PICTURE[kind]} /></g>)
}
