import { endSession, newSession, openShiftOf } from './books.ts'
import type { Books, Entry, Registrar, Shift } from './books.ts'
import { msOf } from './moments.ts'
import type { Paper } from './papers.ts'
import { refusal } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import { totalsOf, zReportProblem } from './totals.ts'

const DAY_MS = 86_400_000

/** What was sent, and as it was sent. */
export type Sent = { readonly paper: Paper; readonly signed: Buffer; readonly xml: Buffer }

/** The document in the books, or why the server does not take it. `fiscalNumber` null: the next one of the server's own. */
export function register(books: Books, registrar: Registrar, sent: Sent, fiscalNumber: string | null): Entry | Refusal {
  const { paper } = sent
  const shift = openShiftOf(registrar)
  const problem = placeProblem(registrar, paper) ?? stepProblem(books, registrar, paper, shift)
  if (problem !== null) return problem
  const entry: Entry = {
    ...sent, fiscalNumber: fiscalNumber ?? String(++books.lastFiscal), at: books.now(), shiftId: paper.type === 100 ? ++books.lastShift : shift?.id ?? 0,
    isOffline: fiscalNumber !== null, revoked: false, storned: false,
  }
  registrar.entries.push(entry)
  registrar.nextLocal += 1
  settle(registrar, entry, shift)
  return entry
}

function placeProblem(registrar: Registrar, paper: Paper): Refusal | null {
  if (paper.tin !== registrar.tin) return refusal(3, `Податковий номер ${paper.tin} не відповідає господарській одиниці`)
  if (paper.desk !== registrar.desk) return refusal(9, `Локальний номер ПРРО ${paper.desk} не відповідає зареєстрованому`)
  if (paper.localNumber !== registrar.nextLocal) {
    return refusal(7, `Порушено послідовність локальних номерів документів. Номер документа повинен дорівнювати ${registrar.nextLocal}`)
  }
  return registrar.entries.some((entry) => entry.paper.uid === paper.uid) ? refusal(9, `Документ ${paper.uid} уже зареєстровано`) : null
}

function stepProblem(books: Books, registrar: Registrar, paper: Paper, shift: Shift | null): Refusal | null {
  if (paper.type === 102 || paper.type === 103) return paper.testing ? refusal(9, 'Ознака TESTING недопустима в маркерах офлайн-сесії') : null
  if (paper.type === 100) return shift === null ? null : refusal(4, `Зміну ${shift.id} вже відкрито`)
  if (shift === null) return refusal(5, 'Зміну не відкрито')
  if (paper.testing !== shift.testing) return refusal(9, 'Зміна або вся тестова, або вся справжня')
  if (paper.isZReport) {
    if (shift.zReport !== null) return refusal(8, 'Z-звіт цієї зміни вже зареєстровано')
    const problem = zReportProblem(paper.root, totalsOf(registrar, shift))
    return problem === null ? null : refusal(9, problem)
  }
  if (paper.type === 101) return shift.zReport !== null && registrar.entries.at(-1)?.paper === shift.zReport.paper
    ? null
    : refusal(6, 'Останнім документом перед закриттям має бути Z-звіт')
  if (shift.zReport !== null) return refusal(8, 'Після Z-звіту зміну можна лише закрити')
  const lastedMs = paper.offline ? msOf(paper) - msOf(shift.openedBy.paper) : books.now().getTime() - shift.openedBy.at.getTime()
  if (lastedMs > DAY_MS) return refusal(9, 'Тривалість зміни перевищує 24 години')
  return referenceProblem(registrar, paper)
}

function referenceProblem(registrar: Registrar, paper: Paper): Refusal | null {
  if (paper.subtype === 1) {
    const sale = registrar.entries.find(({ fiscalNumber }) => fiscalNumber === paper.returnOf)
    return sale !== undefined && sale.paper.type === 0 && sale.paper.subtype === 0 && !sale.storned && !sale.revoked
      ? null
      : refusal(9, `Чек ${paper.returnOf}, що повертається, не знайдено`)
  }
  if (paper.subtype !== 5) return null
  const last = registrar.entries.at(-1)
  return last !== undefined && last.fiscalNumber === paper.stornoOf && last.paper.type === 0 && last.paper.subtype !== 5 ? null : refusal(9, 'Сторнувати можна лише останній чек')
}

/** What a registered document changes. */
function settle(registrar: Registrar, entry: Entry, shift: Shift | null): void {
  const { paper } = entry
  if (paper.type === 100) {
    registrar.shifts.push({ id: entry.shiftId, openedBy: entry, testing: paper.testing, zReport: null, closedBy: null })
    if (registrar.offline === null) registrar.session = newSession()
  }
  if (shift !== null && paper.isZReport) shift.zReport = entry
  if (shift !== null && paper.type === 101) shift.closedBy = entry
  if (paper.subtype === 5) {
    const target = registrar.entries.find(({ fiscalNumber }) => fiscalNumber === paper.stornoOf)
    if (target !== undefined) target.storned = true
  }
  if (paper.type === 103) endSession(registrar)
}
