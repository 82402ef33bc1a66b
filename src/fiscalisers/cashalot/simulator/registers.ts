import { randomInt } from 'node:crypto'
import type { FiscalValues } from '../../simulator.ts'
import { markOf, newKeyFiles } from './keys.ts'
import { makeRegister, type Register } from './register.ts'
import type { Service } from './service.ts'

/** Makes the register known, or gives it another key. Its documents stay. `testing`: `yes` makes all of them for trying out. */
export function enrol(service: Service, { numFiscal = '', certificate = '', privateKey = '', password = '', testing = 'no' }: FiscalValues): void {
  if (!/^[1-9]\d{0,11}$/.test(numFiscal)) throw new Error('a register needs its numFiscal: digits')
  if ([certificate, privateKey, password].includes('')) throw new Error('a register needs certificate, privateKey and password')
  const made = makeRegister({ numFiscal, key: markOf({ certificate, privateKey, password }), isTesting: testing === 'yes' }, service.agenda.now())
  const known = service.registers.get(numFiscal)
  service.registers.set(numFiscal, known === undefined ? made : { ...known, key: made.key })
}

/** Values for a register that is not there yet. The tax number is nobody's. */
export const newCredentials = (service: Service): FiscalValues =>
  ({ numFiscal: newNumber(service), ...newKeyFiles(), paymentSystemTaxNumber: '12345678' })

/** Ten digits, as the tax service's are. */
function newNumber(service: Service): string {
  const number = String(randomInt(4_000_000_000, 5_000_000_000))
  return service.registers.has(number) ? newNumber(service) : number
}

export function registerOf({ registers }: Service, { numFiscal = '' }: FiscalValues): Register {
  const register = registers.get(numFiscal)
  if (register === undefined) throw new Error(`no register ${numFiscal}`)
  return register
}
