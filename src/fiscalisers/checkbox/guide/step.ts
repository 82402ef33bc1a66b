import type { GuideText } from '../../../connectors/contract.ts'

/** The steps in their order. Source: protocol sheet B, A13, A16. */
type StepId = 'account' | 'cashier' | 'taxes' | 'credentials' | 'test_receipt' | 'register' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
