import type pg from 'pg'
import type { Clock } from '../kernel/clock.ts'
import type { Language } from '../kernel/language.ts'
import { faceOf, viewOf } from './face-of.ts'
import { offeredMethods } from './offered-methods.ts'
import type { PayPageDeps } from './offered-methods.ts'
import { findPaySubject } from './store.ts'

type Deps = Pick<PayPageDeps, 'openPayChannel'> & { readonly pool: pg.Pool; readonly clock: Clock }

/** The names of the methods in the order of the pay page, each once. Empty where the page offers none now. */
export async function offeredTitles(deps: Deps, token: string, language: Language): Promise<readonly string[]> {
  const now = deps.clock.now()
  const subject = await findPaySubject(deps.pool, token)
  if (subject === null || faceOf(subject, now) !== 'choose') return []
  const offered = await offeredMethods(deps, subject, language)
  const view = viewOf(subject, {
    language, path: '', now, back: null, refresh: false, problem: null, typedAmount: null, typedMethod: null, asked: false,
  }, offered, '')
  return view.face === 'choose' ? [...new Set([...view.methods, ...view.otherMethods].map((method) => method.title))] : []
}
