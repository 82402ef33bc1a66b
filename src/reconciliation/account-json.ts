import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Mode } from '../kernel/ids.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { ModeJson } from '../merchants/json.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { moneyJson, MoneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import type { AccountBalances, Movement } from './account-statement.ts'

export const AccountKindJson = Type.Enum(['bank_account', 'merchant_account'], {
  description: 'merchant_account: what a provider holds for the merchant under one contract.',
})

export const AccountJson = Type.Object({
  id: IdJson('moneyAccount'), store: IdJson('store'), kind: AccountKindJson, name: Type.String(), currency: Type.String(),
  bankName: Type.String({ description: 'Of a merchant account: the provider.' }), iban: Nullable(Type.String()),
  channels: Type.Array(IdJson('channel')), isOpen: Type.Boolean(), openedAt: TimeJson,
  mode: ModeJson, balance: Type.Intersect([MoneyJson], { description: 'By the journal, in this mode.' }),
  otherBalances: Type.Array(MoneyJson, {
    description: 'What its channels took in other currencies, 0.00 where nothing of it is left. Each has statements of its own: ask for its `currency`.',
  }),
  toMatch: Type.Integer({ description: 'Incoming lines of its bank statements that nobody has matched yet.' }),
  isMatching: Type.Boolean({ description: 'Lines of a statement are being matched with invoices right now.' }),
}, { title: 'MoneyAccount' })

export const accountJson = (
  account: MoneyAccount, { mode, balances, toMatch, isMatching }: { mode: Mode; balances: AccountBalances; toMatch: number; isMatching: boolean },
): Static<typeof AccountJson> => ({
  id: publicId('moneyAccount', account.id, null), store: publicId('store', account.storeId, null), kind: account.kind, name: account.name,
  currency: account.currency, bankName: account.bankName, iban: account.iban,
  channels: account.channelIds.map((id) => publicId('channel', id, null)), isOpen: account.closedAt === null,
  openedAt: account.openedAt.toISOString(), mode, balance: moneyJson(balances.own), otherBalances: balances.others.map(moneyJson), toMatch, isMatching,
})

export const MovementJson = Type.Object({
  id: IdJson('journalEntry'),
  kind: Type.Enum(['payment_received', 'refund_paid', 'refund_returned', 'charged_back', 'chargeback_returned', 'payout', 'reversal']), bookedAt: TimeJson,
  amount: Type.Intersect([MoneyJson], { description: 'Negative: it went out.' }), balance: MoneyJson,
  invoice: Nullable(Type.Object({ id: IdJson('invoice'), number: Nullable(Type.String()) })),
  partyName: Nullable(Type.String()), note: Nullable(Type.String()),
}, { title: 'Movement' })

export const movementJson = (movement: Movement, mode: Mode): Static<typeof MovementJson> => ({
  id: publicId('journalEntry', movement.entryId, mode), kind: movement.kind, bookedAt: movement.bookedAt.toISOString(),
  amount: moneyJson(movement.amount), balance: moneyJson(movement.balance), partyName: movement.partyName, note: movement.note,
  invoice: movement.invoice === null ? null : { id: publicId('invoice', movement.invoice.id, mode), number: movement.invoice.number },
})
