import type { Outcome } from '../connectors/contract.ts'
import type { Drawn, Filed, FiscalDocument, OpenFiscaliser, RegisterState } from '../fiscalisers/contract.ts'
import { shiftTotals } from '../fiscalisers/shift-totals.ts'
import { newId } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { beginOffline, keepUnheard, noteGrant } from './begin-offline.ts'
import type { NotBegun } from './begin-offline.ts'
import { contentOf } from './document-content.ts'
import type { Content } from './document-content.ts'
import { drawnOf, endedOf, filedBefore, hasDocument, keepDrawn, keepFiled, keepRefused, keyOf, noteTry, refOfRow } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { OF_THE_SETUP, ORDERS } from './filing.ts'
import type { FilingDeps, Step } from './filing.ts'
import type { OpenedRegister } from './open-fiscaliser.ts'
import type { EndedDocument } from './settle-document.ts'
import { clearTrouble, noteState, noteTrouble } from './trouble.ts'

/** Takes the document whose turn it is one step on, whatever an earlier try that was cut off has left. */
export async function fileOne(deps: FilingDeps, opened: OpenedRegister, row: DocumentRow): Promise<Step> {
  const { fiscaliser } = opened
  const drawn = drawnOf(row)
  if (row.state === 'queued' || drawn === null) return drawAndFile(deps, opened, row)
  // Whoever drew it may have sent it before they were cut off, so it is looked for first.
  const found = await fiscaliser.find(drawn, deps.http)
  if (found.kind !== 'done') return unfinished(deps, row, found, isSilent(row) && fiscaliser.offline?.by === 'register' ? 'offline_unknown' : null)
  return found.value === null ? send(deps, fiscaliser, { row, drawn }) : keep(deps, fiscaliser, row, found.value)
}

/** One silence may be chance. The second time that nothing is answered about a document, a time without the service begins, where it may. */
const isSilent = ({ tries }: DocumentRow): boolean => tries > 0

