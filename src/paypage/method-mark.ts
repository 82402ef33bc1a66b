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

type Named = { readonly key: string; readonly title: string }

export const markOf = ({ key, title }: Named): Mark | undefined => MARKS.find(({ word }) => word.test(key) || word.test(title))

/** What a bank is known by, whoever leads there: its mark, else its name without what it is. */
export const brandOf = (method: Named): string =>
  markOf(method)?.letters ?? method.title.toLowerCase().replaceAll(/\b(bank|bankas|banka|pank|as|ab)\b|[^\p{L}\p{N}]/gu, '')
