import type { SmsTexts } from '../en/sms.ts'

export const sms = {
  invoice: '{store}, {number}: {amount}\n{link}',
} satisfies SmsTexts
