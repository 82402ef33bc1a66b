import { toE164 } from '../platform/sms/phone.ts'
import type { Invoice } from './invoice.ts'

/** `text` as E.164. A number without its country is of the payer's, or else of the seller's. Null: it is not whole. */
export const payerPhone = ({ payer, seller }: Pick<Invoice, 'payer' | 'seller'>, text: string): string | null =>
  toE164(text, payer.country ?? seller?.country ?? '')
