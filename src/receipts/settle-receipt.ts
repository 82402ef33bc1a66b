import type { Tx } from '../platform/db/database.ts'
import type { DocumentEnd, EndedDocument, SettleDocument } from '../registers/settle-document.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { EventType } from '../webhooks/event.ts'
import type { Id } from '../kernel/ids.ts'
import { storedId } from '../kernel/ids.ts'
import { statesBefore } from './receipt.ts'
import type { ReceiptEvent, ReceiptState } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { moveReceipt, receiptById } from './store.ts'
import type { ReceiptMove } from './store.ts'

type Settled = { readonly event: ReceiptEvent; readonly to: ReceiptState; readonly type: EventType; readonly set: ReceiptMove['set'] }

/** What the tax service said of a receipt. A return that is registered sends its money back next. */
export const settleReceipt: SettleDocument = async (tx, document, end, at) => {
  const id = receiptIdOf(document)
  const { event, to, type, set } = settled(end)
  const isReturn = document.kind === 'return'
  const sequence = await moveReceipt(tx, {
    merchantId: document.merchantId, id, from: statesBefore(event), to, at,
    set: { ...set, ...(isReturn && end.kind === 'filed' ? { money_due: true } : {}) },
  })
  if (sequence !== null) await tell(tx, document, { id, sequence, type, at })
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
        ? { event: 'filed_offline', to: 'offline', type: 'receipt.registered', set }
        : { event: 'filed', to: 'registered', type: 'receipt.registered', set }
    }
    case 'refused': return { event: 'refused', to: 'rejected', type: 'receipt.rejected', set: { problem: end.problem.slice(0, 1000) } }
    case 'unknown': return { event: 'silent', to: 'unknown', type: 'receipt.unknown', set: {} }
  }
}

async function tell(
  tx: Tx, { merchantId, mode }: EndedDocument, { id, sequence, type, at }: { id: Id<'receipt'>; sequence: number; type: EventType; at: Date },
): Promise<void> {
  const receipt = await receiptById(tx, { merchantId, id })
  if (receipt === null) throw new Error('a receipt vanished')
  const { fiscalNumber, state, problem } = receipt
  await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{
    type, objectId: id, sequence, data: { ...toldOf(receipt), fiscalNumber, isOffline: state === 'offline', problem },
  }])
}
