import type { App } from '../platform/http/route.ts'
import type { AttemptReportDeps } from './attempt-api.ts'
import { attemptReportRoutes } from './attempt-api.ts'
import type { InvoiceReportDeps } from './invoice-api.ts'
import { invoiceReportRoutes } from './invoice-api.ts'
import { invoiceListRoutes } from './invoice-list-api.ts'
import { storeReportRoutes } from './store-api.ts'

type ReportDeps = InvoiceReportDeps & AttemptReportDeps

/** Everything that is only asked: lists, details, histories, what needs a person, what came in. */
export async function reportRoutes(app: App, deps: ReportDeps): Promise<void> {
  await invoiceListRoutes(app, deps)
  await invoiceReportRoutes(app, deps)
  await attemptReportRoutes(app, deps)
  await storeReportRoutes(app, deps)
}
