import { openAgenda } from '../../connectors/simulator-agenda.ts'
import { listen } from '../../connectors/simulator-server.ts'
import type { FiscalSimulator, FiscalSimulatorKind, FiscalValues, Registered } from '../simulator.ts'
import type { CashalotFault, Document } from './simulator/register.ts'
import { enrol, newCredentials, registerOf } from './simulator/registers.ts'
import { answer } from './simulator/routes.ts'
import type { Asking, Service } from './simulator/service.ts'

/** What a test may ask of this simulator beyond the contract. */
export interface CashalotSimulator extends FiscalSimulator {
  befall(values: FiscalValues, fault: CashalotFault): void
  /** Every document, Z-reports among them, oldest first. */
  documents(values: FiscalValues): readonly Document[]
  /** What it was asked, without keys, oldest first. */
  askings(): readonly Asking[]
}

/**
 * Cashalot API over HTTP, written from the protocol sheet alone. `enrol` reads `numFiscal`, `certificate`, `privateKey` and
 * `password`, and `testing` (`yes`: its documents are for trying out). Endpoints: `api` takes commands, `cabinet` is the tax service's page of a receipt.
 */
export const cashalotSimulator = {
  fiscaliser: 'cashalot',
  title: 'Cashalot API',
  // `late` cannot be told from never: the service knows no name of ours to ask for, so what is asked too soon is asked in vain.
  faults: ['answer_lost', 'cut_off', 'down', 'refuse', 'offline'],
  async start({ port }: { readonly port: number }): Promise<CashalotSimulator> {
    const agenda = openAgenda()
    const endpoints = (): Readonly<Record<string, string>> => ({ api: `${server.url}/api`, cabinet: `${server.url}/cashregs/check` })
    const service: Service = {
      agenda, registers: new Map(), log: [], cabinet: () => endpoints()['cabinet'] ?? '', isDown: false, lastNumber: 1_000_000_000,
    }
    const server = await listen(port, (asked) => answer(service, endpoints(), asked))
    return {
      url: server.url,
      endpoints: endpoints(),
      ...playing(service),
      async stop() {
        agenda.stop()
        await server.stop()
      },
    }
  },
} satisfies FiscalSimulatorKind

const playing = (service: Service): Omit<CashalotSimulator, 'url' | 'endpoints' | 'stop'> => ({
  enrol: (values) => enrol(service, values),
  newCredentials: () => newCredentials(service),
  befall: (values, fault) => void registerOf(service, values).befalls.push(fault),
  setDown(isDown) {
    service.isDown = isDown
  },
  registered: (values) => registerOf(service, values).documents.flatMap(registeredAs),
  documents: (values) => registerOf(service, values).documents,
  askings: () => service.log,
  now: () => service.agenda.now(),
  advance: (ms) => service.agenda.advance(ms),
})

/** A Z-report belongs to the closing. */
function registeredAs({ kind, numFiscal, at, amount, of }: Document): readonly Registered[] {
  if (kind === 'z_report') return []
  return [{ kind, fiscalNumber: numFiscal, ref: numFiscal, at, amount: amount === null ? null : { minor: amount, currency: 'UAH' }, of }]
}
