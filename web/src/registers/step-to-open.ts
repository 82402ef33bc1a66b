import type { GuideStep } from '../api/nouns.ts'

/**
 * The step with which a guide opens: the first after the last that is done, since what lies before was passed over on
 * purpose, as by a program that gives the credentials at once. Null: there is none after it.
 */
export const stepToOpen = (steps: readonly GuideStep[], isDone: (step: GuideStep) => boolean): string | null =>
  steps[steps.findLastIndex(isDone) + 1]?.id ?? null
