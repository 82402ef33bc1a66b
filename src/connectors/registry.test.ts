import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { linkpay } from './linkpay/connector.ts'
import { liqpay } from './liqpay/connector.ts'
import { paysera } from './paysera/connector.ts'
import { CONNECTORS, connectorById } from './registry.ts'

test('CH2 each provider has one list of what it can do, and it says what its connector has', () => {
  for (const { id, capabilities } of CONNECTORS) {
    const connector = [paysera, linkpay, liqpay].find((one) => one.id === id)
    expect(connector, `${id} is to be compared here`).toBeDefined()
    expect([capabilities.lookUp, capabilities.resume, capabilities.revoke, capabilities.reservations]).toEqual(
      [connector?.lookup, connector?.resume, connector?.revoke, connector?.reservations].map((part) => part !== null),
    )
    expect(capabilities.refunds === 'none').toBe(connector?.refunds === null)
  }
})

test('what the providers of today can do', () => {
  expect(connectorById('paysera')?.capabilities).toMatchObject({ lookUp: false, refunds: 'none', reservations: false })
  expect(connectorById('linkpay')?.capabilities).toMatchObject({ lookUp: true, refunds: 'partial', reservations: true })
  expect(connectorById('liqpay')?.capabilities).toMatchObject({
    lookUp: true, revoke: true, refunds: 'partial', reservations: true, delivers: true, statement: true, ownMethodList: false,
  })
})

test('a provider offers nothing for money that it does not take', () => {
  const money = { amount: { minor: 1000n, currency: 'GEL' }, country: 'ua', language: 'uk' } as const
  const open = connectorById('liqpay')?.open({ publicKey: 'i00000000001', privateKey: 'private' }, { endpoints: {}, clock: systemClock, facts: null, pinnedProof: null })
  expect(open?.ok === true && open.value.methods(money)).toEqual([])
  expect(open?.ok === true && open.value.methods({ ...money, amount: { minor: 1000n, currency: 'UAH' } }).map(({ key }) => key)).toEqual(['card', 'privat24', 'apay', 'gpay'])
})
