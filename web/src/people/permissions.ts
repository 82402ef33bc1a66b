import type { Permission } from '../api/nouns.ts'

/** Everything a role or a key can be allowed, in the order people think of it. */
export const PERMISSIONS = [
  'invoices.read', 'invoices.write', 'invoices.cancel', 'payments.read', 'payments.record', 'payments.settle', 'refunds.create',
  'customers.read', 'customers.write', 'products.read', 'products.write', 'channels.read', 'channels.manage', 'stores.read', 'stores.manage', 'people.read', 'people.manage',
  'api_keys.read', 'api_keys.manage', 'till.use', 'till.manage', 'till.read', 'audit.read', 'messages.read',
] as const satisfies readonly Permission[]
