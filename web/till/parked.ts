import { useState } from 'react'
import { isCart, isRecord, useElsewhere } from './kept.ts'
import type { Cart } from './cart.ts'

/** A sale put aside before it is paid. It lies on the device, where every cashier of the register finds it. */
export type Parked = { readonly id: string; readonly name: string; readonly at: string; readonly cart: Cart }

type Storing = Pick<Storage, 'getItem' | 'setItem'>

const parkedKey = (register: string): string => `kvit.till.parked.${register}`

const isParked = (value: unknown): value is Parked =>
  isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string' && typeof value['at'] === 'string' && isCart(value['cart'])

/** What an earlier build kept in another form is left out. */
export function readParked(register: string, storage: Storing): readonly Parked[] {
  const kept: unknown = JSON.parse(storage.getItem(parkedKey(register)) ?? '[]')
  return Array.isArray(kept) ? kept.filter(isParked) : []
}

/** The number that the next one is called by where nobody gives it a name: one that no other has. */
export function nextName(parked: readonly Parked[]): string {
  const taken = new Set(parked.map(({ name }) => name))
  let number = 1
  while (taken.has(String(number))) number += 1
  return String(number)
}

type Park = { readonly parked: readonly Parked[]; readonly park: (name: string, cart: Cart) => void; readonly unpark: (id: string) => void }

/** The parked sales of a register on this device: they outlive a reload and a change of cashiers, and all its windows show the same. */
export function useParked(register: string, storage: Storing = localStorage): Park {
  const [parked, setParked] = useState(() => readParked(register, storage))
  useElsewhere(parkedKey(register), () => setParked(readParked(register, storage)))
  const put = (next: readonly Parked[]) => {
    storage.setItem(parkedKey(register), JSON.stringify(next))
    setParked(next)
  }
  return {
    parked,
    park: (name, cart) => put([...readParked(register, storage), { id: crypto.randomUUID(), name, at: new Date().toISOString(), cart }]),
    unpark: (id) => put(readParked(register, storage).filter((one) => one.id !== id)),
  }
}
