/**
 * What stands in text messages, where every letter costs: one part is 160 letters of the GSM alphabet, or 70 of any
 * other. The braces are the placeholders of `deliveries/letter-words.ts`.
 */
export const sms = {
  invoice: '{store}: invoice {number}, {amount}. Pay here: {link}',
}

export type SmsTexts = { readonly [Key in keyof typeof sms]: string }
