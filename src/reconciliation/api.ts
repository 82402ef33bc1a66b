import type { App } from '../platform/http/route.ts'
import { accountRoutes } from './account-api.ts'
import type { AccountRouteDeps } from './account-api.ts'
import { agreementRoutes } from './agreement-api.ts'
import type { AgreementRouteDeps } from './agreement-api.ts'
import { statementRoutes } from './statement-api.ts'

type ReconciliationDeps = AccountRouteDeps & AgreementRouteDeps

/** Everything over HTTP about money accounts, what banks say of them, and what was found to pay which invoice. */
export async function reconciliationRoutes(app: App, deps: ReconciliationDeps): Promise<void> {
  await accountRoutes(app, deps)
  await agreementRoutes(app, deps)
  await statementRoutes(app, deps)
}
