import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import type { Permission } from './api/nouns.ts'
import { NoAnswer } from './api/problem.ts'
import { sessionQuery } from './api/session.ts'
import {
  readAccountTab, readConnectFor, readCustomerFilter, readInvoiceFilter, readPaymentFilter, readProductFilter, readReceiptFilter, readShiftFilter,
} from './controls/filters.ts'
import { queries } from './queries.ts'
import { Lost, Broken } from './shell/lost.tsx'
import { Waiting } from './controls/waiting.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost, errorComponent: Broken })

type Back = { back?: string }

/** Where to go after sign-in: only ever a page of ours. */
const readBack = (search: Record<string, unknown>): Back => {
  const { back } = search
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? { back } : {}
}

const outside = createRoute({
  getParentRoute: () => root, id: 'outside', component: lazyRouteComponent(() => import('./session/outside.tsx'), 'Outside'),
})
const signIn = createRoute({
  getParentRoute: () => outside, path: '/sign-in', validateSearch: readBack,
  component: lazyRouteComponent(() => import('./session/sign-in.tsx'), 'SignIn'),
})
const register = createRoute({
  getParentRoute: () => outside, path: '/register',
  component: lazyRouteComponent(() => import('./session/register.tsx'), 'Register'),
})
const activate = createRoute({
  getParentRoute: () => outside, path: '/activate',
  component: lazyRouteComponent(() => import('./session/activate.tsx'), 'Activate'),
})
const resetPassword = createRoute({
  getParentRoute: () => outside, path: '/reset-password',
  component: lazyRouteComponent(() => import('./session/reset-password.tsx'), 'ResetPassword'),
})
const invitation = createRoute({
  getParentRoute: () => outside, path: '/invitation',
  component: lazyRouteComponent(() => import('./session/invitation.tsx'), 'AcceptInvitation'),
})

const cabinet = createRoute({
  getParentRoute: () => root, id: 'cabinet',
  beforeLoad: async ({ location }) => {
    const session = await queries.ensureQueryData(sessionQuery)
    if (session === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { back: location.href } })
  },
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
})

/** The cashier's workplace fills the screen: it stands beside the cabinet, not in it. It opens without the server too, and says itself what works then. */
const sell = createRoute({
  getParentRoute: () => root, path: '/sell',
  beforeLoad: async ({ location }) => {
    const session = await queries.ensureQueryData({ ...sessionQuery, retry: false }).catch((error: unknown) => {
      if (error instanceof NoAnswer) return undefined
      throw error
    })
    if (session === null) throw redirect({ to: '/sign-in', search: { back: location.href } })
  },
  component: lazyRouteComponent(() => import('../till/gate.tsx'), 'Till'),
})

const overview = createRoute({
  getParentRoute: () => cabinet, path: '/',
  component: lazyRouteComponent(() => import('./overview/overview.tsx'), 'Overview'),
})
const attention = createRoute({
  getParentRoute: () => cabinet, path: '/attention',
  component: lazyRouteComponent(() => import('./overview/attention.tsx'), 'AttentionPage'),
})

const invoices = createRoute({
  getParentRoute: () => cabinet, path: '/invoices', staticData: { needs: 'invoices.read' }, validateSearch: readInvoiceFilter,
  component: lazyRouteComponent(() => import('./invoices/list.tsx'), 'InvoiceList'),
})
const invoiceNew = createRoute({
  getParentRoute: () => cabinet, path: '/invoices/new', staticData: { needs: 'invoices.write' }, validateSearch: readCustomerFilter,
  component: lazyRouteComponent(() => import('./invoices/write.tsx'), 'NewInvoice'),
})
const invoice = createRoute({
  getParentRoute: () => cabinet, path: '/invoices/$id', staticData: { needs: 'invoices.read' },
  component: lazyRouteComponent(() => import('./invoices/detail.tsx'), 'InvoicePage'),
})
const invoiceEdit = createRoute({
  getParentRoute: () => cabinet, path: '/invoices/$id/edit', staticData: { needs: 'invoices.write' },
  component: lazyRouteComponent(() => import('./invoices/write.tsx'), 'EditInvoice'),
})

