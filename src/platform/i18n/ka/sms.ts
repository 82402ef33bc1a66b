import type { SmsTexts } from '../en/sms.ts'

export const sms = {
  invoice: '{store}: {amount}\n{link}',
} satisfies SmsTexts
