import { queryOptions } from '@tanstack/react-query'
import type { Language } from '../../../src/kernel/language.ts'
import { api, asked, done, sendBytes } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import type { Store, StoreFields } from '../api/nouns.ts'

const path = (id: string) => ({ params: { path: { id } } })

/** What a change of a store makes old: it stands in the session, too. */
const TOUCHED = ['store', 'session', 'overview'] as const

export const storeQuery = (id: string) => queryOptions({
  queryKey: ['store', id],
  queryFn: () => asked(api.GET('/v1/stores/{id}', path(id))),
})

export const useChangeStore = (id: string, then: (store: Store) => void) => useCommand({
  changes: TOUCHED, then,
  run: (body: Partial<StoreFields>) => asked(api.PATCH('/v1/stores/{id}', { ...path(id), body })),
})

type NewStore = Pick<StoreFields, 'name' | 'language' | 'currency' | 'country'>

export const useAddStore = (then: (store: Store) => void) => useCommand({
  changes: TOUCHED, then,
  run: (body: NewStore, headers) => asked(api.POST('/v1/stores', { body, headers })),
})

export const useOpenForRealMoney = (id: string, then: () => void) => useCommand({
  changes: [...TOUCHED, 'invoices', 'payments', 'attention', 'channels'], then,
  run: (_: null, headers) => asked(api.POST('/v1/stores/{id}/live', { ...path(id), body: {}, headers })),
})

export const usePutLogo = (id: string, then: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (picture: Blob) => sendBytes(`/v1/stores/${encodeURIComponent(id)}/logo`, picture),
})

export const useRemoveLogo = (id: string, then: () => void) => useCommand({
  changes: TOUCHED, then,
  run: (_: null) => done(api.DELETE('/v1/stores/{id}/logo', path(id))),
})

export type LetterAt = { readonly id: string; readonly kind: 'invoice' | 'receipt' | 'reminder' | 'overdue'; readonly language: Language }

export const letterQuery = (at: LetterAt) => queryOptions({
  queryKey: ['letter', at],
  queryFn: () => asked(api.GET('/v1/stores/{id}/letters/{kind}/{language}', { params: { path: at } })),
})

type Words = { subject: string; body: string }

export const letterPreviewQuery = (at: LetterAt, words: Words) => queryOptions({
  queryKey: ['letter preview', at, words],
  queryFn: ({ signal }) =>
    asked(api.POST('/v1/stores/{id}/letters/{kind}/{language}/preview', { params: { path: at }, body: words, signal })),
})

/** `then` is told which words were saved. */
export const useSaveLetter = (at: LetterAt, then: (words: Words) => void) => useCommand({
  changes: ['letter'], then: (_, words) => then(words),
  run: (body: Words) => asked(api.PUT('/v1/stores/{id}/letters/{kind}/{language}', { params: { path: at }, body })),
})

export const useResetLetter = (at: LetterAt, then: () => void) => useCommand({
  changes: ['letter'], then,
  run: (_: null) => done(api.DELETE('/v1/stores/{id}/letters/{kind}/{language}', { params: { path: at } })),
})

export type SmsAt = Pick<LetterAt, 'id' | 'language'>

export const smsWordsQuery = (at: SmsAt) => queryOptions({
  queryKey: ['sms words', at],
  queryFn: () => asked(api.GET('/v1/stores/{id}/sms/{language}', { params: { path: at } })),
})

type SmsText = { body: string; plainLetters: boolean }

export const smsPreviewQuery = (at: SmsAt, words: SmsText) => queryOptions({
  queryKey: ['sms preview', at, words],
  queryFn: ({ signal }) => asked(api.POST('/v1/stores/{id}/sms/{language}/preview', { params: { path: at }, body: words, signal })),
})

/** `then` is told which words were saved. */
export const useSaveSmsWords = (at: SmsAt, then: (words: SmsText) => void) => useCommand({
  changes: ['sms words'], then: (_, words) => then(words),
  run: (body: SmsText) => asked(api.PUT('/v1/stores/{id}/sms/{language}', { params: { path: at }, body })),
})

export const useResetSmsWords = (at: SmsAt, then: () => void) => useCommand({
  changes: ['sms words'], then,
  run: (_: null) => done(api.DELETE('/v1/stores/{id}/sms/{language}', { params: { path: at } })),
})
