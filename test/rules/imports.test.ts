import { describe, expect, test } from 'vitest'
import { cyclesIn, importsOf, leadsSomewhere } from './imports.ts'
import type { Import } from './imports.ts'
import { faultOf, isSimulator, NOUNS } from './import-table.ts'
import { filesIn, isForTests, sourcesIn, textOf } from './sources.ts'

const sources = sourcesIn('src', 'web', 'test')
const imports = sources.flatMap(importsOf)
const inProduction = imports.filter(({ from }) => !isForTests(from) && !/^web\/[^/]+$/.test(from))

const said = (one: Import, fault: string): string => `${one.place} imports ${one.to}: ${fault}`

describe('the import table', () => {
  test('every file reaches only where its place in the architecture lets it', () => {
    expect(inProduction.flatMap((one) => {
      const fault = faultOf(one)
      return fault === null ? [] : [said(one, fault)]
    })).toEqual([])
  })

  test('what runs in production imports nothing that is made for tests', () => {
    expect(inProduction.filter(({ to, isOurs }) => isOurs && isForTests(to)).map((one) => said(one, 'it is for tests'))).toEqual([])
  })

  test('tests of the server do not reach into the cabinet, nor tests of a connector into another provider', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [, provider] = /^src\/(?:connectors|fiscalisers)\/([^/]+)\//.exec(from) ?? []
      const [, other] = /^src\/(?:connectors|fiscalisers)\/(?!tables\/)([^/]+)\//.exec(to) ?? []
      return (from.startsWith('src/') && to.startsWith('web/')) || (provider !== undefined && other !== undefined && provider !== other)
    })
    expect(wrong.map((one) => one.place)).toEqual([])
  })

  test('no file imports itself in a circle', () => {
    expect(cyclesIn(imports.filter(({ isOurs, typeOnly, dynamic }) => isOurs && !typeOnly && !dynamic)).map((cycle) => cycle.join(' → '))).toEqual([])
  })

  test('every import of ours leads to a file', () => {
    expect(imports.filter((one) => one.isOurs && !leadsSomewhere(one)).map((one) => `${one.place}: ${one.to}`)).toEqual([])
  })

  test('nothing is imported while a function runs, but commands by main.ts and screens by the router', () => {
    const late = inProduction.filter(({ dynamic, from }) => dynamic && from !== 'src/main.ts' && from !== 'web/src/router.tsx' && from !== 'web/src/language/texts.ts')
    expect(late.map((one) => `${one.place} imports ${one.to}`)).toEqual([])
  })

  test('packages are used by the part that lists them as its own: React in the cabinet, Preact on the server', () => {
    const strays = inProduction.filter(({ from, to }) => (from.startsWith('src/') && /^(react|@mantine|@tanstack)/.test(to)) ||
      (from.startsWith('web/') && /^(preact|node:|pg|fastify)/.test(to)))
    expect(strays.map((one) => `${one.place} imports ${one.to}`)).toEqual([])
  })
})

describe('folders and files', () => {
  const files = filesIn('src', 'web', 'test', 'scripts', 'bin')

  test('no folder is named for nothing in particular', () => {
    const vague = /\/(utils?|helpers?|lib|libs|common|shared|types|misc|core|base)(\/|\.tsx?$)/
    expect(files.filter((file) => vague.test(`/${file}`))).toEqual([])
  })

  test('no file only hands on what others export', () => {
    expect(files.filter((file) => /(^|\/)index\.(tsx?|mjs)$/.test(file))).toEqual([])
    const handingOn = sources.filter(({ text }) => /^export (\*|\{[^}]*\}|type \{[^}]*\}) from /m.test(text))
    expect(handingOn.map(({ path }) => path)).toEqual([])
  })

  test('the kernel grows only with a decision record', () => {
    const kernel = files.filter((file) => file.startsWith('src/kernel/') && !isForTests(file)).map((file) => file.slice('src/kernel/'.length))
    const decided = filesIn('docs/decisions').map(textOf).join('\n')
    const first = ['result.ts', 'ids.ts', 'clock.ts', 'secret.ts']
    expect(kernel.filter((file) => !first.includes(file) && !decided.includes(`kernel/${file}`))).toEqual([])
  })
})

