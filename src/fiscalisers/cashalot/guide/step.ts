import type { GuideText } from '../../../connectors/contract.ts'

/** The steps in their order. Source: protocol sheet A1, A2, C. */
type StepId = 'register' | 'licence' | 'key' | 'credentials' | 'first_receipt' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
