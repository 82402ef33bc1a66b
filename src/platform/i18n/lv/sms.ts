import type { SmsTexts } from '../en/sms.ts'

export const sms = {
  invoice: '{store}: rēķins {number}, {amount}. Maksāt: {link}',
} satisfies SmsTexts
