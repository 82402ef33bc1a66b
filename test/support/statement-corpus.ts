import { creditorReference } from '../../src/invoices/creditor-reference.ts'
import { newId } from '../../src/kernel/ids.ts'
import { addDays } from '../../src/kernel/business-date.ts'
import { decimal } from '../../src/money/money.ts'
import type { Candidate } from '../../src/reconciliation/match-lines.ts'

/**
 * A bank statement of 10,000 lines against 9,000 invoices, always the same for the same seed. Each line knows what it
 * pays, if anything; the shares of the habits are ours, not measured at a bank, and are printed by the test.
 */
export type CorpusLine = {
  readonly habit: Habit
  readonly amountMinor: bigint
  readonly bookedOn: string
  readonly partyName: string
  readonly reference: string | null
  readonly remittance: string
  readonly code: 'transfer' | 'fee'
  /** Numbers of the invoices it pays; empty: none of ours. */
  readonly pays: readonly string[]
}

export type Habit = keyof typeof SHARES

/** Of 10,000. The first eight pay invoices, the others look as if. */
export const SHARES = {
  reference: 4900, reference_in_text: 1300, number_in_text: 1800, several_at_once: 200, in_instalments: 300,
  only_amount_and_payer: 180, other_amount: 90, mistyped_number: 130,
  paid_twice: 150, foreign_number: 150, broken_reference: 100, stranger: 300, going_out: 250, fee: 150,
} as const

/** xorshift32: the same numbers on every machine. */
export function seeded(seed: number): (below: number) => number {
  const state = { x: seed >>> 0 || 1 }
  return (below) => {
    state.x ^= state.x << 13
    state.x ^= state.x >>> 17
    state.x ^= state.x << 5
    state.x >>>= 0
    return state.x % below
  }
}

const FIRST = ['Jonas', 'Ona', 'Petras', 'Rūta', 'Jānis', 'Līga', 'Kristjan', 'Mari', 'Nino', 'Giorgi', 'Olena', 'Andrii', 'Eglė', 'Žydrūnas', 'Anželika']
const LAST = ['Jonaitis', 'Kazlauskienė', 'Bērziņš', 'Ozols', 'Tamm', 'Maasikas', 'Beridze', 'Koval', 'Šimkutė', 'Vaitkus', 'Kalniņa', 'Sepp', 'Žukas', 'Paulauskas']
const FIRMS = ['Ąžuolas', 'Baltic Bee', 'Kurzemes Koks', 'Põhjamaa Mesi', 'Saulėgrąža', 'Vilkas ir Ko', 'Rasos Slėnis', 'Zvaigzne']

export type Corpus = { readonly candidates: readonly Candidate[]; readonly lines: readonly CorpusLine[] }

const INVOICES = 9000

/** Two invoices that are paid at once are of one payer. */
type Owing = Candidate & { payerName: string }

