import { useEffect } from 'react'
import type { ConnectorField } from '../api/nouns.ts'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'

export type Values = Record<string, string>

/** What stands in the form at first: settings as they are, secrets never. */
export const firstValues = (fields: readonly ConnectorField[], settings: Readonly<Values>): Values =>
  Object.fromEntries(fields.map((field) => [field.name, field.kind === 'secret' || field.kind === 'file' ? '' : settings[field.name] ?? '']))

/** Keys and certificates are in the page's memory only: no storage of the browser sees them. */
const mayBeStored = ({ kind }: ConnectorField): boolean => kind === 'text' || kind === 'choice'

/** What a reload must not lose: what may be stored and is not yet at the server. Null: nothing. */
export function storedText(fields: readonly ConnectorField[], typed: Readonly<Values>, settings: Readonly<Values>): string | null {
  const own = fields.flatMap((field): [string, string][] => {
    const text = typed[field.name] ?? ''
    return mayBeStored(field) && text !== (settings[field.name] ?? '') ? [[field.name, text]] : []
  })
  return own.length === 0 ? null : JSON.stringify(Object.fromEntries(own))
}

/** The same read back. What is no such text, as another version may have left, is nothing. */
export function typedBefore(fields: readonly ConnectorField[], text: string | null): Values {
  if (text === null) return {}
  const found: unknown = JSON.parse(text)
  if (typeof found !== 'object' || found === null) return {}
  const known = new Map(fields.filter(mayBeStored).map((field) => [field.name, field]))
  return Object.fromEntries(Object.entries(found).flatMap(([name, value]: [string, unknown]) => (known.has(name) && typeof value === 'string' ? [[name, value]] : [])))
}

/**
 * What is typed into the form of a provider or a fiscal service. It is kept beside the steps of the guide, so that folding
 * one loses nothing; in the tab it outlives a reload, but for the secrets. `place` says whose form it is.
 */
export function useTypedValues(place: string, fields: readonly ConnectorField[], settings: Readonly<Values>): Draft<Values> {
  const key = `kvit.typed.${place}`
  const draft = useDraft<Values>({ ...firstValues(fields, settings), ...typedBefore(fields, sessionStorage.getItem(key)) })
  const text = storedText(fields, draft.value, settings)
  useEffect(() => {
    if (text === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, text)
  }, [key, text])
  return draft
}
