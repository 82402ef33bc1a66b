import { Type } from 'typebox'
import type { Static } from 'typebox'
import { ExampleNumberJson, inventedInvoice } from '../deliveries/example-invoice.ts'
import type { ExampleInvoice, NewestIssued } from '../deliveries/example-invoice.ts'
import { PLACEHOLDERS, unknownPlaceholders } from '../deliveries/letter-words.ts'
import { defaultSmsWords, findSmsWords, mayBePlain, putSmsWords, removeSmsWords } from '../deliveries/sms-words.ts'
import type { SmsPlace } from '../deliveries/sms-words.ts'
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
import type { App, Routes } from '../platform/http/route.ts'
import { textOf } from './invoice-sms.ts'
import type { SmsFacts } from './invoice-sms.ts'
import { shortPayUrl } from './pay-link.ts'
import { smsSizeJson, SmsSizeJson } from './sms-api.ts'

type StoreSmsDeps = { readonly db: Db; readonly clock: Clock; readonly publicUrl: URL; readonly newestIssued: NewestIssued }

const STATUS = { not_found: 404 } as const

const SmsAt = Closed({ id: IdJson('store'), language: Type.Enum(LANGUAGES) })

const WordsJson = Closed({
  body: Type.String({ minLength: 1, maxLength: 500, pattern: '\\{link\\}', description: 'Names in braces are filled in; without {link} nobody could pay.' }),
  plainLetters: Type.Boolean({ description: 'Letters without their marks, so that more fits into one part; only lt, lv, et and en.' }),
})

/** While one writes, the link may still be missing. */
const DraftJson = Closed({ body: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }), plainLetters: Type.Boolean() })

const SmsWordsJson = Type.Object({
  body: Type.String(), plainLetters: Type.Boolean(), mayBePlain: Type.Boolean(),
  isDefault: Type.Boolean({ description: 'True: the words of Kvit, in use until the store writes its own.' }),
  placeholders: Type.Array(Type.String()),
}, { title: 'SmsWords' })

const PreviewJson = Type.Object({
  message: SmsSizeJson, unknown: Type.Array(Type.String(), { description: 'Names in braces that no message knows; they stay as they are written.' }), invoice: ExampleNumberJson,
})

/** The words of a store's own text messages. */
export const storeSmsRoutes: Routes<StoreSmsDeps> = async (app, deps) => {
  keeping(app, deps)
  previewing(app, deps)
}

function keeping(app: App, { db, clock }: StoreSmsDeps): void {
  const about = { tags: ['Letters'], params: SmsAt }
  app.get('/v1/stores/:id/sms/:language', {
    config: { permission: 'stores.read' },
    schema: { operationId: 'readSmsWords', summary: 'The words of a store\'s text message in one language.', ...about, response: { 200: SmsWordsJson, ...problems(STATUS) } },
  }, async (request, reply) => {
    const found = await smsAt(db, request.caller, request.params)
    return found === null ? refuse(reply, STATUS, { code: 'not_found' }) : reply.send(await wordsJson(db, found.place))
  })

  app.put('/v1/stores/:id/sms/:language', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'writeSmsWords', summary: 'Give a store its own words for a text message.', ...about, body: WordsJson,
      response: { 200: SmsWordsJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await smsAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    await inTransaction(db, (tx) => putSmsWords(tx, found.place, request.body, { at: clock.now(), actor: actorOf(request.caller) }))
    return reply.send(await wordsJson(db, found.place))
  })

  app.delete('/v1/stores/:id/sms/:language', {
    config: { permission: 'stores.manage' },
    schema: { operationId: 'resetSmsWords', summary: 'Go back to the words of Kvit.', ...about, response: { 204: Type.Null(), ...problems(STATUS) } },
  }, async (request, reply) => {
    const found = await smsAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    await inTransaction(db, (tx) => removeSmsWords(tx, found.place, { at: clock.now(), actor: actorOf(request.caller) }))
    return reply.code(204).send(null)
  })
}

function previewing(app: App, { db, clock, publicUrl, newestIssued }: StoreSmsDeps): void {
  app.post('/v1/stores/:id/sms/:language/preview', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'previewSmsWords', summary: 'The text message with these words and the invoice issued last, or an invented one, and its length; nothing is kept.',
      tags: ['Letters'], params: SmsAt, headers: IdempotencyKey, body: DraftJson, response: { 200: PreviewJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await smsAt(db, request.caller, request.params)
    if (found === null) return refuse(reply, STATUS, { code: 'not_found' })
    const { store, place: { language } } = found
    const real = await newestIssued(request.caller, store)
    const { text } = textOf(request.body, language, factsOf(real ?? inventedInvoice(store, language, clock.now()), store, publicUrl))
    return reply.send({ message: smsSizeJson(text), unknown: [...new Set(unknownPlaceholders(request.body.body))], invoice: real?.number ?? null })
  })
}

/** The link leads nowhere and is as long as every link. */
const factsOf = ({ payerName, number, dueDate, amount }: ExampleInvoice, store: StoreRow, publicUrl: URL): SmsFacts => ({
  payer: payerName, number, store: store.name, dueDate, toPay: amount, link: shortPayUrl(publicUrl, '0123456789exampleLink0'),
})

/** Null: no such store, or not this caller's to see. */
async function smsAt(db: Db, caller: Caller, { id, language }: Static<typeof SmsAt>): Promise<{ place: SmsPlace; store: StoreRow } | null> {
  const storeId = idOf('store', id)
  const store = await visibleStore(db, caller, storeId)
  return store === null ? null : { place: { merchantId: caller.merchantId, storeId, language }, store }
}

async function wordsJson(db: Db, place: SmsPlace): Promise<Static<typeof SmsWordsJson>> {
  const own = await findSmsWords(db, place)
  return {
    ...own ?? defaultSmsWords(place.language), mayBePlain: mayBePlain(place.language), isDefault: own === null, placeholders: [...PLACEHOLDERS],
  }
}
