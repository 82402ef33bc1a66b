import type { Http, Outcome } from '../../connectors/contract.ts'
import type { FiscalSetup, RegisterState } from '../contract.ts'
import { ask, wordOf } from './client.ts'
import type { Config } from './config.ts'
import { isTrue, momentAt, objectOf, textAt } from './json.ts'
import type { Told } from './json.ts'

type Setup = FiscalSetup<Config>

/** The register by its licence key, and the shift of its cashier, who has one shift at a time. Source: protocol sheet B. */
export async function state(setup: Setup, http: Http): Promise<Outcome<RegisterState>> {
  const info = await objectAt('/cash-registers/info', setup, http)
  if (info.kind !== 'done') return info
  const shift = await objectAt('/cashier/shift', setup, http)
  if (shift.kind !== 'done') return shift
  return stateOf(info.value, shift.value)
}

/** Null is an answer too: the cashier has no shift. */
async function objectAt(path: string, setup: Setup, http: Http): Promise<Outcome<Told | null>> {
  const said = await ask({ method: 'GET', path }, setup, http)
  if (said.kind !== 'done') return said
  const { status, body } = said.value
  if (status === 404 || (status === 200 && body === null)) return { kind: 'done', value: null }
  if (status !== 200) return { kind: 'refused', reason: 'other', providerCode: wordOf(body, status) }
  return { kind: 'done', value: objectOf(body) }
}

const UNREADABLE = { kind: 'unknown', cause: 'the state could not be understood' } as const

function stateOf(info: Told | null, shift: Told | null): Outcome<RegisterState> {
  const registerNumber = textAt(info, 'fiscal_number')
  if (info === null || registerNumber === null) return UNREADABLE
  const status = shift === null ? 'CLOSED' : textAt(shift, 'status')
  if (status === null) return UNREADABLE
  const isOpen = status === 'OPENED'
  // What was filed now would be filed at the other register, or nowhere.
  if (status !== 'CLOSED' && isElsewhere(info, shift)) return notEnabled('Касир вже працює з іншою касою')
  if (status === 'CLOSED' && isTrue(info, 'has_shift')) return notEnabled('Каса зайнята іншим касиром')
  return {
    kind: 'done',
    value: {
      registerNumber, shiftOpen: isOpen ? true : status === 'CLOSED' ? false : null,
      shiftRef: isOpen ? textAt(shift, 'id') : null, shiftOpenedAt: isOpen ? momentAt(shift, 'opened_at') : null,
      nextLocalNumber: null, lastFiscalNumber: null, online: info.has('offline_mode') ? !isTrue(info, 'offline_mode') : null,
      mode: isTrue(info, 'is_test') || registerNumber.startsWith('TEST') ? 'test' : 'live', offline: null,
    },
  }
}

const notEnabled = (sentence: string): Outcome<never> => ({ kind: 'refused', reason: 'not_enabled', providerCode: sentence })

function isElsewhere(info: Told, shift: Told | null): boolean {
  const [here, there] = [textAt(info, 'id'), textAt(objectOf(shift?.get('cash_register')), 'id')]
  return here !== null && there !== null && here !== there
}
