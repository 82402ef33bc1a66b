import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { offlineStage, sale } from '../../test/support/offline-till.ts'
import { LIQPAY_SALE } from '../fiscalisers/conformance-documents.ts'
import { newId } from '../kernel/ids.ts'
import { permissionsOf } from '../merchants/role.ts'
import type { Caller } from '../platform/http/caller.ts'
import { giveFiscaliser } from './give-fiscaliser.ts'

const database = openTestDatabase()
const { simulator, someTill, goOffline, backOnline } = offlineStage(database)

const ownerOf = ({ register: { merchantId } }: FiscalTill): Caller =>
  ({ kind: 'user', userId: newId('user'), name: 'Ona', merchantId, role: 'owner', storeIds: null, mode: null, permissions: permissionsOf('owner') })

test('which register it is, and whose, is not changed while the tax service has still to be told under its names', async () => {
  const till = await someTill()
  const give = async (more: Record<string, string>) => {
    const given = await giveFiscaliser(till.deps, ownerOf(till), { register: till.register, fiscaliser: 'dps', values: { ...till.values, ...more } })
    return given.ok ? 'given' : given.error.code
  }
  expect(await give({})).toBe('given')
  await till.sell(sale())
  await till.file()
  simulator().setDown(true)
  await till.sell(sale(LIQPAY_SALE))
  await goOffline(till)
  for (const other of [{ registerNumber: '4000000009' }, { tin: '87654321' }, { deskNumber: '7777' }]) expect(await give(other)).toBe('register_busy')
  expect(await give({ signerToken: till.values['signerToken'] ?? '', pointAddress: 'м. Львів' })).toBe('given')
  await backOnline(till)
  expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'sale'])
  expect(await give({ deskNumber: '7777' })).toBe('given')
})
