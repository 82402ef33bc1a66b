import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PAYER } from '../../test/support/written-invoice.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { DraftRequest } from './write-draft.ts'
import { changeDraft, createDraft } from './write-draft.ts'

const { db, pool } = openTestDatabase()

const numbered = (externalNumber: string | null, unitPrice = '25.00'): DraftRequest => ({
  customerId: null, payer: PAYER, externalNumber, language: null, currency: 'EUR', dueDate: null, payUntil: null, notes: '', buyerReference: '', orderReference: '',
  lines: [{ description: 'Honey', quantity: '1', unit: 'vnt.', unitPrice, vat: { category: 'O', reason: 'Not a VAT payer' } }],
})

const write = (place: Place, ask: DraftRequest) => inTransaction(db, (tx) => createDraft(tx, { ...place, language: 'lt' }, ask, NOW))

test('a program that sends the same invoice ten times at one instant gets one invoice ten times', async () => {
  const place = await somePlace(pool)
  const answers = await Promise.all(Array.from({ length: 10 }, () => write(place, numbered('A-1'))))
  const ids = answers.map((answer) => (answer.ok ? answer.value.id : answer.error.code))
  expect(new Set(ids).size).toBe(1)
  expect(answers.filter((answer) => answer.ok && answer.value.existing === null)).toHaveLength(1)
})

test('the same external number with another content is refused, for a new draft and for one that is changed', async () => {
  const place = await somePlace(pool)
  await write(place, numbered('A-1'))
  expect(await write(place, numbered('A-1', '26.00'))).toMatchObject({ error: { code: 'external_number_taken' } })
  const other = await write(place, numbered('A-2'))
  if (!other.ok) throw new Error(other.error.code)
  const key = { merchantId: place.merchantId, id: other.value.id }
  const change = (ask: DraftRequest) => inTransaction(db, (tx) => changeDraft(tx, key, { ...place, language: 'lt' }, ask))
  expect(await change(numbered('A-1'))).toMatchObject({ error: { code: 'external_number_taken' } })
  expect(await change(numbered('A-2', '30.00'))).toEqual({ ok: true, value: null })
})

test('of ten drafts given one external number at one instant one has it, and the others are told which field', async () => {
  const place = await somePlace(pool)
  const drafts = await Promise.all(Array.from({ length: 10 }, () => write(place, numbered(null))))
  const answers = await Promise.all(drafts.map(async (draft) => {
    if (!draft.ok) throw new Error(draft.error.code)
    const key = { merchantId: place.merchantId, id: draft.value.id }
    return inTransaction(db, (tx) => changeDraft(tx, key, { ...place, language: 'lt' }, numbered('A-1')))
  }))
  const refused = { ok: false, error: { code: 'external_number_taken', field: 'externalNumber' } }
  expect(answers.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([{ ok: true, value: null }, ...Array(9).fill(refused)])
})

test('amounts beyond all bounds are refused as such, also where goods taken back at another rate cancel them out', async () => {
  const place = await somePlace(pool)
  const line = (quantity: string, rate: string) => ({ description: 'Honey', quantity, unit: 'vnt.', unitPrice: '121000000000', vat: { rate } })
  const ask = { ...numbered(null), lines: [line('100000000000', '0'), { ...line('-100000000000', '21'), unitPrice: '100000000000' }] }
  expect(await write(place, ask)).toMatchObject({ error: { code: 'invalid', fields: [{ field: 'lines', code: 'too_big' }] } })
})
