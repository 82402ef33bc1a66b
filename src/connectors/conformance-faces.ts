import { describe, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { Result } from '../kernel/result.ts'
import { isSealed } from './contract.ts'
import type { FieldProblem, Guide, GuideStep, GuideText, Method, RegisteredConnector } from './contract.ts'
import { http, money } from './conformance-stage.ts'
import type { Stage } from './conformance-stage.ts'

const NOWHERE = { endpoints: {}, clock: systemClock, facts: null, pinnedProof: null } as const

/** A text in the language's own letters; for Latin letters that cannot be told from another language's. */
const SCRIPT: Readonly<Record<Language, RegExp>> = {
  lt: /\p{Script=Latin}/u, lv: /\p{Script=Latin}/u, et: /\p{Script=Latin}/u, en: /\p{Script=Latin}/u,
  uk: /\p{Script=Cyrillic}/u, ru: /\p{Script=Cyrillic}/u, ka: /\p{Script=Georgian}/u,
}

/** What a person sees of a connector: the form, the guide and the methods, complete in every language. */
export function describeFaces(connector: RegisteredConnector, stage: () => Stage): void {
  describe('what it says of itself', () => {
    test('it has a name, currencies, proofs and times that make sense', () => {
      expect(connector.id).toMatch(/^[a-z][a-z0-9-]{1,30}$/)
      expect(connector.name).not.toBe('')
      expect(connector.currencies.length).toBeGreaterThan(0)
      expect(new Set(connector.currencies).size).toBe(connector.currencies.length)
      expect(new Set(connector.proofs).size).toBe(connector.proofs.length)
      expect(connector.silentAfterMs).toBeGreaterThan(connector.leaseMs)
      expect(connector.leaseMs).toBeGreaterThanOrEqual(60_000)
      expect(Object.values(connector.endpoints).filter((url) => !url.startsWith('https://'))).toEqual([])
    })
  })
  describeForm({
    fields: connector.fields, open: (values) => connector.open(values, NOWHERE), credentials: () => stage().simulator.newCredentials(),
  })
  test('the credentials are entered before a test payment is made', () => {
    const kinds = connector.guide.map(({ kind }) => kind)
    expect(kinds.indexOf('credentials')).toBeLessThan(kinds.indexOf('test_payment'))
  })
  describeGuide(connector.guide, ['provider', 'callback', 'credentials', 'test_payment', 'go_live'])
  describeMethods(connector, stage)
}

/** The form of a provider or of a fiscal service. */
type Form = Pick<RegisteredConnector, 'fields'> & {
  open(values: Values): Result<unknown, readonly FieldProblem[]>
  /** Those the simulator gives. */
  credentials(): Values
}

type Values = Readonly<Record<string, string>>

export function describeForm({ fields, open, credentials }: Form): void {
  describe('the form', () => {
    test('every field has a name of its own and a text in every language', () => {
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
      const missing = fields.flatMap(({ name, text, choices }) => LANGUAGES.filter((language) => {
        const { label, hint, choices: labels = {} } = text[language]
        const isUnlabelled = choices.some((choice) => !Object.hasOwn(labels, choice))
        return isUnlabelled || !isIn(language, hint) || !(isIn(language, label) || /^[A-Z]{2,}$/.test(label))
      }).map((language) => `${name} ${language}`))
      expect(missing).toEqual([])
    })
    test('an empty form names every required field that means nothing when empty', () => {
      const opened = open({})
      const named = opened.ok ? [] : opened.error
      const needed = fields.filter(({ required, fallback }) => required && fallback === null).map(({ name }) => name)
      // More may be named: of two ways to sign in, one is needed.
      expect(named.map(({ field }) => field)).toEqual(expect.arrayContaining(needed))
      expect(named.filter(({ problem }) => problem !== 'missing')).toEqual([])
    })
    test('the credentials of the simulator fill it, also with spaces around them', () => {
      const given = credentials()
      expect(open(given).ok).toBe(true)
      expect(open(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, ` ${value}\n`]))).ok).toBe(true)
      expect(Object.keys(given).filter((name) => !fields.some((field) => field.name === name))).toEqual([])
    })
    test.each(fields.map((field) => field.name))('%s refuses what is too long, and only it is named', (name) => {
      const field = fields.find((one) => one.name === name)
      const opened = open({ ...credentials(), [name]: '1'.repeat((field?.maxLength ?? 0) + 1) })
      expect(opened.ok ? [] : opened.error.map((problem) => problem.field)).toEqual([name])
    })
    test('every fallback and every choice is accepted', () => {
      const values = fields.flatMap(({ name, fallback, choices }) =>
        [...choices, ...(fallback === null ? [] : [fallback])].map((value) => ({ [name]: value })))
      expect(values.filter((value) => !open({ ...credentials(), ...value }).ok)).toEqual([])
    })
  })
}

