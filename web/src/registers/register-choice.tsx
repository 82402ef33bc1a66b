import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { CashRegister } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { registersQuery } from './queries.ts'

/** The cash registers of the store by id, as far as they are known. */
export function useRegisters(): ReadonlyMap<string, CashRegister> {
  const { data } = useQuery(registersQuery(useStore().id))
  return new Map(data?.items.map((register) => [register.id, register]))
}

/** Narrows a list to one cash register; not there while there is only one. */
export function RegisterChoice({ value, onChange }: { value: string | undefined; onChange: (register: string | undefined) => void }) {
  const { t } = useReader()
  const registers = [...useRegisters().values()]
  if (registers.length < 2) return null
  return (
    <NativeSelect
      aria-label={t('shiftColRegister')} size="sm" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}
      data={[{ value: '', label: t('shiftAllRegisters') }, ...registers.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}
