import { setTimeout as wait } from 'node:timers/promises'
import { accessLetter } from '../deliveries/access-letter.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId, publicId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { isColour } from '../merchants/brand-colour.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import { insertAccess, languageOfPayer } from './portal-store.ts'
import { KVIT_COLOUR } from './style.ts'

export type AskDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: URL
  readonly mailer: { readonly live: Mailer; readonly test: Mailer | null }
}

/** How long a mailed link opens a payer's documents. */
const ACCESS_MS = 3_600_000

/** Letters to one address in an hour, whoever asks for them. */
const LETTERS = { limit: 3, windowMs: 3_600_000 } as const

const TRIES = 4
const FIRST_PAUSE_MS = 1_000

/**
 * Mails a payer the link to all documents at the store, if the store has any for the address. The asker is answered the
 * same in either case and does not wait for this. The letter carries a token, which may not lie in a queue in the
 * database, so it lives in this process only: who misses it asks for another.
 */
export async function askAccess(deps: AskDeps, store: StoreRow, asked: { readonly email: string; readonly language: Language | null }): Promise<void> {
  const email = asked.email.toLowerCase()
  const { merchant_id: merchantId, store_id: storeId, mode } = store
  const mailer = deps.mailer[mode]
  const at = deps.clock.now()
  const taken = await takeOne(deps.db, { key: `payer-access/${storeId}/${email}`, ...LETTERS, at })
  const known = await languageOfPayer(deps.db, { merchantId, storeId, mode, email })
  if (!taken.isAllowed || known === null || mailer === null || !isMailAddress(asked.email) || store.page_token === null) return
  const language = asked.language ?? known
  const expiresAt = new Date(at.getTime() + ACCESS_MS)
  const token = await inTransaction(deps.db, (tx) => insertAccess(tx, { merchantId, storeId, mode, email, language, expiresAt }, at))
  const letter = accessLetter({
    language, mode, expiresAt, link: new URL(`/s/${store.page_token}/${token}`, deps.publicUrl).href,
    store: { name: store.name, colour: isColour(store.brand_colour) ? store.brand_colour : KVIT_COLOUR, timeZone: store.time_zone },
  })
  const mail = {
    ...letter, id: publicId('delivery', newId('delivery'), mode), to: asked.email, fromName: store.name,
    replyTo: isMailAddress(store.email) ? store.email : null, returnTo: null, attachments: [],
  }
  for (let tries = 1; ; tries++) {
    const outcome = await mailer.send(mail)
    if (outcome.kind === 'sent') return
    if (outcome.kind === 'refused' || tries === TRIES) throw new Error('a letter to a payer who asked for all invoices was not sent')
    await wait(FIRST_PAUSE_MS * 2 ** tries)
  }
}
