import type { GuideText } from '../../../connectors/contract.ts'

/** The steps in their order. Source: protocol sheet A1, A7, A13. */
type StepId = 'register' | 'cashier' | 'signer' | 'credentials' | 'first_receipt' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
