import { infiniteQueryOptions, queryOptions, useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { api, asked } from '../src/api/client.ts'
import { useCommand } from '../src/api/command.ts'
import { sessionQuery } from '../src/api/session.ts'
import type { CashRegister, Cashier, Goods, MoneyJson, Receipt, ReceiptState, SaleFields, SendWay } from '../src/api/nouns.ts'
import { isRecord, merchantOfTill } from './kept.ts'
import { orKept } from './kept-answers.ts'
import type { Sending } from './pay-link.tsx'

/** Who stands at the till, and the token that says so with everything they sell. */
export type SignedIn = { readonly token: string; readonly cashier: Cashier; readonly expiresAt: string }

type Till = { readonly register: CashRegister; readonly signedIn: SignedIn }

export const TillContext = createContext<Till | null>(null)

function useTill(): Till {
  const till = use(TillContext)
  if (till === null) throw new TypeError('used outside of the workplace')
  return till
}

export const useCashier = (): SignedIn => useTill().signedIn
export const useRegister = (): CashRegister => useTill().register

/** The headers of an order that a cashier gives. */
const by = ({ token }: SignedIn, headers: { 'idempotency-key': string }) => ({ ...headers, 'kvit-cashier': token })

const STANDING_EVERY_MS = 5000

const areRecords = (value: unknown): value is readonly Record<string, unknown>[] => Array.isArray(value) && value.every(isRecord)
const areRegisters = (value: unknown): value is readonly CashRegister[] =>
  areRecords(value) && value.every(({ id, store, currency, timeZone, rounding }) => (
    [id, store, currency, timeZone].every((text) => typeof text === 'string') && isRecord(rounding)
  ))
const areGoods = (value: unknown): value is readonly Goods[] =>
  areRecords(value) && value.every(({ name, barcodes, price, unit }) => typeof name === 'string' && Array.isArray(barcodes) && isRecord(price) && isRecord(unit))

export const registersQuery = queryOptions({
  queryKey: ['cash-registers'],
  queryFn: ({ client }) => {
    const merchant = merchantOfTill(client.getQueryData(sessionQuery.queryKey), localStorage)
    return orKept(`registers-${merchant}`, areRegisters, async () => (await asked(api.GET('/v1/cash-registers'))).items)
  },
})

export const cashiersQuery = (store: string) => queryOptions({
  queryKey: ['till-cashiers', store], refetchInterval: STANDING_EVERY_MS, retry: false,
  queryFn: async (): Promise<readonly Cashier[]> => (await asked(api.GET('/v1/cashiers', { params: { query: { store } } }))).items.filter(({ archived }) => !archived),
})

const A_PAGE = 100
const FRESH_MS = 300_000

async function everythingSold(store: string): Promise<readonly Goods[]> {
  const goods: Goods[] = []
  let cursor: string | null = null
  do {
    const page: { items: Goods[]; next: string | null } = await asked(api.GET('/v1/products', { params: { query: { store, limit: A_PAGE, ...(cursor !== null && { cursor }) } } }))
    goods.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return goods
}

/** Everything the shop sells: the till finds it without asking again. */
export const goodsQuery = (store: string) => queryOptions({
  queryKey: ['till-goods', store], staleTime: FRESH_MS, refetchInterval: FRESH_MS, gcTime: Number.POSITIVE_INFINITY,
  queryFn: () => orKept(`goods-${store}`, areGoods, () => everythingSold(store)),
})

export const shiftReportQuery = (shift: string) => queryOptions({
  queryKey: ['till-shift', shift], refetchInterval: STANDING_EVERY_MS,
  queryFn: () => asked(api.GET('/v1/shifts/{id}', { params: { path: { id: shift } } })),
})

/**
 * How a payer can be asked to pay by themselves, the likeliest first; empty where the store has neither a provider nor a
 * Ukrainian account. The link of a store without a provider leads to the transfer's details.
 */
export const linkWaysQuery = (store: string) => queryOptions({
  queryKey: ['till-link-ways', store],
  queryFn: async (): Promise<readonly SendWay[]> => {
    const [{ items: channels }, { items: connectors }, { currency, iban, companyCode }] = await Promise.all([
      asked(api.GET('/v1/channels', { params: { query: { store } } })), asked(api.GET('/v1/connectors')), asked(api.GET('/v1/stores/{id}', { params: { path: { id: store } } })),
    ])
    const open = channels.filter(({ state }) => state === 'live' || state === 'testing')
    const bringing = new Set(connectors.filter(({ capabilities }) => capabilities.delivers).map(({ id }) => id))
    const transfer: readonly SendWay[] = currency === 'UAH' && iban.startsWith('UA') && companyCode !== '' ? ['transfer'] : []
    if (open.length === 0) return transfer.length === 0 ? [] : [...transfer, 'screen', 'sms', 'email']
    return ['screen', 'sms', 'email', ...(open.some(({ connector }) => bringing.has(connector)) ? ['bank_app'] as const : []), ...transfer]
  },
})

/** `late`: whatever their state, with money that came after the end or beyond what was owed. */
export type ReceiptFilter = { readonly search: string; readonly state?: ReceiptState; readonly late?: true }

export const receiptsQuery = (register: string, { search, ...filter }: ReceiptFilter) => infiniteQueryOptions({
  queryKey: ['till-receipts', register, search, filter], initialPageParam: '',
  queryFn: ({ pageParam }) => asked(api.GET('/v1/receipts', {
    params: { query: { register, ...(search !== '' && { search }), ...filter, ...(pageParam !== '' && { cursor: pageParam }) } },
  })),
  getNextPageParam: ({ next }) => next,
})

/** Those whose money is awaited, the newest hundred: what is watched. */
export const deferredQuery = (register: string) => queryOptions({
  queryKey: ['till-receipts', register, 'watched'],
  queryFn: async () => (await asked(api.GET('/v1/receipts', { params: { query: { register, state: 'deferred', limit: A_PAGE } } }))).items,
})

export const receiptQuery = (id: string) => queryOptions({
  queryKey: ['till-receipts', 'one', id],
  queryFn: () => asked(api.GET('/v1/receipts/{id}', { params: { path: { id } } })),
})

/** Which refunds a return's money goes back by, and how far they are. */
export const proofQuery = (id: string) => queryOptions({
  queryKey: ['till-receipts', 'proof', id], refetchInterval: STANDING_EVERY_MS,
  queryFn: () => asked(api.GET('/v1/receipts/{id}/proof', { params: { path: { id } } })),
})

export type RefundWay = 'cash' | 'way_it_came'
type ReturnAsk = { readonly lines: readonly { readonly index: number; readonly quantity: string }[]; readonly refund: RefundWay }

/** What would go back of a sale, and by which means; asked anew each time, as another till may have taken some of it back. */
export const returnQuoteQuery = (receipt: string, { lines, refund }: ReturnAsk) => queryOptions({
  queryKey: ['till-receipts', 'return', receipt, lines, refund], gcTime: 0,
  queryFn: () => asked(api.GET('/v1/receipts/{id}/return-quote', {
    params: { path: { id: receipt }, query: { lines: lines.map(({ index, quantity }) => `${index}:${quantity}`).join(','), refund } },
  })),
})

/** The returns of a sale; null until all of them are known. */
export function useReturns({ returnedBy }: Receipt): readonly Receipt[] | null {
  const known = useQueries({ queries: returnedBy.map(receiptQuery) }).flatMap(({ data }) => data ?? [])
  return known.length === returnedBy.length ? known : null
}

/** What has changed at the register since `after`; null begins to watch, and answers no more than where to begin. */
export const changedReceipts = (register: string, after: string | null, signal: AbortSignal) =>
  asked(api.GET('/v1/receipts', { params: { query: after === null ? { register, limit: 1 } : { register, changed_after: after } }, signal }))

export function useSignIn(register: string, then: (signedIn: SignedIn) => void, failed: () => void): UseMutationResult<SignedIn, Error, { cashier: string; pin: string }> {
  return useMutation({
    mutationFn: (body) => asked(api.POST('/v1/cash-registers/{id}/sign-in', { params: { path: { id: register }, header: { 'idempotency-key': crypto.randomUUID() } }, body })),
    onSuccess: then, onError: failed,
  })
}

const SHIFT = ['till-standing', 'till-shift'] as const
const RECEIPTS = ['till-receipts', ...SHIFT] as const

export function useOpenShift(register: string) {
  const signedIn = useCashier()
  return useCommand({
    changes: SHIFT, run: (_: void, headers) => asked(api.POST('/v1/cash-registers/{id}/shifts', { params: { path: { id: register }, header: by(signedIn, headers) }, body: {} })),
  })
}

export function useCloseShift(shift: string, then: () => void) {
  const signedIn = useCashier()
  return useCommand({
    changes: SHIFT, then, run: (_: void, headers) => asked(api.POST('/v1/shifts/{id}/close', { params: { path: { id: shift }, header: by(signedIn, headers) }, body: {} })),
  })
}

export type MoveKind = 'service_in' | 'service_out'

export function useCashMove(register: string, then: () => void) {
  const signedIn = useCashier()
  return useCommand({
    changes: SHIFT, then, once: true,
    run: (body: { kind: MoveKind; amount: MoneyJson; note: string }, headers) =>
      asked(api.POST('/v1/cash-registers/{id}/cash-moves', { params: { path: { id: register }, header: by(signedIn, headers) }, body })),
  })
}

/** A server that is silent for this long counts as gone; the sale is then kept and sent again. */
const SALE_WITHIN_MS = 20_000

/** One sale. The key is its own, so that a lost answer is asked for again and nothing is sold twice. */
export const sendSale = (signedIn: SignedIn, key: string, body: SaleFields): Promise<Receipt> =>
  asked(api.POST('/v1/receipts', { params: { header: by(signedIn, { 'idempotency-key': key }) }, body, signal: AbortSignal.timeout(SALE_WITHIN_MS) }))

/** What is on the screen of receipts and the shift is fetched anew. */
export function useLookAgain(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () => Promise.all(RECEIPTS.map((first) => queries.invalidateQueries({ queryKey: [first] })))
}

type Order = 'check' | 'cancel' | 'register-late' | 'give-back' | 'file-again'

export function useReceiptOrder(receipt: string, order: Order, then?: () => void) {
  const signedIn = useCashier()
  const queries = useQueryClient()
  return useCommand({
    changes: RECEIPTS,
    then: (answer: Receipt) => {
      queries.setQueryData(receiptQuery(receipt).queryKey, answer)
      then?.()
    },
    run: (_: void, headers) => {
      const init = { params: { path: { id: receipt }, header: by(signedIn, headers) }, body: {} }
      switch (order) {
        case 'check': return asked(api.POST('/v1/receipts/{id}/check', init))
        case 'cancel': return asked(api.POST('/v1/receipts/{id}/cancel', init))
        case 'register-late': return asked(api.POST('/v1/receipts/{id}/register-late', init))
        case 'give-back': return asked(api.POST('/v1/receipts/{id}/give-back', init))
        case 'file-again': return asked(api.POST('/v1/receipts/{id}/file-again', init))
      }
    },
  })
}

export function useSendReceipt(receipt: string, then: () => void) {
  const signedIn = useCashier()
  return useCommand({
    changes: RECEIPTS, then,
    run: (body: Sending, headers) => asked(api.POST('/v1/receipts/{id}/send', { params: { path: { id: receipt }, header: by(signedIn, headers) }, body })),
  })
}

export function useReturn(receipt: string, then: (made: Receipt) => void) {
  const signedIn = useCashier()
  return useCommand({
    changes: RECEIPTS, then, once: true,
    run: ({ lines, refund }: ReturnAsk, headers) =>
      asked(api.POST('/v1/receipts/{id}/returns', { params: { path: { id: receipt }, header: by(signedIn, headers) }, body: { lines: [...lines], refund } })),
  })
}
