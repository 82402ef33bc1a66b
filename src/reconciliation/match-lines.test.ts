import { describe, expect, test } from 'vitest'
import { corpusAsCamt, SHARES, statementCorpus } from '../../test/support/statement-corpus.ts'
import { newId } from '../kernel/ids.ts'
import { BAR, decideLines } from './match-lines.ts'
import type { Candidate, LineToMatch } from './match-lines.ts'
import { numbersIn, referencesIn, samePayer } from './read-names.ts'
import { readStatement } from './read-statement.ts'

const euro = (minor: bigint) => ({ minor, currency: 'EUR' }) as const
const invoice = (more: Partial<Candidate> = {}): Candidate => ({
  invoiceId: newId('invoice'), number: 'KV-2026-0001', reference: 'RF18539007547034', remaining: euro(4000n), payerName: 'UAB Jonas ir Petras',
  issueDate: '2026-11-01', dueDate: '2026-11-15', ...more,
})
const line = (more: Partial<LineToMatch> = {}): LineToMatch => ({
  amount: euro(4000n), bookedOn: '2026-11-02', partyName: 'JONAS IR PETRAS', reference: null, remittance: '', isTransfer: true, ...more,
})
const decided = (lines: readonly LineToMatch[], candidates: readonly Candidate[]) =>
  decideLines(lines, candidates).map(({ booked, suggestions }) => ({ booked: booked?.score ?? null, best: suggestions[0]?.reasons ?? [] }))

describe('what is booked by itself, and what waits for a person', () => {
  test.each([
    ['the reference and the whole amount', line({ reference: 'RF18539007547034', partyName: 'SOMEBODY ELSE' }), 100],
    ['the reference among words', line({ remittance: 'už medų rf18 5390 0754 7034, ačiū' }), 95],
    ['the number, the amount and the payer', line({ remittance: 'saskaita nr. KV 2026 0001' }), 95],
    ['the number and the amount of another payer', line({ remittance: 'KV-2026-0001', partyName: 'ONA ONAITE' }), null],
    ['the reference with another amount', line({ reference: 'RF18539007547034', amount: euro(3999n) }), null],
    ['a mistyped reference', line({ remittance: 'RF18 5390 0754 7035' }), null],
    ['only payer and amount', line(), null],
    ['another currency', line({ reference: 'RF18539007547034', amount: { minor: 4000n, currency: 'USD' } }), null],
    ['money that went out', line({ reference: 'RF18539007547034', amount: euro(-4000n) }), null],
    ['a fee, a reversal or a transfer of one’s own', line({ reference: 'RF18539007547034', isTransfer: false }), null],
  ])('%s', (_, one, score) => {
    expect(decided([one], [invoice()])[0]?.booked).toBe(score)
  })

  test('the second of two equal transfers finds the invoice paid, and waits', () => {
    const twice = line({ reference: 'RF18539007547034' })
    expect(decided([twice, twice], [invoice()])).toEqual([
      { booked: 100, best: ['reference', 'payer_same', 'amount_equal'] }, { booked: null, best: ['reference', 'payer_same', 'paid_already'] },
    ])
  })

  test('one transfer for two invoices, and two transfers for one', () => {
    const [one, other] = [invoice(), invoice({ number: 'KV-2026-0002', reference: 'RF31121312952', remaining: euro(1000n) })]
    expect(decided([line({ amount: euro(5000n), remittance: 'RF18539007547034 RF31121312952' })], [one, other])).toEqual([
      { booked: 90, best: ['reference_in_text', 'amount_together', 'payer_same'] },
    ])
    expect(decided([line({ amount: euro(5000n), remittance: 'KV-2026-0001 ir KV-2026-0002' })], [one, other])[0]?.booked).toBe(92)
    const [first, second] = [line({ amount: euro(1500n), reference: 'RF18539007547034' }), line({ amount: euro(2500n), reference: 'RF18539007547034' })]
    expect(decided([first, second], [one]).map(({ booked }) => booked)).toEqual([92, 92])
    expect(decided([first], [one])[0]).toEqual({ booked: null, best: ['reference', 'payer_same', 'amount_less'] })
  })

  test('where two invoices fit equally nothing is booked', () => {
    const [one, other] = [invoice({ number: 'A-20261', reference: null }), invoice({ number: 'A2-0261', reference: null })]
    expect(decided([line({ remittance: 'A20261' })], [one, other])).toEqual([{ booked: null, best: ['number_in_text', 'payer_same', 'amount_equal', 'several_fit'] }])
  })

  test('a number so short that it may be chance is never enough', () => {
    expect(decided([line({ remittance: 'sąskaita 17' })], [invoice({ number: '17', reference: null })])[0]?.booked).toBeNull()
  })

  test('the beginning of a longer number is not the number', () => {
    expect(decided([line({ remittance: 'KV-2026-00012' })], [invoice()])[0]?.best).not.toContain('number_in_text')
    expect([...numbersIn('Nr.17')]).toContain('17')
    expect(referencesIn('RF18539007547034 2026')).toEqual(['RF18539007547034'])
  })

  test.each([
    ['UAB "Jonas ir Petras"', 'JONAS IR PETRAS, UAB', true], ['Rūta Šimkutė', 'SIMKUTE RUTA', true], ['Jonas Jonaitis', 'Jonas', false],
    ['Jonas Jonaitis', 'Ona Jonaitis', false], ['', 'Ona', false],
  ])(
    '%s and %s: one payer %s', (one, other, same) => { expect(samePayer(one, other)).toBe(same) })
})