describe('the table itself', () => {
  const reach = (from: string, to: string, more: Partial<Import> = {}) =>
    faultOf({ from, to, isOurs: to.startsWith('src/') || to.startsWith('web/'), dynamic: false, typeOnly: false, ...more })

  test.each([
    ['src/kernel/ids.ts', 'src/money/money.ts'],
    ['src/kernel/ids.ts', 'pg'],
    ['src/money/money.ts', 'src/platform/db/retry.ts'],
    ['src/platform/db/retry.ts', 'src/payments/attempt.ts'],
    ['src/connectors/paysera/callback.ts', 'src/connectors/liqpay/protocol.ts'],
    ['src/connectors/paysera/callback.ts', 'src/payments/attempt.ts'],
    ['src/connectors/paysera/callback.ts', 'pg'],
    ['src/connectors/paysera/callback.ts', 'node:http'],
    ['src/connectors/paysera/connector.ts', 'src/connectors/paysera/simulator.ts'],
    ['src/connectors/paysera/simulator/wire.ts', 'src/connectors/paysera/protocol.ts'],
    ['src/connectors/contract.ts', 'src/connectors/paysera/connector.ts'],
    ['src/merchants/role.ts', 'src/payments/attempt.ts'],
    ['src/customers/customer.ts', 'src/invoices/invoice.ts'],
    ['src/payments/start-attempt.ts', 'src/invoices/store.ts'],
    ['src/payments/start-attempt.ts', 'src/merchants/channels/store.ts'],
    ['src/paypage/store.ts', 'src/payments/attempt-store.ts'],
    ['src/payments/start-attempt.ts', 'src/connectors/paysera/protocol.ts'],
    ['src/payments/start-attempt.ts', 'src/sandbox/sandbox.ts'],
    ['src/payments/start-attempt.ts', 'src/connectors/simulator.ts'],
    ['src/payments/start-attempt.ts', 'src/config.ts'],
    ['src/payments/start-attempt.ts', 'src/app.ts'],
    ['src/platform/http/app.ts', 'src/serve.ts'],
    ['src/app.ts', 'src/sandbox/sandbox.ts'],
    ['src/app.ts', 'src/serve.ts'],
    ['src/serve.ts', 'src/sandbox/sandbox.ts'],
    ['src/demo/demo.ts', 'src/connectors/paysera/simulator.ts'],
    ['src/reports/find.ts', 'src/app.ts'],
    ['src/main.ts', 'src/sandbox/sandbox.ts'],
    ['src/sandbox/sandbox.ts', 'src/payments/attempt.ts'],
    ['src/anything.ts', 'src/kernel/ids.ts'],
    ['src/elsewhere/file.ts', 'src/kernel/ids.ts'],
    ['web/src/main.tsx', 'src/kernel/ids.ts'],
    ['web/src/main.tsx', 'src/invoices/invoice.ts'],
    ['web/src/receipts/list.tsx', 'web/till/sell.tsx'],
  ])('%s may not import %s', (from, to) => {
    expect(reach(from, to)).not.toBeNull()
  })

  test.each([
    ['src/kernel/ids.ts', 'node:crypto'],
    ['src/money/money.ts', 'src/kernel/result.ts'],
    ['src/platform/i18n/format.ts', 'src/money/money.ts'],
    ['src/connectors/paysera/callback.ts', 'src/connectors/contract.ts'],
    ['src/connectors/paysera/facts.ts', 'fast-xml-parser'],
    ['src/connectors/paysera/simulator.ts', 'src/connectors/simulator-server.ts'],
    ['src/connectors/registry.ts', 'src/connectors/paysera/connector.ts'],
    ['src/payments/start-attempt.ts', 'src/invoices/payment-state.ts'],
    ['src/payments/start-attempt.ts', 'src/connectors/contract.ts'],
    ['src/app.ts', 'src/payments/api.ts'],
    ['src/serve.ts', 'src/app.ts'],
    ['src/serve.ts', 'src/config.ts'],
    ['web/src/main.tsx', 'src/platform/i18n/format.ts'],
    ['web/src/main.tsx', 'web/src/router.tsx'],
    ['web/src/router.tsx', 'web/till/gate.tsx'],
    ['web/till/sell.tsx', 'web/src/receipts/mark.tsx'],
  ])('%s may import %s', (from, to) => {
    expect(reach(from, to)).toBeNull()
  })

  test('a command is loaded when it is called, and every noun has one place', () => {
    expect(reach('src/main.ts', 'src/sandbox/sandbox.ts', { dynamic: true })).toBeNull()
    expect(isSimulator('src/connectors/paysera/simulator.ts')).toBe(true)
    expect(new Set(NOUNS).size).toBe(NOUNS.length)
  })
})
