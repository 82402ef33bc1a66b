import type { SmsTexts } from '../en/sms.ts'

export const sms = {
  invoice: '{store}: arve {number}, {amount}. Maksmine: {link}',
} satisfies SmsTexts
