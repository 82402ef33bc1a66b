import type { Filed, OfflineDocument } from '../fiscalisers/contract.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'

/** A document of which the service has told something. */
export type EndedDocument = {
  readonly merchantId: Id<'merchant'>
  readonly documentId: Id<'fiscalDocument'>
  readonly registerId: Id<'cashRegister'>
  readonly shiftId: Id<'shift'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly kind: OfflineDocument['content']['kind']
  /** The receipt, shift or cash move it tells of. */
  readonly subjectId: string
}

export type DocumentEnd =
  /** Where `filed.offline`, the tax service has still to hear of it: `heard` follows. */
  | { readonly kind: 'filed'; readonly filed: Filed }
  | { readonly kind: 'heard' }
  /** Surely not filed, and not tried again as it stands: whoever corrects it enqueues another. */
  | { readonly kind: 'refused'; readonly problem: string }
  /** It may have been filed. No end: the service is asked until it tells. */
  | { readonly kind: 'unknown'; readonly cause: string }

/**
 * What the noun that a document is about does when its fate is known, in the transaction that keeps that fate. `unknown` may
 * be told many times before an end; an end is told once.
 */
export type SettleDocument = (tx: Tx, document: EndedDocument, end: DocumentEnd, at: Date) => Promise<void>