const recurringList = createRoute({
  getParentRoute: () => cabinet, path: '/recurring', staticData: { needs: 'invoices.read' },
  component: lazyRouteComponent(() => import('./recurring/list.tsx'), 'RecurringList'),
})
const recurringNew = createRoute({
  getParentRoute: () => cabinet, path: '/recurring/new', staticData: { needs: 'invoices.write' },
  component: lazyRouteComponent(() => import('./recurring/write.tsx'), 'NewRecurring'),
})
const recurring = createRoute({
  getParentRoute: () => cabinet, path: '/recurring/$id', staticData: { needs: 'invoices.read' },
  component: lazyRouteComponent(() => import('./recurring/detail.tsx'), 'RecurringPage'),
})
const recurringEdit = createRoute({
  getParentRoute: () => cabinet, path: '/recurring/$id/edit', staticData: { needs: 'invoices.write' },
  component: lazyRouteComponent(() => import('./recurring/write.tsx'), 'EditRecurring'),
})

const payments = createRoute({
  getParentRoute: () => cabinet, path: '/payments', staticData: { needs: 'payments.read' }, validateSearch: readPaymentFilter,
  component: lazyRouteComponent(() => import('./payments/list.tsx'), 'PaymentList'),
})
const payment = createRoute({
  getParentRoute: () => cabinet, path: '/payments/$id', staticData: { needs: 'payments.read' },
  component: lazyRouteComponent(() => import('./payments/detail.tsx'), 'PaymentPage'),
})

const customers = createRoute({
  getParentRoute: () => cabinet, path: '/customers', staticData: { needs: 'customers.read' }, validateSearch: readCustomerFilter,
  component: lazyRouteComponent(() => import('./customers/list.tsx'), 'CustomerList'),
})
const customerNew = createRoute({
  getParentRoute: () => cabinet, path: '/customers/new', staticData: { needs: 'customers.write' },
  component: lazyRouteComponent(() => import('./customers/edit.tsx'), 'NewCustomer'),
})
const customer = createRoute({
  getParentRoute: () => cabinet, path: '/customers/$id', staticData: { needs: 'customers.read' },
  component: lazyRouteComponent(() => import('./customers/edit.tsx'), 'CustomerPage'),
})

const till = createRoute({
  getParentRoute: () => cabinet, path: '/till', staticData: { needs: 'products.read' },
  component: lazyRouteComponent(() => import('./till/tabs.tsx'), 'TillHome'),
})
const products = createRoute({
  getParentRoute: () => cabinet, path: '/till/products', staticData: { needs: 'products.read' }, validateSearch: readProductFilter,
  component: lazyRouteComponent(() => import('./products/list.tsx'), 'ProductList'),
})
const productNew = createRoute({
  getParentRoute: () => cabinet, path: '/till/products/new', staticData: { needs: 'products.write' },
  component: lazyRouteComponent(() => import('./products/edit.tsx'), 'NewProduct'),
})
const productImport = createRoute({
  getParentRoute: () => cabinet, path: '/till/products/import', staticData: { needs: 'products.write' },
  component: lazyRouteComponent(() => import('./products/import.tsx'), 'ImportProducts'),
})
const product = createRoute({
  getParentRoute: () => cabinet, path: '/till/products/$id', staticData: { needs: 'products.read' },
  component: lazyRouteComponent(() => import('./products/edit.tsx'), 'ProductPage'),
})

const accounts = createRoute({
  getParentRoute: () => cabinet, path: '/accounts', staticData: { needs: 'payments.read' },
  component: lazyRouteComponent(() => import('./accounts/list.tsx'), 'AccountList'),
})
const accountNew = createRoute({
  getParentRoute: () => cabinet, path: '/accounts/new', staticData: { needs: 'payments.settle' },
  component: lazyRouteComponent(() => import('./accounts/new.tsx'), 'NewAccount'),
})
const moneyAccount = createRoute({
  getParentRoute: () => cabinet, path: '/accounts/$id', staticData: { needs: 'payments.read' }, validateSearch: readAccountTab,
  component: lazyRouteComponent(() => import('./accounts/account.tsx'), 'AccountPage'),
})

const channels = createRoute({
  getParentRoute: () => cabinet, path: '/channels', staticData: { needs: 'channels.read' },
  component: lazyRouteComponent(() => import('./channels/list.tsx'), 'ChannelList'),
})
const channelNew = createRoute({
  getParentRoute: () => cabinet, path: '/channels/new', staticData: { needs: 'channels.manage' }, validateSearch: readConnectFor,
  component: lazyRouteComponent(() => import('./channels/connect.tsx'), 'ConnectProvider'),
})
const channel = createRoute({
  getParentRoute: () => cabinet, path: '/channels/$id', staticData: { needs: 'channels.read' },
  component: lazyRouteComponent(() => import('./channels/guide.tsx'), 'ChannelPage'),
})

