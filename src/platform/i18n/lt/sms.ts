import type { SmsTexts } from '../en/sms.ts'

export const sms = {
  invoice: '{store}: sąskaita {number}, {amount}. Mokėti: {link}',
} satisfies SmsTexts
