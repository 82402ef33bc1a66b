import type { GuideText } from '../../contract.ts'

/** The steps in their order. Source: protocol sheet 2.1, 5. */
type StepId = 'agreement' | 'link' | 'fields' | 'credentials' | 'callback' | 'test_payment' | 'live_access' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
