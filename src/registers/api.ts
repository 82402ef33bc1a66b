import type { Routes } from '../platform/http/route.ts'
import { cashMoveRoutes } from './cash-move-api.ts'
import { cashierRoutes } from './cashier-api.ts'
import { registerRoutes } from './register-api.ts'
import type { RegisterApiDeps } from './register-api.ts'
import { shiftRoutes } from './shift-api.ts'
import type { ShiftApiDeps } from './shift-api.ts'
import { shiftListRoutes } from './shift-list-api.ts'

/** Cash registers, who works at them, and their shifts. */
export const tillRoutes: Routes<RegisterApiDeps & ShiftApiDeps> = async (app, deps) => {
  await registerRoutes(app, deps)
  await cashierRoutes(app, deps)
  await shiftRoutes(app, deps)
  await shiftListRoutes(app, deps)
  await cashMoveRoutes(app, deps)
}
