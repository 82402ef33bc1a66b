import { expect, test } from 'vitest'
import { buildLogger, maskedPath } from './log.ts'

function linesOf(write: (log: ReturnType<typeof buildLogger>) => void): string {
  const lines: string[] = []
  write(buildLogger({ level: 'trace', stream: { write: (line) => { lines.push(line) } } }))
  return lines.join('')
}

test('I05 link and callback tokens and every query are masked in addresses', () => {
  expect(maskedPath('/pay/abc')).toBe('/pay/***')
  expect(maskedPath('/pay/AAAAAAAAAAAAAAAAAAAAAA/receipt.pdf?x=1')).toBe('/pay/***/receipt.pdf')
  expect(maskedPath('/cb/abc?data=secret&sign=1')).toBe('/cb/***')
  expect(maskedPath('/return/abc/accept#x')).toBe('/return/***/accept')
  expect(maskedPath('/elsewhere/AAAAAAAAAAAAAAAAAAAAAA')).toBe('/elsewhere/***')
  expect(maskedPath('/v1/invoices')).toBe('/v1/invoices')
})

test('I05 telling names are hidden at any of three depths, and errors lose what drivers hang on them', () => {
  const fault = Object.assign(new Error('at https://kvit.example/pay/CANARYCANARYCANARYCANA', { cause: new Error('kvit_live_CANARYCANARYCANARYCANA') }), {
    detail: 'Key (email)=(CANARY)', parameters: ['CANARY'], code: '23505',
  })
  const log = linesOf((logger) => {
    logger.info(
      {
        password: 'CANARY', a: { token: 'CANARY', b: { secret: 'CANARY' } },
        headers: { 'x-csrf-token': 'CANARY', authorization: 'CANARY' },
      },
      'x',
    )
    logger.error({ err: fault }, 'x')
    logger.info({ req: { method: 'GET', url: '/cb/CANARY?CANARY', headers: { cookie: 'CANARY' } } }, 'x')
  })
  expect(log).toContain('23505')
  expect(log).not.toContain('CANARY')
})
