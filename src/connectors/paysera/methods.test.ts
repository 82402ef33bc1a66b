import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Currency } from '../../money/currency.ts'
import type { MethodAsk } from '../contract.ts'
import { readMethodList } from './method-list.ts'
import { methods } from './methods.ts'

const XML = readFileSync(new URL('fixtures/payment-methods.xml', import.meta.url), 'utf8')
const FACTS = JSON.stringify({ keys: [], methods: { EUR: JSON.stringify(readMethodList(XML, 'EUR')) } })

const ask = (minor: bigint, country: string | null = 'lt', currency: Currency = 'EUR'): MethodAsk =>
  ({ amount: { minor, currency }, country, language: 'lt' })
const keys = (of: MethodAsk, facts: string | null = FACTS) => methods(of, facts).map(({ key }) => key)

describe('the list of Paysera', () => {
  test('gives each method once, those of the payer\'s country first', () => {
    expect(keys(ask(10_000n))).toEqual(['hanza', 'card', 'inbank_lt_bnpl_3', 'wallet', 'hanzalv'])
    expect(keys(ask(10_000n, 'LV'))).toEqual(['hanzalv', 'wallet', 'hanza', 'card', 'inbank_lt_bnpl_3'])
    expect(keys(ask(10_000n, null))).toEqual(['wallet', 'hanza', 'card', 'inbank_lt_bnpl_3', 'hanzalv'])
  })
  test('a method is offered from its least to its greatest amount, both included', () => {
    expect(keys(ask(99n))).not.toContain('card')
    expect(keys(ask(100n))).toContain('card')
    expect(keys(ask(1_000_000n))).toContain('card')
    expect(keys(ask(1_000_001n))).not.toContain('card')
    expect(keys(ask(10n ** 12n))).toEqual(['wallet', 'hanzalv'])
  })
  test('titles are trimmed, in the payer\'s language, else in English, else in what there is', () => {
    const titles = new Map(methods(ask(10_000n), FACTS).map(({ key, title }) => [key, title]))
    expect(titles.get('hanza')).toBe('„Swedbank“, AB')
    expect(titles.get('card')).toBe('Visa & Mastercard')
    const inEnglish = methods({ ...ask(10_000n), language: 'en' }, FACTS).find(({ key }) => key === 'inbank_lt_bnpl_3')
    expect(inEnglish?.title).toBe('Pirkite dabar, mokėkite vėliau')
  })
  test('kinds are told from keys and groups', () => {
    const kinds = Object.fromEntries(methods(ask(10_000n), FACTS).map(({ key, kind }) => [key, kind]))
    expect(kinds).toEqual({ hanza: 'bank', hanzalv: 'bank', card: 'card', wallet: 'wallet', inbank_lt_bnpl_3: 'credit' })
  })
  test.each([
    ['nothing', ''], ['a page of errors', '<html><body>502</body></html>'], ['half a document', XML.slice(0, 300)], ['JSON', '{}'],
    ['I06: entities that grow', `<!DOCTYPE x [<!ENTITY a "aaaa">]>${XML}`],
  ])('%s is no list, or an empty one', (_, xml) => {
    expect(readMethodList(xml, 'EUR') ?? []).toEqual([])
  })
  test('a limit in another currency limits nothing', () => {
    expect(readMethodList(XML, 'GEL')?.every(({ min, max }) => min === null && max === null)).toBe(true)
  })
})

describe('before a list could be fetched', () => {
  test('known banks of the country come first, then card and wallet', () => {
    expect(keys(ask(2500n), null).slice(0, 3)).toEqual(['hanza', 'vb2', 'nord'])
    expect(keys(ask(2500n, 'lv'), null).slice(0, 3)).toEqual(['hanzalv', 'card', 'wallet'])
    expect(keys(ask(2500n, 'ee'), null).slice(0, 3)).toEqual(['hanzaee', 'card', 'wallet'])
  })
  test('other currencies than the euro are paid by card or wallet', () => {
    expect(keys(ask(2500n, 'ge', 'GEL'), null)).toEqual(['card', 'wallet'])
  })
  test.each(['', 'null', '[]', '{', '{"keys":1,"methods":2}', '{"keys":[],"methods":{"EUR":"["}}', '{"keys":[],"methods":{"EUR":"[{}]"}}', '{"keys":[],"methods":{"EUR":"[]"}}'])(
    'facts that say nothing (%j) are as good as none', (facts) => {
      expect(keys(ask(2500n), facts)).toEqual(keys(ask(2500n), null))
    },
  )
  test.each(LANGUAGES)('in %s every method has a name', (language) => {
    expect(methods({ ...ask(2500n), language }, null).filter(({ title }) => title === '')).toEqual([])
  })
})