export function statementCorpus(seed: number): Corpus {
  const random = seeded(seed)
  const pick = <T>(some: readonly T[]): T => {
    const one = some[random(some.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  const person = () => (random(3) === 0 ? `UAB ${pick(FIRMS)} ${random(60)}` : `${pick(FIRST)} ${pick(LAST)}`)
  const candidates = Array.from({ length: INVOICES }, (_, at): Owing => {
    const number = `KV-2026-${String(at + 1).padStart(4, '0')}`
    const issueDate = addDays('2026-06-01', random(120))
    return {
      invoiceId: newId('invoice'), number, reference: creditorReference(number), payerName: person(), issueDate, dueDate: addDays(issueDate, 14),
      // Prices repeat, as they do in shops: the amount alone tells little.
      remaining: { minor: BigInt(random(4) === 0 ? (random(40) + 1) * 500 : random(90_000) + 100), currency: 'EUR' },
    }
  })
  const waiting = [...candidates]
  const take = (): Owing => waiting.shift() ?? pick(candidates)
  const lines: CorpusLine[] = []
  const paid: Candidate[] = []
  for (const [habit, share] of Object.entries(SHARES)) {
    const upTo = lines.length + share
    while (lines.length < upTo) {
      const made = isHabit(habit) ? linesOf(habit, { random, pick, person, take, paid }) : []
      lines.push(...made.slice(0, upTo - lines.length))
    }
  }
  return { candidates, lines: shuffled(lines, random) }
}

const isHabit = (text: string): text is Habit => Object.hasOwn(SHARES, text)

type Dice = { random: (below: number) => number; pick: <T>(some: readonly T[]) => T; person: () => string; take: () => Owing; paid: Candidate[] }

const WORDS = ['Sąskaita', 'Apmokėjimas už sąskaitą Nr.', 'Invoice', 'Rēķins Nr', 'Arve nr', 'Оплата по счету №', 'Pagal sf', 'ინვოისი']

function linesOf(habit: Habit, { random, pick, person, take, paid }: Dice): CorpusLine[] {
  const fact = (one: Candidate, more: Partial<CorpusLine> = {}): CorpusLine => ({
    habit, amountMinor: one.remaining.minor, bookedOn: addDays(one.issueDate ?? '2026-06-01', random(30)), partyName: asBankWrites(one.payerName, random),
    reference: null, remittance: '', code: 'transfer', pays: [one.number], ...more,
  })
  const inFours = (text: string): string => text.replaceAll(/.{4}(?=.)/g, '$& ')
  const written = (number: string): string => pick([number, number.replaceAll('-', ' '), number.toLowerCase(), number.replaceAll('-', ''), number.replaceAll('-', '/')])
  switch (habit) {
    case 'reference': case 'paid_twice': {
      const one = habit === 'paid_twice' ? pick(paid) : take()
      paid.push(one)
      return [fact(one, { reference: one.reference, ...(habit === 'paid_twice' ? { pays: [], bookedOn: addDays(one.dueDate ?? '2026-06-01', 60) } : {}) })]
    }
    case 'reference_in_text': {
      const one = take()
      const reference = one.reference ?? ''
      return [fact(one, { remittance: `${pick(WORDS)} ${pick([reference, inFours(reference), reference.toLowerCase()])} ${pick(['', 'ačiū', '2026-07'])}` })]
    }
    case 'number_in_text': {
      const one = take()
      return [fact(one, { remittance: `${pick(WORDS)} ${written(one.number)}${pick(['', ', ačiū', ' (medus)'])}` })]
    }
    case 'several_at_once': {
      const [one, other] = [take(), take()]
      other.payerName = one.payerName
      const names = [one, other].map(({ reference, number }) => (random(2) === 0 ? reference ?? number : number))
      return [fact(one, { amountMinor: one.remaining.minor + other.remaining.minor, remittance: names.join(' ir '), pays: [one.number, other.number] })]
    }
    case 'in_instalments': {
      const one = take()
      const first = one.remaining.minor / 3n
      return [fact(one, { amountMinor: first, reference: one.reference }), fact(one, { amountMinor: one.remaining.minor - first, reference: one.reference })]
    }
    case 'only_amount_and_payer': return [fact(take(), { remittance: pick(['', 'už prekes', 'maksājums', 'tellimus']) })]
    case 'other_amount': {
      const one = take()
      return [fact(one, { amountMinor: one.remaining.minor + BigInt(pick([-50, 100, 1])), reference: one.reference })]
    }
    case 'mistyped_number': {
      const one = take()
      return [fact(one, { remittance: `${pick(WORDS)} ${one.number.slice(0, -2)}${one.number.slice(-1)}${one.number.slice(-2, -1)}9` })]
    }
    case 'foreign_number': return [
      fact(pick(paid), { partyName: person(), amountMinor: BigInt(random(90_000) + 100), remittance: `Pirkimas pagal ${pick(paid).number}`, pays: [] }),
    ]
    case 'broken_reference': return [fact(pick(paid), { reference: `RF00${random(1_000_000_000)}`, amountMinor: BigInt(random(90_000) + 100), partyName: person(), pays: [] })]
    case 'stranger': return [
      fact(pick(paid), { amountMinor: BigInt((random(40) + 1) * 500), partyName: person(), remittance: pick(['dovana', 'grąžinimas', 'loan', '']), pays: [] }),
    ]
    case 'going_out': return [fact(pick(paid), { amountMinor: -BigInt(random(90_000) + 100), remittance: `Tiekėjui ${pick(paid).number}`, pays: [] })]
    case 'fee': return [fact(pick(paid), { amountMinor: -35n, partyName: 'Bankas', remittance: 'Mokestis', code: 'fee', pays: [] })]
  }
}

/** In capitals, without accents or with the name before the surname, as it comes out of a bank. */
function asBankWrites(name: string, random: (below: number) => number): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return [name, name.toUpperCase(), plain.toUpperCase(), name.split(' ').toReversed().join(' ')][random(4)] ?? name
}

function shuffled<T>(some: readonly T[], random: (below: number) => number): T[] {
  return some.map((one) => ({ one, place: random(1_000_000_000) })).toSorted((a, b) => a.place - b.place).map(({ one }) => one)
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The corpus as a bank would send it. */
export function corpusAsCamt({ lines }: Corpus, iban: string): string {
  const entries = lines.map(({ amountMinor, bookedOn, partyName, reference, remittance, code }, at) => {
    const [side, mark] = amountMinor > 0n ? ['Dbtr', 'CRDT'] : ['Cdtr', 'DBIT']
    const amount = decimal({ minor: amountMinor < 0n ? -amountMinor : amountMinor, currency: 'EUR' })
    const structured = reference === null ? '' : `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>`
    return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${bookedOn}</Dt></BookgDt><AcctSvcrRef>C${at}</AcctSvcrRef>`
      + `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${code === 'fee' ? 'CHRG' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>`
      + `<NtryDtls><TxDtls><RltdPties><${side}><Nm>${xml(partyName)}</Nm></${side}></RltdPties><RmtInf><Ustrd>${xml(remittance)}</Ustrd>${structured}</RmtInf></TxDtls></NtryDtls></Ntry>`
  })
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`
}