test('the corpus of 10,000 lines: what is matched by itself is right, and at least 95 of 100 that can be found are', () => {
  const corpus = statementCorpus(20_261_122)
  expect(Object.values(SHARES).reduce((sum, share) => sum + share, 0)).toBe(10_000)
  const read = readStatement(Buffer.from(corpusAsCamt(corpus, 'LT121000011101001000')), { columns: null, currency: 'EUR', country: 'LT' })
  const lines = read.ok ? read.value.file.statements.flatMap((one) => one.lines) : []
  expect(lines).toHaveLength(10_000)
  const began = performance.now()
  const decisions = decideLines(lines.map((one) => ({ ...one, isTransfer: one.nature === 'transfer' })), corpus.candidates)
  const tookMs = Math.round(performance.now() - began)
  const numbers = new Map(corpus.candidates.map(({ invoiceId, number }) => [invoiceId, number]))
  const counts = { automatic: 0, right: 0, paying: 0, found: 0, suggested: 0 }
  const missed = new Map<string, number>()
  for (const [index, { booked, suggestions }] of decisions.entries()) {
    const { pays = [], habit = '' } = corpus.lines[index] ?? {}
    const namesOf = (parts: readonly { invoiceId: Candidate['invoiceId'] }[]) => parts.map(({ invoiceId }) => numbers.get(invoiceId)).toSorted().join()
    const isRight = booked !== null && namesOf(booked.parts) === [...pays].toSorted().join()
    if (booked !== null) counts.automatic += 1
    if (isRight) counts.right += 1
    if (booked !== null && !isRight) missed.set(`wrong: ${habit}`, (missed.get(`wrong: ${habit}`) ?? 0) + 1)
    if (pays.length === 0) continue
    counts.paying += 1
    if (isRight) counts.found += 1
    else missed.set(habit, (missed.get(habit) ?? 0) + 1)
    if (isRight || suggestions.some(({ parts }) => namesOf(parts) === [...pays].toSorted().join())) counts.suggested += 1
  }
  const share = (part: number, whole: number): string => (part / whole).toLocaleString('en', { style: 'percent', minimumFractionDigits: 2 })
  process.stdout.write(`corpus: ${counts.automatic} matched by themselves in ${tookMs} ms, ${share(counts.right, counts.automatic)} of them right; ${share(counts.found, counts.paying)} of ${counts.paying} paying lines found`
    + `, ${share(counts.suggested, counts.paying)} with what a person is offered; left: ${JSON.stringify(Object.fromEntries(missed))}\n`)
  expect(counts.right).toBe(counts.automatic)
  expect(counts.found / counts.paying).toBeGreaterThanOrEqual(0.95)
  expect(decisions.flatMap(({ booked }) => (booked === null ? [] : [booked.score])).every((score) => score >= BAR)).toBe(true)
})
