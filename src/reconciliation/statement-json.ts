import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { add, isPositive, negate, subtract, sum } from '../money/money.ts'
import type { Currency } from '../money/currency.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, DateJson, moneyJson, MoneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import { COLUMN_FIELDS } from './csv-columns.ts'
import type { Columns } from './csv-columns.ts'
import type { StatementImport } from './import-store.ts'
import type { Found } from './import-statement.ts'
import { REASONS } from './match-lines.ts'
import type { Candidate, Decision } from './match-lines.ts'
import type { Match } from './match-store.ts'
import type { ReadTable } from './csv.ts'
import type { ReadLine, Warning } from './statement.ts'
import type { StatementLine } from './store.ts'

const Column = Type.Integer({ minimum: 0, maximum: 500, description: 'Number of the column, from 0.' })

export const ColumnsJson = Type.Partial(
  Closed(Object.fromEntries(COLUMN_FIELDS.map((field) => [field, Column]))), { additionalProperties: false, description: 'Which column of a table holds what.' },
)

/** Of what was sent, the columns that were said. */
export const columnsOf = (sent: Readonly<Record<string, unknown>> | undefined): Columns | null => {
  if (sent === undefined) return null
  const said: Partial<Record<keyof Columns, number>> = {}
  for (const field of COLUMN_FIELDS) {
    const column = sent[field]
    if (typeof column === 'number') said[field] = column
  }
  return said
}

const FormatJson = Type.Enum(['camt.053', 'camt.052', 'camt.054', 'MT940', 'CSV'])

const WarningJson = Type.Object({
  code: Type.Enum(['line_unreadable', 'line_not_booked', 'batch_unsplit', 'balance_differs']),
  place: Nullable(Type.Integer({ description: 'The line of the file, or the number of the entry in it.' })), text: Type.String({ description: 'What stands there.' }),
})

const warningJson = ({ code, place, text }: Warning): Static<typeof WarningJson> => ({ code, place, text })

export const ImportJson = Type.Object({
  id: IdJson('statementImport'), account: IdJson('moneyAccount'), fileName: Type.String(), format: FormatJson, importedAt: TimeJson,
  read: Type.Integer(), new: Type.Integer(), repeated: Type.Integer(),
  isMatching: Type.Boolean({ description: 'Its lines are being matched: ask again in a moment.' }),
  matched: Type.Integer({ description: 'Of its new lines, how many were booked by themselves so far.' }), warnings: Type.Array(WarningJson),
}, { title: 'StatementImport' })

export const importJson = (one: StatementImport): Static<typeof ImportJson> => ({
  id: publicId('statementImport', one.id, one.mode), account: publicId('moneyAccount', one.accountId, null), fileName: one.fileName, format: one.format,
  importedAt: one.importedAt.toISOString(), read: one.read, new: one.isNew, repeated: one.read - one.isNew, isMatching: one.isMatching, matched: one.matched,
  warnings: one.warnings.map(warningJson),
})

const BriefLine = Type.Object({ bookedOn: DateJson, amount: MoneyJson, partyName: Nullable(Type.String()), reference: Nullable(Type.String()), remittance: Type.String() })

const briefOf = ({ bookedOn, amount, partyName, reference, remittance }: Omit<ReadLine, 'nature'>): Static<typeof BriefLine> => ({
  bookedOn, amount: moneyJson(amount), partyName, reference, remittance,
})

const TableJson = Type.Object({
  headings: Type.Array(Type.String()), sample: Type.Array(Type.Array(Type.String())), columns: Nullable(Type.Record(Type.String(), Type.Integer())),
  layout: Nullable(Type.String({ description: 'The bank whose table it was known to be.' })),
}, { description: 'Of a CSV file: how its table was understood.' })

const tableJson = ({ headings, sample, columns, layout }: ReadTable): Static<typeof TableJson> => ({
  headings: [...headings], sample: sample.map((row) => [...row]), columns: columns === null ? null : { ...columns }, layout,
})

export const PreviewJson = Type.Object({
  format: FormatJson, needsColumns: Type.Boolean({ description: 'True: say which column holds what, and ask again.' }), table: Nullable(TableJson),
  lines: Type.Integer(), repeated: Type.Integer({ description: 'Of these, how many are here already.' }), from: Nullable(DateJson), to: Nullable(DateJson),
  cameIn: MoneyJson, wentOut: MoneyJson, sample: Type.Array(BriefLine), warnings: Type.Array(WarningJson),
}, { title: 'StatementPreview' })

const SHOWN = 5

export function previewJson({ understood: { file, table }, lines, warnings }: Found, { currency, repeated }: { currency: Currency; repeated: number }): Static<typeof PreviewJson> {
  const days = lines.map(({ bookedOn }) => bookedOn).toSorted()
  const amounts = lines.map(({ amount }) => amount)
  return {
    format: file.format, needsColumns: false, table: table === null ? null : tableJson(table), lines: lines.length, repeated, from: days[0] ?? null, to: days.at(-1) ?? null,
    cameIn: moneyJson(sum(amounts.filter(isPositive), currency)), wentOut: moneyJson(sum(amounts.filter((one) => !isPositive(one)), currency)),
    sample: lines.slice(0, SHOWN).map(briefOf), warnings: warnings.map(warningJson),
  }
}

