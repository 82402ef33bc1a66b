import type { GuideText } from '../../contract.ts'

/** The steps in their order. Source: protocol sheet A11, A9. */
type StepId =
  | 'account' | 'service' | 'project' | 'description' | 'contacts' | 'review'
  | 'test_switch' | 'callback' | 'credentials' | 'test_payment' | 'go_live'

export type StepTexts = Readonly<Record<StepId, GuideText>>
