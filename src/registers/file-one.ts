import type { Outcome } from '../connectors/contract.ts'
import type { Drawn, Filed, FiscalDocument, OpenFiscaliser, RegisterState } from '../fiscalisers/contract.ts'
import { shiftTotals } from '../fiscalisers/shift-totals.ts'
import { newId } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { contentOf } from './document-content.ts'
import type { Content } from './document-content.ts'
import { endedOf, filedOf, hasDocument, keepDrawn, keepFiled, keepRefused, noteTry } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import { insertDocument } from './enqueue-document.ts'
import type { FiscaliserDeps, OpenedRegister } from './open-fiscaliser.ts'
import type { EndedDocument, SettleDocument } from './settle-document.ts'
import { clearTrouble, noteState, noteTrouble } from './trouble.ts'

export type FilingDeps = FiscaliserDeps & {
  /** Of every kind of document: see `settleWith`. */
  readonly settle: SettleDocument
}

/** `on`: its fate is known, or another has to go before it. `wait`: it is its turn still, after a pause. */
export type Step = 'on' | 'wait'

/** Without these nothing behind them can be filed, so that a refusal is no end of them. */
const ORDERS: ReadonlySet<DocumentRow['kind']> = new Set(['open_shift', 'z_report', 'close_shift'])

/** Not the document's fault: the register cannot be used as it is set up, and the same may be taken later. */
const OF_THE_SETUP: ReadonlySet<string> = new Set(['credentials', 'clock', 'not_enabled'])

/** Takes the document whose turn it is one step on, whatever an earlier try that was cut off has left. */
export async function fileOne(deps: FilingDeps, opened: OpenedRegister, row: DocumentRow): Promise<Step> {
  const { fiscaliser } = opened
  const drawn = drawnOf(row)
  if (row.state === 'queued' || drawn === null) return drawAndFile(deps, opened, row)
  // Whoever drew it may have sent it before they were cut off, so it is looked for first.
  const found = await fiscaliser.find(drawn, deps.http)
  if (found.kind !== 'done') return unfinished(deps, row, found)
  return found.value === null ? send(deps, fiscaliser, { row, drawn }) : keep(deps, row, found.value)
}

const drawnOf = ({ ref, content, content_type: contentType }: DocumentRow): Drawn | null =>
  ref === null || content === null || contentType === null ? null : { ref, content, contentType }

async function drawAndFile(deps: FilingDeps, { fiscaliser }: OpenedRegister, row: DocumentRow): Promise<Step> {
  const asked = await fiscaliser.state(deps.http)
  if (asked.kind !== 'done') return waitFor(deps, row, asked.kind === 'unknown' ? asked.cause : asked.providerCode)
  const state = asked.value
  await noteState(deps, refOfRow(row), state, deps.clock.now())
  // A test object is never filed for real, nor a real one as a test.
  if (state.mode !== row.mode) return waitFor(deps, row, 'other_mode')
  const order = await orderOf(deps, row, state)
  if (order !== 'now') return order
  const document = await documentOf(deps, row)
  const drawn = fiscaliser.draw(document, state)
  if (!drawn.ok) {
    const problem = `${drawn.error.problem}: ${drawn.error.detail}`
    return ORDERS.has(row.kind) ? waitFor(deps, row, problem) : refuse(deps, row, problem)
  }
  const isKept = await inTransaction(deps.db, (tx) => keepDrawn(tx, keyOf(row), drawn.value))
  return isKept ? send(deps, fiscaliser, { row, drawn: drawn.value }) : 'on'
}

/** Whether the service's shift lets the document be filed now. */
async function orderOf(deps: FilingDeps, row: DocumentRow, { shiftOpen, shiftOpenedAt, registerNumber }: RegisterState): Promise<Step | 'now'> {
  if (shiftOpen === null) return waitFor(deps, row, 'shift_between')
  const isOpening = row.kind === 'open_shift'
  if (isOpening !== shiftOpen) return 'now'
  if (ORDERS.has(row.kind)) {
    return keep(deps, row, {
      fiscalNumber: registerNumber, localNumber: null, at: shiftOpenedAt ?? deps.clock.now(), url: null, offline: false, ref: registerNumber,
      answer: shiftOpen ? 'the shift was open' : 'the shift was closed', zReport: null,
    })
  }
  return openAnew(deps, row)
}

