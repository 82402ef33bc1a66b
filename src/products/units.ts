import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { Unit } from './product.ts'

/** A unit with its code in the classifier (ДК 011-96) and the words by which tables name it. */
export type KnownUnit = {
  readonly code: number
  readonly isWeighed: boolean
  readonly name: Readonly<Record<Language, string>>
  readonly words: readonly string[]
}

const name = { lt: Type.String(), lv: Type.String(), et: Type.String(), uk: Type.String(), ka: Type.String(), ru: Type.String(), en: Type.String() }
const Table = Type.Array(Type.Object({ code: Type.Integer(), isWeighed: Type.Boolean(), name: Type.Object(name), words: Type.Array(Type.String()) }))

/** The units whose codes are known for certain; a merchant may write any other. Reads the table. */
export const knownUnits = (): readonly KnownUnit[] =>
  Value.Parse(Table, JSON.parse(readFileSync(new URL('./units.json', import.meta.url), 'utf8')))

/** The unit that a word or a code means, such as "kg" or "0301". Null: none that is known. */
export function unitNamed(units: readonly KnownUnit[], text: string): KnownUnit | null {
  const word = text.trim().toLowerCase().replace(/\.$/, '')
  return units.find((unit) => unit.words.includes(word) || LANGUAGES.some((language) => unit.name[language] === word)) ??
    (/^[0-9]{1,5}$/.test(word) ? units.find((unit) => unit.code === Number(word)) : undefined) ?? null
}

const PIECE = 2009

/** What is counted one by one. */
export function piece(units: readonly KnownUnit[], language: Language): Unit {
  const unit = units.find(({ code }) => code === PIECE)
  if (unit === undefined) throw new Error('units.json has no piece')
  return { code: PIECE, name: unit.name[language] }
}
