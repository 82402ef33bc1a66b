import type { Language } from '../../src/kernel/language.ts'
import type { Money } from '../../src/money/money.ts'
import type { ChooseView, GoneView, InFlightStage, InFlightView, KnownView, PaidPart, PaidView, PayMethod, PayPageView } from '../../src/paypage/view.ts'

/** Every face of the page with the data of one imagined store, for tests and for looking at. */
export const eur = (minor: bigint): Money => ({ minor, currency: 'EUR' })

const PATH = '/pay/k3v9q2m8x7w4t1z6r5y0bh'

export function known(language: Language): KnownView {
  return {
    language, path: PATH, timeZone: 'Europe/Vilnius', mode: 'live',
    store: {
      name: 'Medaus krautuvė', colour: '#c77700', logo: null, legalName: 'UAB „Bitininkų namai“', companyCode: '304512345',
      contact: { email: 'labas@medauskrautuve.lt', phone: '+370 612 34567', website: 'https://medauskrautuve.lt' },
      termsHref: 'https://medauskrautuve.lt/salygos', allPath: null,
    },
    invoice: {
      number: '2026-0042', dueDate: '2026-11-30', overdue: false, total: eur(2500n), paid: eur(0n), left: eur(2500n), pdfPath: `${PATH}/invoice.pdf`,
      lines: [
        { title: 'Liepų medus, 1 kg', quantity: { digits: 2n, scale: 0 }, unit: 'vnt.', amount: eur(1800n) },
        { title: 'Pristatymas į paštomatą', quantity: { digits: 1n, scale: 0 }, unit: 'vnt.', amount: eur(700n) },
      ],
    },
  }
}

const METHODS: readonly (readonly [string, string, PayMethod['kind']])[] = [
  ['hanza', 'Swedbank', 'bank'], ['vb2', 'SEB', 'bank'], ['luminor', 'Luminor', 'bank'], ['lt_citadele', 'Citadele', 'bank'],
  ['artea', 'Artea bankas', 'bank'], ['lt_revolut', 'Revolut', 'bank'], ['lt_n26', 'N26', 'bank'], ['lt_kreda', 'Kreda', 'bank'],
  ['card', 'Mokėjimo kortelė', 'card'], ['wallet', 'Paysera sąskaita', 'wallet'], ['apple_pay', 'Apple Pay', 'wallet'], ['google_pay', 'Google Pay', 'wallet'],
]

const OTHERS: readonly (readonly [string, string, string])[] = [
  ['lv_swedbank', 'Swedbank Latvija', 'lv'], ['lv_citadele', 'Citadele Latvija', 'LV'], ['ee_lhv', 'LHV Pank', 'ee'], ['ee_coop', 'Coop Pank', 'ee'],
  ['pl_mbank', 'mBank', 'pl'],
]

const twelveMethods: readonly PayMethod[] = METHODS.map(([key, title, kind], at) => ({
  value: `chn_1:${key}`, key, title, kind, country: kind === 'bank' ? 'LT' : null, lastUsed: at === 0,
}))

export const otherMethods: readonly PayMethod[] = OTHERS.map(([key, title, country]) => ({
  value: `chn_1:${key}`, key, title, kind: 'bank', country, lastUsed: false,
}))

export function choose(language: Language, changed: Partial<ChooseView> = {}): ChooseView {
  return {
    ...known(language), face: 'choose', methods: twelveMethods, otherMethods: [], selected: 'chn_1:hanza',
    amount: { kind: 'whole', amount: eur(2500n) }, transfer: null, problem: null, ...changed,
  }
}

/** A Ukrainian invoice, which a payer may also transfer from a bank's app. */
export function hryvnias(language: Language, changed: Partial<ChooseView> = {}): ChooseView {
  const { invoice, store } = known(language)
  const uah = (minor: bigint): Money => ({ minor, currency: 'UAH' })
  return choose(language, {
    store: { ...store, name: 'Кав’ярня', legalName: 'ТОВ «Кав’ярня»', companyCode: '12345678' },
    invoice: {
      ...invoice, lines: [{ title: 'Кава «Львівська», 1 кг', quantity: { digits: 2n, scale: 0 }, unit: 'шт.', amount: uah(148147n) }],
      total: uah(148147n), paid: uah(0n), left: uah(148147n),
    },
    amount: { kind: 'whole', amount: uah(148147n) },
    transfer: {
      href: 'https://qr.bank.gov.ua/QkNECjAwMwoyClhDVAoK0s7CIKvP8Ojq6-DkuwpVQTIyMzA1Mjk5MDAwMDAyNjAwMTIzNDU2Nzg5MAoKMTIzNDU2NzgKTVAyQi9HU0NCCgrP7urz7-rgIPLu4uDws-IKCkZFRkYKCgo',
      codePath: '/transfer.svg', recipient: 'ТОВ «Кав’ярня»', recipientCode: '12345678', account: 'UA22 3052 9900 0002 6001 2345 6789 0',
      purpose: 'Оплата за рахунком № 2026-0042 від 02.11.2026',
    },
    ...changed,
  })
}

