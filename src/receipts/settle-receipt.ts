import type { DocumentEnd, EndedDocument, SettleDocument } from '../registers/settle-document.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { EventType } from '../webhooks/event.ts'
import type { Id } from '../kernel/ids.ts'
import { storedId } from '../kernel/ids.ts'
import { creditSale } from './credit-sale.ts'
import { isCredited, isSold, statesBefore } from './receipt.ts'
import type { ReceiptEvent, ReceiptState } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { lockReceipt, moveReceipt } from './store.ts'
import type { ReceiptMove } from './store.ts'

type Settled = { readonly event: ReceiptEvent; readonly to: ReceiptState; readonly type: EventType; readonly set: NonNullable<ReceiptMove['set']> }

/**
 * What the tax service said of a receipt. A return that is registered credits its sale, and its money goes back next: once,
 * also where the tax service refuses afterwards what was made without it, and takes it when it is filed anew.
 */
export const settleReceipt: SettleDocument = async (tx, document, end, at) => {
  const key = { merchantId: document.merchantId, id: receiptIdOf(document) }
  const { event, to, type, set } = settled(end)
  const before = await lockReceipt(tx, key)
  if (before === null) return
  const isReturned = document.kind === 'return' && isSold(to) && !isCredited(before)
  const sequence = await moveReceipt(tx, { ...key, from: statesBefore(event), to, at, set: { ...set, ...(isReturned ? { money_due: true } : {}) } })
  if (sequence === null) return
  if (isReturned) await creditSale(tx, before, { at, actor: 'kvit' })
  const { fiscal_number: fiscalNumber = before.fiscalNumber, problem = before.problem } = set
  await recordEvents(tx, { merchantId: document.merchantId, mode: document.mode, actor: 'kvit', at }, [{
    type, objectId: key.id, sequence, data: { ...toldOf(before), fiscalNumber, isOffline: to === 'offline', problem },
  }])
}

function receiptIdOf({ subjectId }: EndedDocument): Id<'receipt'> {
  const id = storedId('receipt', subjectId)
  if (id === null) throw new Error(`a fiscal document of ${subjectId}`)
  return id
}

function settled(end: DocumentEnd): Settled {
  switch (end.kind) {
    case 'filed': {
      const { filed } = end
      const set = {
        fiscal_number: filed.fiscalNumber, local_number: filed.localNumber === null ? null : BigInt(filed.localNumber), fiscal_at: filed.at,
        fiscal_url: filed.url, problem: null,
      }
      return filed.offline
        ? { event: 'filed_offline', to: 'offline', type: 'receipt.made_offline', set }
        : { event: 'filed', to: 'registered', type: 'receipt.registered', set }
    }
    case 'heard': return { event: 'filed', to: 'registered', type: 'receipt.registered', set: {} }
    case 'refused': return { event: 'refused', to: 'rejected', type: 'receipt.rejected', set: { problem: end.problem.slice(0, 1000) } }
    case 'unknown': return { event: 'silent', to: 'unknown', type: 'receipt.unknown', set: {} }
  }
}
