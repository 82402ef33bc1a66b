import { expect, test } from 'vitest'
import { router } from './router.tsx'

const needsOf = (path: string): string | undefined =>
  Object.values(router.routesById).find((route) => route.fullPath === path)?.options.staticData?.needs

test('whoever types the address of a form or list that their role does not include is told so instead', () => {
  expect({
    '/invoices/new': needsOf('/invoices/new'), '/invoices/$id/edit': needsOf('/invoices/$id/edit'), '/customers/new': needsOf('/customers/new'),
    '/channels/new': needsOf('/channels/new'), '/stores/new': needsOf('/stores/new'), '/settings/letters': needsOf('/settings/letters'),
    '/settings/people': needsOf('/settings/people'), '/settings/keys': needsOf('/settings/keys'),
  }).toEqual({
    '/invoices/new': 'invoices.write', '/invoices/$id/edit': 'invoices.write', '/customers/new': 'customers.write',
    '/channels/new': 'channels.manage', '/stores/new': 'stores.manage', '/settings/letters': 'stores.manage',
    '/settings/people': 'people.read', '/settings/keys': 'api_keys.read',
  })
})

test('no form that makes something stands open to everyone', () => {
  const forms = Object.values(router.routesById).filter((route) => /\/(new|edit)$/.test(route.fullPath))
  expect(forms.map((route) => [route.fullPath, typeof route.options.staticData?.needs])).toEqual(forms.map((route) => [route.fullPath, 'string']))
})
