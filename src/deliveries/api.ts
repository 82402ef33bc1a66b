import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { visibleStore } from '../merchants/stores/scope.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { ExampleNumberJson, inventedInvoice } from './example-invoice.ts'
import type { NewestIssued } from './example-invoice.ts'
import { findWords, LETTER_KINDS } from './find-words.ts'
import type { LetterPlace } from './find-words.ts'
import { defaultWords } from './letter-invoice.ts'
import { PLACEHOLDERS, unknownPlaceholders } from './letter-words.ts'
import { sampleLetter } from './sample-letter.ts'
import { putWords, removeWords } from './write-words.ts'

type LetterDeps = { readonly db: Db; readonly clock: Clock; readonly publicUrl: URL; readonly newestIssued: NewestIssued }

const STATUS = { not_found: 404 } as const

const LetterAt = Closed({ id: IdJson('store'), kind: Type.Enum(LETTER_KINDS), language: Type.Enum(LANGUAGES) })

const WordsJson = Closed({
  subject: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  body: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
})

const Unknown = Type.Array(Type.String(), { description: 'Names in braces that no letter knows; they stay as they are written.' })

const PreviewJson = Type.Object({ subject: Type.String(), html: Type.String(), text: Type.String(), unknown: Unknown, invoice: ExampleNumberJson })

const LetterJson = Type.Object({
  subject: Type.String(), body: Type.String(),
  isDefault: Type.Boolean({ description: 'True: the words of Kvit, in use until the store writes its own.' }),
  placeholders: Type.Array(Type.String(), { description: 'Names that may stand in braces.' }),
  unknown: Unknown,
}, { title: 'Letter' })

type Params = Static<typeof LetterAt>

/** The words of a store's own letters. */
export const letterRoutes: Routes<LetterDeps> = async (app, { db, clock, publicUrl, newestIssued }) => {
  app.get('/v1/stores/:id/letters/:kind/:language', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'readLetter', summary: 'The words of a store\'s letter in one language.', tags: ['Letters'],
      params: LetterAt, response: { 200: LetterJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await letterAt(db, request.caller, request.params)
    return found === null ? refuse(reply, STATUS, { code: 'not_found' }) : reply.send(await letterJson(db, found.place))
  })

  app.put('/v1/stores/:id/letters/:kind/:language', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'writeLetter', summary: 'Give a store its own words for a letter.', tags: ['Letters'],
      params: LetterAt, body: WordsJson, response: { 200: LetterJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await letterAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    const by = { at: clock.now(), actor: actorOf(request.caller) }
    await inTransaction(db, (tx) => putWords(tx, found.place, request.body, by))
    return reply.send(await letterJson(db, found.place))
  })

  app.delete('/v1/stores/:id/letters/:kind/:language', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'resetLetter', summary: 'Go back to the words of Kvit.', tags: ['Letters'],
      params: LetterAt, response: { 204: Type.Null(), ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await letterAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    await inTransaction(db, (tx) => removeWords(tx, found.place, { at: clock.now(), actor: actorOf(request.caller) }))
    return reply.code(204).send(null)
  })

  app.post('/v1/stores/:id/letters/:kind/:language/preview', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'previewLetter', summary: 'The letter with these words and the invoice issued last, or an invented one; nothing is kept.',
      tags: ['Letters'], params: LetterAt, headers: IdempotencyKey, body: WordsJson,
      response: {
        200: PreviewJson, ...problems(STATUS),
      },
    },
  }, async (request, reply) => {
    const found = await letterAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    const { kind, language } = found.place
    const now = clock.now()
    const real = await newestIssued(request.caller, found.store)
    const invoice = real ?? inventedInvoice(found.store, language, now)
    const letter = sampleLetter(found.store, { kind, language, words: request.body, invoice, publicUrl, now })
    return reply.send({ ...letter, unknown: unknownIn(request.body), invoice: real?.number ?? null })
  })
}

/** Null: no such store, or not this caller's to see. */
async function letterAt(
  db: Db, caller: Caller, { id, kind, language }: Params,
): Promise<{ place: LetterPlace; store: StoreRow } | null> {
  const { merchantId } = caller
  const storeId = idOf('store', id)
  const store = await visibleStore(db, caller, storeId)
  return store === null ? null : { place: { merchantId, storeId, kind, language }, store }
}

async function letterJson(db: Db, place: LetterPlace): Promise<Static<typeof LetterJson>> {
  const own = await findWords(db, place)
  const { subject, body } = own ?? defaultWords(place.kind, place.language)
  return {
    subject, body, isDefault: own === null, placeholders: [...PLACEHOLDERS],
    unknown: unknownIn({ subject, body }),
  }
}

const unknownIn = ({ subject, body }: Static<typeof WordsJson>): string[] => [...new Set(unknownPlaceholders(`${subject}\n${body}`))]