/** `needed`: the kinds of steps it cannot do without. */
export function describeGuide(guide: Guide, needed: readonly GuideStep['kind'][]): void {
  const texts = ({ title, reason, todo, done, paste = [] }: GuideText): readonly string[] =>
    [title, reason, done, ...todo, ...paste.flatMap(({ label, text }) => [label, text])]
  describe('the guide', () => {
    test('leads from the provider to going live, with all that is needed between, each step once', () => {
      const kinds = guide.map(({ kind }) => kind)
      expect(new Set(guide.map(({ id }) => id)).size).toBe(guide.length)
      expect(kinds).toEqual(expect.arrayContaining([...needed]))
      expect(kinds.at(-1)).toBe('go_live')
      const single = kinds.filter((kind) => kind !== 'provider')
      expect(new Set(single).size).toBe(single.length)
    })
    test.each(LANGUAGES)('is complete in %s, in its own letters, with the same steps as in English', (language) => {
      const shape = ({ todo, paste }: GuideText): readonly unknown[] => [todo.length, paste?.length]
      const shapes = guide.map(({ id, text }) => [id, ...shape(text[language])])
      expect(shapes).toEqual(guide.map(({ id, text }) => [id, ...shape(text.en)]))
      const all = guide.flatMap(({ text }) => texts(text[language]))
      expect(all.filter((one) => !isIn(language, one))).toEqual([])
      const english = new Set(language === 'en' ? [] : guide.flatMap(({ text }) => texts(text.en)))
      expect(all.filter((one) => english.has(one))).toEqual([])
    })
    test('every step says what to do', () => {
      expect(guide.filter(({ text }) => text.en.todo.length === 0)).toEqual([])
    })
  })
}

function describeMethods(connector: RegisteredConnector, stage: () => Stage): void {
  const isSound = (methods: readonly Method[]): void => {
    expect(methods.length).toBeGreaterThan(0)
    expect(new Set(methods.map(({ key }) => key)).size).toBe(methods.length)
    expect(methods.filter(({ title }) => title.trim() === '')).toEqual([])
    expect(methods.filter(({ country }) => country !== null && !/^[a-z]{2}$/.test(country))).toEqual([])
  }
  const amount = money(connector.currencies[0] ?? 'EUR')
  describe('the methods', () => {
    test.each(LANGUAGES)('are named in %s, before anything was fetched and after', async (language) => {
      const opened = connector.open(stage().simulator.newCredentials(), NOWHERE)
      if (opened.ok) isSound(opened.value.methods({ amount, country: 'lt', language }))
      expect(opened.ok).toBe(true)
      const channel = await stage().enrol()
      isSound(channel.open().methods({ amount, country: null, language }))
    })
    test.each(connector.currencies)('%s has a method, or the payer chooses at the provider', async (currency) => {
      const channel = await stage().enrol()
      const methods = channel.open().methods({ amount: money(currency), country: 'ge', language: 'ka' })
      expect(methods.filter(({ key }) => key === '')).toEqual([])
    })
    test('what is fetched is kept as JSON text', async () => {
      const channel = await stage().enrol()
      const facts = channel.facts()
      if (channel.open().refresh === null) expect(facts).toBeNull()
      else expect(typeof JSON.parse(facts ?? '')).toBe('object')
    })
    test('a wrong secret is not fetched with, and the refusal leads to it in the form, where the provider looks at it', async () => {
      const [channel, other] = [await stage().enrol(), await stage().enrol()]
      const secret = connector.fields.find(({ name }) => isSealed(connector.fields, name))?.name ?? ''
      const mistyped = connector.open({ ...channel.credentials, [secret]: other.credentials[secret] ?? '' }, {
        endpoints: stage().simulator.endpoints, clock: systemClock, facts: null, pinnedProof: null,
      })
      const outcome = mistyped.ok ? await mistyped.value.refresh?.(connector.currencies, http) : undefined
      const isSeen = connector.refusedFields('').length > 0
      expect(outcome).toMatchObject(isSeen ? { kind: 'refused', reason: 'credentials' } : { kind: 'done' })
      if (outcome?.kind === 'refused') expect(connector.refusedFields(outcome.providerCode)).toContain(secret)
      expect(connector.fields.map(({ name }) => name)).toEqual(expect.arrayContaining([...connector.refusedFields('')]))
    })
  })
}

const isIn = (language: Language, text: string): boolean => text.trim() === text && SCRIPT[language].test(text)