/** The service has closed the shift behind our back: it is opened again before the document, once. */
async function openAnew(deps: FilingDeps, row: DocumentRow): Promise<Step> {
  const { merchant_id: merchantId, document_id: subjectId } = row
  if (await hasDocument(deps.db, { merchantId, subjectId, kind: 'open_shift' })) return waitFor(deps, row, 'shift_closed_again')
  await inTransaction(deps.db, (tx) => insertDocument(tx, {
    ...refOfRow(row), shiftId: row.shift_id, subjectId, content: { kind: 'open_shift' }, cashier: row.cashier, position: row.position - 1n, at: deps.clock.now(),
  }))
  return 'on'
}

async function documentOf(deps: FilingDeps, row: DocumentRow): Promise<FiscalDocument> {
  const content = contentOf(row.request)
  const { cashier } = row
  // What was drawn before and waits again was surely not taken, and a service may keep the name of what it has refused.
  const key = row.ref === null ? row.document_id : newId('fiscalDocument')
  const at = deps.clock.now()
  return { key, at, cashier, content: content.kind === 'z_report' ? { kind: 'z_report', totals: await totalsOf(deps, row) } : content }
}

async function totalsOf({ db }: FilingDeps, row: DocumentRow) {
  const filed = (await filedOf(db, { merchantId: row.merchant_id, shiftId: row.shift_id })).map(({ request }) => contentOf(request))
  const some = <T>(pick: (one: Content) => T | null): T[] => filed.map(pick).filter((one) => one !== null)
  return shiftTotals({
    sales: some((one) => (one.kind === 'sale' ? one.sale : null)), returns: some((one) => (one.kind === 'return' ? one.sale : null)),
    serviceIn: some((one) => (one.kind === 'service_in' ? one.amount : null)), serviceOut: some((one) => (one.kind === 'service_out' ? one.amount : null)),
  })
}

async function send(deps: FilingDeps, fiscaliser: OpenFiscaliser, { row, drawn }: { row: DocumentRow; drawn: Drawn }): Promise<Step> {
  const outcome = await fiscaliser.file(drawn, deps.http)
  if (outcome.kind === 'misnumbered') return waitFor(deps, row, `the next number is ${outcome.expected ?? 'another'}`, 'queued')
  return outcome.kind === 'done' ? keep(deps, row, outcome.value) : unfinished(deps, row, outcome)
}

/** The service refused it, or said nothing that can be relied on. */
async function unfinished(deps: FilingDeps, row: DocumentRow, outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): Promise<Step> {
  if (outcome.kind === 'unknown') {
    await inTransaction(deps.db, async (tx) => {
      await noteTry(tx, keyOf(row), { state: 'unknown', problem: outcome.cause })
      await deps.settle(tx, endedOf(row), { kind: 'unknown', cause: outcome.cause }, deps.clock.now())
    })
    return wait(deps, row, outcome.cause)
  }
  if (OF_THE_SETUP.has(outcome.reason)) return waitFor(deps, row, outcome.providerCode)
  // Surely not taken: it is drawn anew next time, with what the service says by then.
  return ORDERS.has(row.kind) ? waitFor(deps, row, outcome.providerCode, 'queued') : refuse(deps, row, outcome.providerCode)
}

async function keep(deps: FilingDeps, row: DocumentRow, filed: Filed): Promise<Step> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const ended = await keepFiled(tx, keyOf(row), filed, at)
    if (ended !== null) await deps.settle(tx, ended, { kind: 'filed', filed }, at)
  })
  await clearTrouble(deps, refOfRow(row))
  return 'on'
}

async function refuse(deps: FilingDeps, row: DocumentRow, problem: string): Promise<Step> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const ended: EndedDocument | null = await keepRefused(tx, keyOf(row), problem, at)
    if (ended !== null) await deps.settle(tx, ended, { kind: 'refused', problem }, at)
  })
  await clearTrouble(deps, refOfRow(row))
  return 'on'
}

async function waitFor(deps: FilingDeps, row: DocumentRow, problem: string, state: 'queued' | null = null): Promise<Step> {
  await inTransaction(deps.db, (tx) => noteTry(tx, keyOf(row), { state, problem }))
  return wait(deps, row, problem)
}

async function wait(deps: FilingDeps, row: DocumentRow, trouble: string): Promise<Step> {
  await noteTrouble(deps, refOfRow(row), { trouble, at: deps.clock.now() })
  return 'wait'
}

const keyOf = (row: DocumentRow) => ({ merchantId: row.merchant_id, documentId: row.document_id })
const refOfRow = (row: DocumentRow) => ({ merchantId: row.merchant_id, registerId: row.register_id })