const settings = createRoute({
  getParentRoute: () => cabinet, path: '/settings',
  component: lazyRouteComponent(() => import('./stores/settings.tsx'), 'Settings'),
})
const settingsHome = createRoute({
  getParentRoute: () => settings, path: '/',
  component: lazyRouteComponent(() => import('./stores/settings.tsx'), 'SettingsHome'),
})
const settingsStore = createRoute({
  getParentRoute: () => settings, path: '/store',
  component: lazyRouteComponent(() => import('./stores/store-settings.tsx'), 'StoreSettings'),
})
const settingsLetters = createRoute({
  getParentRoute: () => settings, path: '/letters', staticData: { needs: 'stores.manage' },
  component: lazyRouteComponent(() => import('./stores/letters.tsx'), 'Letters'),
})
const settingsReminders = createRoute({
  getParentRoute: () => settings, path: '/reminders', staticData: { needs: 'stores.manage' },
  component: lazyRouteComponent(() => import('./reminders/schedule.tsx'), 'ReminderSettings'),
})
const settingsTaxes = createRoute({
  getParentRoute: () => settings, path: '/tax-letters', staticData: { needs: 'products.write' },
  component: lazyRouteComponent(() => import('./products/tax-letters.tsx'), 'TaxLetters'),
})
const settingsPeople = createRoute({
  getParentRoute: () => settings, path: '/people', staticData: { needs: 'people.read' },
  component: lazyRouteComponent(() => import('./people/people.tsx'), 'People'),
})
const settingsKeys = createRoute({
  getParentRoute: () => settings, path: '/keys', staticData: { needs: 'api_keys.read' },
  component: lazyRouteComponent(() => import('./api-keys/api-keys.tsx'), 'ApiKeys'),
})
const storeNew = createRoute({
  getParentRoute: () => cabinet, path: '/stores/new', staticData: { needs: 'stores.manage' },
  component: lazyRouteComponent(() => import('./stores/new-store.tsx'), 'NewStore'),
})
const account = createRoute({
  getParentRoute: () => cabinet, path: '/account',
  component: lazyRouteComponent(() => import('./account/account.tsx'), 'Account'),
})

const registers = createRoute({
  getParentRoute: () => cabinet, path: '/till/registers', staticData: { needs: 'till.read' },
  component: lazyRouteComponent(() => import('./registers/list.tsx'), 'RegisterList'),
})
const cashRegister = createRoute({
  getParentRoute: () => cabinet, path: '/till/registers/$id', staticData: { needs: 'till.read' },
  component: lazyRouteComponent(() => import('./registers/register.tsx'), 'RegisterPage'),
})

const shifts = createRoute({
  getParentRoute: () => cabinet, path: '/till/shifts', staticData: { needs: 'till.read' }, validateSearch: readShiftFilter,
  component: lazyRouteComponent(() => import('./shifts/list.tsx'), 'ShiftList'),
})
const shift = createRoute({
  getParentRoute: () => cabinet, path: '/till/shifts/$id', staticData: { needs: 'till.read' },
  component: lazyRouteComponent(() => import('./shifts/shift.tsx'), 'ShiftPage'),
})
const receipts = createRoute({
  getParentRoute: () => cabinet, path: '/till/receipts', staticData: { needs: 'till.read' }, validateSearch: readReceiptFilter,
  component: lazyRouteComponent(() => import('./receipts/list.tsx'), 'ReceiptList'),
})
const receipt = createRoute({
  getParentRoute: () => cabinet, path: '/till/receipts/$id', staticData: { needs: 'till.read' },
  component: lazyRouteComponent(() => import('./receipts/receipt.tsx'), 'ReceiptPage'),
})

const routeTree = root.addChildren([
  outside.addChildren([signIn, register, activate, resetPassword, invitation]), sell,
  cabinet.addChildren([
    overview, attention, invoices, invoiceNew, invoice, invoiceEdit, recurringList, recurringNew, recurring, recurringEdit, payments, payment, customers, customerNew, customer,
    till, products, productNew, productImport, product, registers, cashRegister, shifts, shift, receipts, receipt,
    accounts, accountNew, moneyAccount, channels, channelNew, channel, storeNew, account,
    settings.addChildren([settingsHome, settingsStore, settingsLetters, settingsReminders, settingsTaxes, settingsPeople, settingsKeys]),
  ]),
])

export const router = createRouter({
  routeTree, scrollRestoration: true, defaultPreload: 'intent', defaultPendingComponent: Waiting, defaultNotFoundComponent: Lost,
  defaultErrorComponent: Broken, defaultStructuralSharing: true,
})

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who lacks this permission is told so instead of being shown a screen that could only be refused. */
    needs?: Permission
  }
  interface Register {
    router: typeof router
  }
}
