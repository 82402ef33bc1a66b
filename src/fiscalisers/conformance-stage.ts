import { randomUUID } from 'node:crypto'
import { done, http } from '../connectors/conformance-stage.ts'
import type { Mode } from '../kernel/ids.ts'
import { sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Drawn, Filed, FiscalDocument, OpenFiscaliser, RegisteredFiscaliser, RegisterState, Sale, ShiftTotals } from './contract.ts'
import { shiftTotals } from './shift-totals.ts'
import { CASH_SALE } from './conformance-documents.ts'
import type { FiscalSimulator, FiscalSimulatorKind, FiscalValues, Registered } from './simulator.ts'

/** The stage of the conformance suite: a simulator, and the cash registers that Kvit has at it. */
export type Stage = {
  readonly simulator: FiscalSimulator
  /** A register with fresh credentials, its shift closed. `mode`: live where nothing is said. */
  enrol(mode?: Mode): Till
}

export type Content = FiscalDocument['content']

/** One cash register and what Kvit would keep of it. */
export type Till = {
  readonly credentials: FiscalValues
  /** `values` in place of the credentials, for wrong ones. Memory lasts from one call to the next, until `forget`. */
  open(values?: FiscalValues): OpenFiscaliser
  forget(): void
  state(): Promise<RegisterState>
  /** As it would be sent now; throws where it cannot be drawn. */
  draw(content: Content): Promise<Drawn>
  /** Draws and sends; throws unless it was filed. */
  file(content: Content): Promise<Filed>
  /** The documents that end the shift, the Z-report by what was filed in it through this till. */
  closing(): readonly Content[]
  registered(): readonly Registered[]
}

export async function openStage(fiscaliser: RegisteredFiscaliser, kind: FiscalSimulatorKind): Promise<Stage> {
  const simulator = await kind.start({ port: 0 })
  return {
    simulator,
    enrol: (mode) => {
      const credentials = simulator.newCredentials(mode)
      simulator.enrol(credentials)
      return makeTill(fiscaliser, simulator, credentials)
    },
  }
}

function makeTill(fiscaliser: RegisteredFiscaliser, simulator: FiscalSimulator, credentials: FiscalValues): Till {
  const kept: { text: string | null } = { text: null }
  const filed: Content[] = []
  const memory = { read: () => kept.text, write: (text: string | null) => void (kept.text = text) }
  const open = (values: FiscalValues = credentials): OpenFiscaliser => {
    const opened = fiscaliser.open(values, {
      endpoints: simulator.endpoints, clock: { now: () => simulator.now() }, timeZone: 'Europe/Kyiv', memory,
      // An honest pause would make the suite wait for a minute; the service's clock runs forward instead.
      pause: (ms) => simulator.advance(ms),
    })
    if (!opened.ok) throw new Error(`the form refuses the simulator's credentials: ${JSON.stringify(opened.error)}`)
    return opened.value
  }
  const till: Till = {
    credentials, open,
    forget: () => memory.write(null),
    state: async () => done(await open().state(http)),
    draw: async (content) => {
      const drawn = open().draw(documentOf(content, simulator.now()), await till.state())
      if (!drawn.ok) throw new Error(`${content.kind} cannot be drawn: ${drawn.error.problem}, ${drawn.error.detail}`)
      return drawn.value
    },
    file: async (content) => {
      const outcome = await open().file(await till.draw(content), http)
      if (outcome.kind !== 'done') throw new Error(`${content.kind} was not filed: ${JSON.stringify(outcome)}`)
      if (content.kind === 'open_shift') filed.length = 0
      filed.push(content)
      return outcome.value
    },
    closing: () => fiscaliser.closing.map((one) => (one === 'z_report' ? { kind: one, totals: totalsOf(filed) } : { kind: one })),
    registered: () => simulator.registered(credentials),
  }
  return till
}

export const documentOf = (content: Content, at: Date): FiscalDocument => ({ key: randomUUID(), at, cashier: 'Оксана Коваль', content })

/** A till with an open shift, in which everything but opening may be filed. */
export async function openTill(stage: Stage): Promise<Till> {
  const till = stage.enrol()
  await till.file({ kind: 'open_shift' })
  return till
}

/** A till at which a document of this kind is next, and that document. */
export async function before(stage: Stage, kind: Content['kind']): Promise<{ readonly till: Till; readonly content: Content }> {
  if (kind === 'open_shift') return { till: stage.enrol(), content: { kind } }
  const till = await openTill(stage)
  const sale = await till.file({ kind: 'sale', sale: CASH_SALE })
  if (kind === 'sale') return { till, content: { kind, sale: CASH_SALE } }
  if (kind === 'return') return { till, content: { kind, sale: CASH_SALE, of: sale } }
  if (kind === 'service_in' || kind === 'service_out') return { till, content: { kind, amount: { minor: 2_000n, currency: 'UAH' } } }
  const closing = till.closing()
  const last = closing.find((one) => one.kind === kind)
  if (last === undefined) throw new Error(`${kind} is none of the documents that end a shift`)
  for (const earlier of closing.slice(0, closing.indexOf(last))) await till.file(earlier)
  return { till, content: last }
}

function totalsOf(filed: readonly Content[]): ShiftTotals {
  const salesOf = (kind: 'sale' | 'return'): readonly Sale[] => filed.flatMap((one) => (one.kind === kind ? [one.sale] : []))
  const service = (kind: 'service_in' | 'service_out'): readonly Money[] => filed.flatMap((one) => (one.kind === kind ? [one.amount] : []))
  return shiftTotals({ sales: salesOf('sale'), returns: salesOf('return'), serviceIn: service('service_in'), serviceOut: service('service_out') })
}

/** What the drawer and the service count for a sale: its total with the rounding of cash. */
export const takenBy = ({ total, rounding }: Sale): Money => sum([total, rounding], 'UAH')

export const NOTHING = zero('UAH')