export const askingPreviewJson = (table: ReadTable, currency: Currency): Static<typeof PreviewJson> => ({
  format: 'CSV', needsColumns: true, table: tableJson(table), lines: 0, repeated: 0, from: null, to: null, cameIn: moneyJson({ minor: 0n, currency }),
  wentOut: moneyJson({ minor: 0n, currency }), sample: [], warnings: [],
})

const InvoiceRef = Type.Object({ id: IdJson('invoice'), number: Nullable(Type.String()), payerName: Type.String() })

const MatchJson = Type.Object({
  id: IdJson('match'), kind: Type.Enum(['invoice', 'payout']), invoice: Nullable(InvoiceRef), amount: MoneyJson, score: Type.Integer(),
  reasons: Type.Array(Type.String()), byItself: Type.Boolean({ description: 'Booked by the rules, not by a person.' }), createdAt: TimeJson,
})

const SuggestionJson = Type.Object({
  score: Type.Integer({ description: 'From 0 to 100; from 90 on it would have been booked by itself, had it been alone.' }),
  reasons: Type.Array(Type.Enum([...REASONS])), parts: Type.Array(Type.Object({ invoice: InvoiceRef, amount: MoneyJson, remaining: MoneyJson })),
})

export const LineStateJson = Type.Enum(['open', 'matched', 'ignored', 'folded'], {
  description: 'folded: it does not wait, because other lines tell of the same money: the parts of a collective entry, or the entry they are parts of.',
})

const PartJson = Type.Interface([BriefLine], { id: IdJson('statementLine'), state: LineStateJson })

export const LineJson = Type.Object({
  id: IdJson('statementLine'), account: IdJson('moneyAccount'), bookedOn: DateJson, amount: Type.Intersect([MoneyJson], { description: 'Positive: it came in.' }),
  rest: Type.Intersect([MoneyJson], { description: 'What of it is not matched.' }), partyName: Nullable(Type.String()), partyAccount: Nullable(Type.String()),
  reference: Nullable(Type.String()), remittance: Type.String(), bankRef: Nullable(Type.String()),
  nature: Type.Enum(['transfer', 'fee', 'interest', 'reversal', 'own_transfer']), state: LineStateJson,
  isFinal: Type.Boolean({ description: 'False: only camt.052 or camt.054 has told of it so far. It is suggested, never booked by itself.' }),
  collective: Nullable(Type.Object({ id: IdJson('statementLine'), amount: MoneyJson }, { description: 'The collective entry that it is a part of.' })),
  parts: Type.Array(PartJson, { description: 'Of a collective entry that another file has split: what it is made of.' }),
  matches: Type.Array(MatchJson), suggestions: Type.Array(SuggestionJson),
}, { title: 'StatementLine' })

type Around = {
  readonly relatives: readonly StatementLine[]
  readonly matches: readonly Match[]
  readonly decision: Decision | null
  readonly invoices: ReadonlyMap<string, Candidate>
}

export function lineJson(line: StatementLine, { relatives, matches, decision, invoices }: Around): Static<typeof LineJson> {
  const { mode, amount, matched } = line
  const whole = relatives.find(({ id }) => id === line.partOf)
  const refOf = (id: Candidate['invoiceId']) => {
    const one = invoices.get(id)
    return { id: publicId('invoice', id, mode), number: one?.number ?? null, payerName: one?.payerName ?? '' }
  }
  return {
    id: publicId('statementLine', line.id, mode), account: publicId('moneyAccount', line.accountId, null), bookedOn: line.bookedOn, amount: moneyJson(amount),
    rest: moneyJson(isPositive(amount) ? subtract(amount, matched) : add(amount, negate(matched))), partyName: line.partyName, partyAccount: line.partyAccount,
    reference: line.reference, remittance: line.remittance, bankRef: line.bankRef, nature: line.nature, state: line.state, isFinal: line.isFinal,
    collective: whole === undefined ? null : { id: publicId('statementLine', whole.id, mode), amount: moneyJson(whole.amount) },
    parts: relatives.filter(({ partOf }) => partOf === line.id).map((part) => ({ ...briefOf(part), id: publicId('statementLine', part.id, mode), state: part.state })),
    matches: matches.map((match) => ({
      id: publicId('match', match.id, mode), kind: match.kind, amount: moneyJson(match.amount), score: match.score, reasons: [...match.reasons],
      byItself: match.author === 'kvit', createdAt: match.createdAt.toISOString(),
      invoice: match.invoice === null ? null : { id: publicId('invoice', match.invoice.id, mode), number: match.invoice.number, payerName: match.invoice.payerName },
    })),
    suggestions: (decision?.suggestions ?? []).map(({ score, reasons, parts }) => ({
      score, reasons: [...reasons], parts: parts.map((part) => ({
        invoice: refOf(part.invoiceId), amount: moneyJson({ minor: part.amountMinor, currency: amount.currency }),
        remaining: moneyJson(invoices.get(part.invoiceId)?.remaining ?? { minor: 0n, currency: amount.currency }),
      })),
    })),
  }
}
