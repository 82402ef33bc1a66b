import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { DateJson, moneyJson, MoneyJson, TimeJson } from '../platform/http/json.ts'
import type { CreditNote } from './find-credit-note.ts'
import { LineJson, TotalRowJson } from './line.ts'

export const CreditNoteBriefJson = Type.Object({
  id: IdJson('creditNote'), number: Type.String(), issueDate: DateJson, reason: Type.String(), gross: MoneyJson,
  pdf: Type.String({ description: 'Address of the document; needs the caller\'s own credential.' }),
})

export const CreditNoteJson = Type.Object({
  ...CreditNoteBriefJson.properties, store: IdJson('store'), mode: Type.Enum(['test', 'live']), invoice: IdJson('invoice'),
  net: MoneyJson, vat: MoneyJson, lines: Type.Array(LineJson), totals: Type.Array(TotalRowJson), createdAt: TimeJson,
}, { title: 'CreditNote' })

export function creditNoteBriefJson(note: CreditNote, publicUrl: URL): Static<typeof CreditNoteBriefJson> {
  const id = publicId('creditNote', note.id, note.mode)
  return {
    id, number: note.number, issueDate: note.issueDate, reason: note.reason, gross: moneyJson(note.gross),
    pdf: new URL(`/v1/credit-notes/${id}/pdf`, publicUrl).href,
  }
}
