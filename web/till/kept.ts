import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Session } from '../src/api/nouns.ts'
import { EMPTY } from './cart.ts'
import type { Cart } from './cart.ts'
import { forgetAnswers } from './kept-answers.ts'
import type { SignedIn } from './queries.ts'

const REGISTER = 'kvit.till.register'
const cartKey = (register: string): string => `kvit.till.cart.${register}`

/** The register this device stands at; null before one was chosen. */
export const keptRegister = (): string | null => localStorage.getItem(REGISTER)

export const keepRegister = (id: string | null): void => {
  if (id === null) localStorage.removeItem(REGISTER)
  else localStorage.setItem(REGISTER, id)
}

const PAPER = 'kvit.till.paper'

export const PAPER_WIDTHS = ['58', '80'] as const
type PaperWidth = (typeof PAPER_WIDTHS)[number]

/** The paper in the printer beside this device, in millimetres. */
export function usePaper(): [PaperWidth, (width: string) => void] {
  const [width, setWidth] = useState(() => localStorage.getItem(PAPER))
  const set = (next: string) => {
    localStorage.setItem(PAPER, next)
    setWidth(next)
  }
  return [PAPER_WIDTHS.find((one) => one === width) ?? '80', set]
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What an earlier build of this page kept may look otherwise: then the cart is empty. */
export function isCart(value: unknown): value is Cart {
  if (!isRecord(value) || typeof value['discount'] !== 'number' || !Array.isArray(value['lines'])) return false
  return value['lines'].every((line) => isRecord(line) && isRecord(line['goods']) && typeof line['quantity'] === 'string' && typeof line['discount'] === 'number')
}

function keptCart(register: string): Cart {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(cartKey(register)) ?? 'null')
    return isCart(kept) ? kept : EMPTY
  } catch {
    return EMPTY
  }
}

/** Calls back when another window of this device has changed what is kept under the key. */
export function useElsewhere(key: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange)
  useEffect(() => {
    const hear = (event: StorageEvent) => {
      if (event.key === key) changed()
    }
    window.addEventListener('storage', hear)
    return () => window.removeEventListener('storage', hear)
  }, [key])
}

type CartHere = {
  readonly cart: Cart
  readonly setCart: (next: Cart | ((cart: Cart) => Cart)) => void
  /**
   * Sells the cart. Until the answer it stays here as it is and is kept no more, so that another window may begin the next
   * one; after a refusal it is kept again, unless another window has begun one: then it stays here only, until it is sold or empty.
   */
  readonly selling: <Answer>(sell: () => Promise<Answer>) => Promise<Answer>
  /** After a sale: takes what is kept now, nothing or what another window has begun since. */
  readonly sold: () => void
}

/** The cart of this register on this device: it outlives a reload, and another window that sells or changes it does so here too. */
export function useCart(register: string, onElsewhere: () => void): CartHere {
  const [cart, setCart] = useState(() => keptCart(register))
  // Whether this window's cart is one that is sold or was refused, and what is kept is none or another window's.
  const isApart = useRef(false)
  useElsewhere(cartKey(register), () => {
    if (isApart.current) return
    setCart(keptCart(register))
    onElsewhere()
  })
  const set = useCallback((next: Cart | ((cart: Cart) => Cart)) => {
    const kept = keptCart(register)
    if (kept.lines.length === 0) isApart.current = false
    setCart((before) => {
      const after = typeof next === 'function' ? next(before) : next
      if (!isApart.current) localStorage.setItem(cartKey(register), JSON.stringify(after))
      if (!isApart.current || after.lines.length > 0) return after
      isApart.current = false
      return kept
    })
  }, [register])
  return {
    cart, setCart: set,
    selling: async (sell) => {
      if (!isApart.current) localStorage.removeItem(cartKey(register))
      isApart.current = true
      try {
        return await sell()
      } catch (error) {
        set((refused) => refused)
        throw error
      }
    },
    sold: () => {
      isApart.current = false
      setCart(keptCart(register))
    },
  }
}

const CASHIER = 'kvit.till.cashier'

type Kept = { readonly register: string; readonly signedIn: SignedIn }

const isKept = (value: unknown): value is Kept => {
  if (!isRecord(value) || typeof value['register'] !== 'string' || !isRecord(value['signedIn'])) return false
  const { token, cashier, expiresAt } = value['signedIn']
  return typeof token === 'string' && isRecord(cashier) && typeof cashier['name'] === 'string' && typeof expiresAt === 'string'
}

function kept(): Kept | null {
  const found: unknown = JSON.parse(sessionStorage.getItem(CASHIER) ?? 'null')
  return isKept(found) && Date.parse(found.signedIn.expiresAt) > Date.now() ? found : null
}

/** Who stands at this register; null after the till was locked, when the working day is over, and in another tab. */
export const keptCashier = (register: string | undefined): SignedIn | null => {
  const found = kept()
  return found?.register === register ? found?.signedIn ?? null : null
}

/** The cashier goes on after a reload of this tab; null locks the till. */
export const keepCashier = (register: string, signedIn: SignedIn | null): void => {
  if (signedIn === null) sessionStorage.removeItem(CASHIER)
  else sessionStorage.setItem(CASHIER, JSON.stringify({ register, signedIn }))
}

const MERCHANT = 'kvit.till.merchant'

/** Whose till this device is: as the session says or, where the server cannot be asked for one, as the last one said. */
export function merchantOfTill(session: Pick<Session, 'merchant'> | null | undefined, storage: Pick<Storage, 'getItem' | 'setItem'>): string {
  const id = session?.merchant?.id
  if (id !== undefined) storage.setItem(MERCHANT, id)
  return id ?? storage.getItem(MERCHANT) ?? ''
}

/** When the person who opened the till on this device leaves the cabinet, or this merchant for another. Sales that wait are kept. */
export async function forgetTill(): Promise<void> {
  sessionStorage.removeItem(CASHIER)
  localStorage.removeItem(MERCHANT)
  await forgetAnswers()
}