async function drawAndFile(deps: FilingDeps, opened: OpenedRegister, row: DocumentRow): Promise<Step> {
  const { fiscaliser, fiscalNumber } = opened
  const asked = await fiscaliser.state(deps.http)
  const without = asked.kind === 'unknown' && isSilent(row) ? await beginOffline(deps, opened, row) : null
  if (without === 'begun') return 'on'
  if (asked.kind !== 'done') return waitFor(deps, row, without ?? (asked.kind === 'unknown' ? asked.cause : asked.providerCode))
  const state = asked.value
  if (state.registerNumber !== fiscalNumber) await inTransaction(deps.db, (tx) => noteState(tx, refOfRow(row), state))
  // A test object is never filed for real, nor a real one as a test.
  if (state.mode !== row.mode) return waitFor(deps, row, 'other_mode')
  if (fiscaliser.offline?.by === 'register') await noteGrant(deps, refOfRow(row), state, row.position)
  const order = await orderOf(deps, fiscaliser, row, state)
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
async function orderOf(deps: FilingDeps, fiscaliser: OpenFiscaliser, row: DocumentRow, { shiftOpen, shiftOpenedAt, registerNumber }: RegisterState): Promise<Step | 'now'> {
  if (shiftOpen === null) return waitFor(deps, row, 'shift_between')
  const isOpening = row.kind === 'open_shift'
  if (isOpening !== shiftOpen) return 'now'
  if (ORDERS.has(row.kind)) {
    return keep(deps, fiscaliser, row, {
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
  await inTransaction(deps.db, (tx) => enqueueDocument(tx, {
    ...refOfRow(row), shiftId: row.shift_id, subjectId, content: { kind: 'open_shift' }, cashier: row.cashier, at: deps.clock.now(),
  }, row))
  return 'on'
}

/** What it says now. A Z-report is reckoned from what was filed before it. */
export async function documentOf(deps: FilingDeps, row: DocumentRow): Promise<FiscalDocument> {
  const content = contentOf(row.request)
  const { cashier } = row
  // What was drawn before and waits again was surely not taken, and a service may keep the name of what it has refused.
  const key = row.ref === null ? row.document_id : newId('fiscalDocument')
  const at = deps.clock.now()
  return { key, at, cashier, content: content.kind === 'z_report' ? { kind: 'z_report', totals: await totalsOf(deps, row) } : content }
}

async function totalsOf({ db }: FilingDeps, row: DocumentRow) {
  const filed = (await filedBefore(db, row)).map(contentOf)
  const some = <T>(pick: (one: Content) => T | null): T[] => filed.map(pick).filter((one) => one !== null)
  return shiftTotals({
    sales: some((one) => (one.kind === 'sale' ? one.sale : null)), returns: some((one) => (one.kind === 'return' ? one.sale : null)),
    serviceIn: some((one) => (one.kind === 'service_in' ? one.amount : null)), serviceOut: some((one) => (one.kind === 'service_out' ? one.amount : null)),
  })
}

async function send(deps: FilingDeps, fiscaliser: OpenFiscaliser, { row, drawn }: { row: DocumentRow; drawn: Drawn }): Promise<Step> {
  const outcome = await fiscaliser.file(drawn, deps.http)
  if (outcome.kind === 'misnumbered') return waitFor(deps, row, `the next number is ${outcome.expected ?? 'another'}`, 'queued')
  return outcome.kind === 'done' ? keep(deps, fiscaliser, row, outcome.value) : unfinished(deps, row, outcome)
}

/** The service refused it, or said nothing that can be relied on. */
async function unfinished(deps: FilingDeps, row: DocumentRow, outcome: Exclude<Outcome<unknown>, { kind: 'done' }>, trouble: NotBegun | null = null): Promise<Step> {
  if (outcome.kind === 'unknown') {
    await inTransaction(deps.db, async (tx) => {
      await noteTrouble(tx, refOfRow(row), { trouble: trouble ?? outcome.cause, at: deps.clock.now() })
      await noteTry(tx, keyOf(row), { state: 'unknown', problem: outcome.cause })
      await deps.settle(tx, endedOf(row), { kind: 'unknown', cause: outcome.cause }, deps.clock.now())
    })
    return 'wait'
  }
  if (OF_THE_SETUP.has(outcome.reason)) return waitFor(deps, row, outcome.providerCode)
  // Surely not taken: it is drawn anew next time, with what the service says by then.
  return ORDERS.has(row.kind) ? waitFor(deps, row, outcome.providerCode, 'queued') : refuse(deps, row, outcome.providerCode)
}

async function keep(deps: FilingDeps, fiscaliser: OpenFiscaliser, row: DocumentRow, filed: Filed): Promise<Step> {
  const at = deps.clock.now()
  if (filed.offline) return keepUnheard(deps, row, filed)
  await inTransaction(deps.db, async (tx) => {
    await clearTrouble(tx, refOfRow(row))
    const ended = await keepFiled(tx, keyOf(row), filed, at)
    if (ended !== null) await deps.settle(tx, ended, { kind: 'filed', filed }, at)
  })
  await askForNumbers(deps, fiscaliser, row)
  return 'on'
}

/** Each shift has its own numbers for a time without the service, so they are asked for while it can be reached. */
async function askForNumbers(deps: FilingDeps, { offline, state }: OpenFiscaliser, row: DocumentRow): Promise<void> {
  const asked = row.kind === 'open_shift' && offline?.by === 'register' ? await state(deps.http) : null
  if (asked?.kind === 'done') await noteGrant(deps, refOfRow(row), asked.value, row.position + 1n)
}

/** Surely not filed, and not tried again as it stands. */
export async function refuse(deps: FilingDeps, row: DocumentRow, problem: string): Promise<'on'> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    await clearTrouble(tx, refOfRow(row))
    const ended: EndedDocument | null = await keepRefused(tx, keyOf(row), problem, at)
    if (ended !== null) await deps.settle(tx, ended, { kind: 'refused', problem }, at)
  })
  return 'on'
}

async function waitFor(deps: FilingDeps, row: DocumentRow, problem: string, state: 'queued' | null = null): Promise<Step> {
  await inTransaction(deps.db, async (tx) => {
    await noteTrouble(tx, refOfRow(row), { trouble: problem, at: deps.clock.now() })
    await noteTry(tx, keyOf(row), { state, problem })
  })
  return 'wait'
}
