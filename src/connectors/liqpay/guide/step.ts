import type { GuideText } from '../../contract.ts'

/** The steps in their order. Source: protocol sheet 2, 11, 12, 14. */
type StepId = 'shop' | 'methods' | 'credentials' | 'callback' | 'test_payment' | 'live_keys' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