/** Part of the invoice is paid, another part may be, and banks of other countries are offered. */
export function partlyPaid(language: Language): ChooseView {
  const { invoice } = known(language)
  return choose(language, {
    invoice: { ...invoice, total: eur(123450n), paid: eur(23450n), left: eur(100000n), overdue: true },
    amount: { kind: 'part', least: eur(100n), most: eur(100000n), typed: null }, otherMethods, selected: null, mode: 'test',
  })
}

export function inFlight(language: Language, stage: InFlightStage): InFlightView {
  return {
    ...known(language), face: 'in_flight', stage, provider: 'Paysera', method: 'Swedbank', amount: eur(2500n),
    startedAt: new Date('2026-11-20T12:04:00Z'), cameBack: false, refreshSeconds: 5,
  }
}

export const paidPart = (reference: string): PaidPart => ({
  amount: eur(2500n), at: new Date('2026-11-20T12:05:00Z'), method: 'Swedbank', reference, receiptPath: `${PATH}/receipt.pdf?payment=${reference}`,
})

export function paid(language: Language, changed: Partial<PaidView> = {}): PaidView {
  const { invoice } = known(language)
  return {
    ...known(language), face: 'paid', invoice: { ...invoice, paid: eur(2500n), left: eur(0n) },
    payments: [paidPart('pay_live_01kb4x7q2m8z5w3t9r6y1v0nhg')],
    tooMuch: null, returned: null, refunded: false, shopHref: 'https://medauskrautuve.lt/', ...changed,
  }
}

export const gone = (language: Language, asked = false): GoneView =>
  ({ face: 'gone', language, path: PATH, freshLinkPath: `${PATH}/fresh-link`, asked })

/** Every face and each of its ways, by a name for test output and pictures. */
export function everyFace(language: Language): Readonly<Record<string, PayPageView>> {
  const unfinished = { kind: 'unfinished', resumePath: `${PATH}/continue`, otherWayAt: new Date('2026-11-20T12:34:00Z') } as const
  return {
    choose: choose(language),
    partlyPaid: partlyPaid(language),
    noMethods: choose(language, { methods: [] }),
    hryvnias: hryvnias(language),
    transferOnly: hryvnias(language, { methods: [], selected: null }),
    problem: choose(language, { problem: { code: 'not_started' }, mode: 'test', selected: null }),
    wrongAmount: { ...partlyPaid(language), problem: { code: 'amount_too_large' }, amount: { kind: 'part', least: eur(100n), most: eur(100000n), typed: '2000' } },
    turnedBack: choose(language, { problem: { code: 'turned_back' } }),
    going: { ...known(language), face: 'going', provider: 'Paysera', amount: eur(2500n), href: 'https://www.paysera.com/pay/?data=abc&sign=def' },
    asked: inFlight(language, { kind: 'asked' }),
    unfinished: inFlight(language, unfinished),
    brought: inFlight(language, { kind: 'brought', resumePath: null, otherWayAt: new Date('2026-11-21T12:04:00Z') }),
    unanswered: inFlight(language, { kind: 'unanswered', resumePath: unfinished.resumePath, otherWayAt: unfinished.otherWayAt }),
    silent: inFlight(language, { kind: 'silent' }),
    reserved: inFlight(language, { kind: 'reserved' }),
    review: { ...inFlight(language, { kind: 'review' }), refreshSeconds: null },
    paid: paid(language),
    overpaid: paid(language, {
      tooMuch: eur(2500n), mode: 'test', invoice: { ...known(language).invoice, paid: eur(5000n), left: eur(0n) },
      payments: [...paid(language).payments, { ...paidPart('pay_test_01kb4x9c4f2d7s8a0e3g5j1kqp'), at: new Date('2026-11-20T12:09:00Z'), method: null }],
    }),
    returned: paid(language, { refunded: true, returned: eur(2500n), shopHref: null, invoice: { ...known(language).invoice, paid: eur(0n), left: eur(0n) } }),
    cancelled: { ...known(language), face: 'cancelled' },
    closed: { ...known(language), face: 'closed' },
    gone: gone(language),
    askedFresh: gone(language, true),
  }
}
