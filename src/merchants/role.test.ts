import { expect, test } from 'vitest'
import { PERMISSIONS } from '../platform/http/permission.ts'
import { ROLES, mayGive, permissionsOf } from './role.ts'
import type { Role } from './role.ts'

const giver = (role: Role) => ({ role, permissions: permissionsOf(role) })

test('T03 who may do what', () => {
  const matrix = PERMISSIONS.map((permission) =>
    `${permission.padEnd(17)} ${ROLES.filter((role) => permissionsOf(role).has(permission)).join(' ')}`)
  expect(`\n${matrix.join('\n')}\n`).toBe(`
invoices.read     owner admin accountant cashier developer viewer
invoices.write    owner admin accountant cashier
invoices.cancel   owner admin accountant
payments.read     owner admin accountant cashier developer viewer
payments.record   owner admin accountant cashier
payments.settle   owner admin accountant
refunds.create    owner admin accountant
customers.read    owner admin accountant cashier developer viewer
customers.write   owner admin accountant cashier
products.read     owner admin accountant cashier developer viewer
products.write    owner admin accountant
channels.read     owner admin accountant developer viewer
channels.manage   owner admin developer
stores.read       owner admin accountant cashier developer viewer
stores.manage     owner admin
people.read       owner admin
people.manage     owner admin
api_keys.read     owner admin developer
api_keys.manage   owner admin developer
till.use          owner admin cashier
till.manage       owner admin
till.read         owner admin accountant cashier developer viewer
audit.read        owner admin accountant
messages.read     owner admin accountant developer
`)
})

test('T03 only owners make owners, and nobody gives what they do not hold', () => {
  expect(ROLES.filter((role) => mayGive(giver('admin'), role))).toEqual([
    'admin', 'accountant', 'cashier', 'developer', 'viewer',
  ])
  expect(ROLES.filter((role) => mayGive(giver('owner'), role))).toEqual([...ROLES])
  expect(ROLES.filter((role) => mayGive(giver('developer'), role))).toEqual(['developer', 'viewer'])
})
