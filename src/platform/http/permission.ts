/**
 * Every permission a route may ask for, `<what>.<act>`. Which role holds which is decided in `merchants/role.ts`;
 * the words stand here because the edge refuses a route that asks for none of them.
 */
export const PERMISSIONS = [
  'invoices.read', 'invoices.write', 'invoices.cancel',
  'payments.read', 'payments.record', 'payments.settle', 'refunds.create',
  'customers.read', 'customers.write', 'products.read', 'products.write',
  'channels.read', 'channels.manage', 'stores.read', 'stores.manage',
  'people.read', 'people.manage', 'api_keys.read', 'api_keys.manage',
  'till.use', 'till.manage', 'till.read',
  'audit.read', 'messages.read',
] as const

export type Permission = (typeof PERMISSIONS)[number]

export const isPermission = (text: string): text is Permission => PERMISSIONS.some((one) => one === text)
