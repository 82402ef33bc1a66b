import { PERMISSIONS } from '../platform/http/permission.ts'
import type { Permission } from '../platform/http/permission.ts'

export const ROLES = ['owner', 'admin', 'accountant', 'cashier', 'developer', 'viewer'] as const

export type Role = (typeof ROLES)[number]

/** Who may do what. Routes ask for one of these permissions, and the screens show what it allows. */
const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  accountant: [
    'invoices.read', 'invoices.write', 'invoices.cancel', 'payments.read', 'payments.record', 'payments.settle',
    'refunds.create',
    'customers.read', 'customers.write', 'products.read', 'products.write', 'stores.read', 'channels.read', 'till.read',
    'audit.read', 'messages.read',
  ],
  cashier: [
    'invoices.read', 'invoices.write', 'payments.read', 'payments.record', 'customers.read', 'customers.write',
    'products.read', 'stores.read', 'till.use', 'till.read',
  ],
  developer: [
    'invoices.read', 'payments.read', 'customers.read', 'products.read', 'stores.read', 'channels.read', 'channels.manage',
    'api_keys.read', 'api_keys.manage', 'till.read', 'messages.read',
  ],
  viewer: ['invoices.read', 'payments.read', 'customers.read', 'products.read', 'stores.read', 'channels.read', 'till.read'],
}

const SETS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(GRANTS.owner), admin: new Set(GRANTS.admin), accountant: new Set(GRANTS.accountant),
  cashier: new Set(GRANTS.cashier), developer: new Set(GRANTS.developer), viewer: new Set(GRANTS.viewer),
}

export const permissionsOf = (role: Role): ReadonlySet<Permission> => SETS[role]

/** Who gives: the role of a person, null for an API key. */
type Giver = { readonly role: string | null; readonly permissions: ReadonlySet<Permission> }

/**
 * Whether the giver may give `role` to another, or take it away. Nobody hands out more than they hold, and only
 * owners make and unmake owners.
 */
export function mayGive({ role: own, permissions }: Giver, role: Role): boolean {
  if (role === 'owner') return own === 'owner'
  return [...permissionsOf(role)].every((permission) => permissions.has(permission))
}
