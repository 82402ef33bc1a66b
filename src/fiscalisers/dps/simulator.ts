import { listen } from '../../connectors/simulator-server.ts'
import type { Clock } from '../../kernel/clock.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { DocumentKind } from '../contract.ts'
import type { FiscalSimulator, FiscalSimulatorKind, FiscalValues, Registered } from '../simulator.ts'
import { enrol, newCredentials, openBooks } from './simulator/books.ts'
import type { Books, Entry } from './simulator/books.ts'
import { FAULTS } from './simulator/known-inputs.ts'
import { msOf } from './simulator/moments.ts'
import { answer } from './simulator/routes.ts'
import type { Desk } from './simulator/routes.ts'
import { minorOf, childOf } from './simulator/xml.ts'

/** What a test may ask of this simulator beyond the contract. */
export interface DpsSimulator extends FiscalSimulator {
  /** Method, path, content type and status of the last requests, oldest first. */
  requests(): readonly string[]
}

/**
 * The fiscal server and a signer over HTTP, written from the protocol sheet alone. Its envelopes are test envelopes and no
 * signatures. `clock`: what its own clock runs with.
 */
export const dpsSimulator = {
  fiscaliser: 'dps',
  title: 'ДПС, the tax service of Ukraine',
  faults: FAULTS,
  async start({ port, clock = systemClock }: { readonly port: number; readonly clock?: Clock }): Promise<DpsSimulator> {
    const turned = { ms: 0 }
    const books = openBooks(() => new Date(clock.now().getTime() + turned.ms))
    const advance = (ms: number): void => void (turned.ms += ms)
    const desk: Desk = { books, faults: new Map(), met: new Set(), advance, requests: [], isDown: false }
    const server = await listen(port, (asked) => Promise.resolve(answer(desk, asked)))
    return {
      url: server.url,
      endpoints: { fs: `${server.url}/fs`, signer: `${server.url}/sign` },
      enrol: (values) => enrol(books, values),
      newCredentials: (mode = 'live') => newCredentials(mode),
      befall: (values, fault) => void desk.faults.set(numberOf(values), fault),
      setDown: (isDown) => void (desk.isDown = isDown),
      registered: (values) => registered(books, values),
      requests: () => desk.requests,
      now: books.now,
      advance: (ms) => Promise.resolve(advance(ms)),
      stop: server.stop,
    }
  },
} satisfies FiscalSimulatorKind

const numberOf = (values: FiscalValues): string => values['registerNumber'] ?? ''

/** What money and shifts are made of. Markers of a time offline are none of it, nor is what was cancelled and what cancelled it. */
const KINDS: ReadonlyMap<string, DocumentKind> = new Map([
  ['0/0', 'sale'], ['0/1', 'return'], ['0/2', 'service_in'], ['0/4', 'service_out'], ['100/-1', 'open_shift'], ['101/-1', 'close_shift'],
])

const kindOf = ({ paper }: Entry): DocumentKind | null => (paper.isZReport ? 'z_report' : KINDS.get(`${paper.type}/${paper.subtype}`) ?? null)

function registered({ registrars }: Books, values: FiscalValues): readonly Registered[] {
  const entries = registrars.get(numberOf(values))?.entries ?? []
  return entries.flatMap((entry) => {
    const { paper, fiscalNumber, revoked, storned } = entry
    const kind = kindOf(entry)
    if (kind === null || revoked || storned) return []
    const minor = paper.sum === '' ? null : minorOf(childOf(paper.root, 'CHECKTOTAL'), 'SUM')
    return [{
      kind, fiscalNumber, ref: fiscalNumber, at: new Date(msOf(paper)), amount: minor === null ? null : { minor, currency: 'UAH' },
      of: paper.returnOf === '' ? null : paper.returnOf,
    }]
  })
}
