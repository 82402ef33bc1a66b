import { expect, test } from 'vitest'
import { configForm } from './config.ts'
import { VALUES } from './fixtures/setup.ts'

const problemsOf = (values: Readonly<Record<string, string>>): unknown => {
  const read = configForm.parse({ ...VALUES, ...values })
  return read.ok ? [] : read.error.map(({ field, problem }) => `${field} ${problem}`)
}

test('files may be pasted in lines, and a certificate as PEM or as a file of PEM', () => {
  const pem = `-----BEGIN CERTIFICATE-----\n${VALUES.certificate.slice(0, 8)}\r\n${VALUES.certificate.slice(8)}\n-----END CERTIFICATE-----\n`
  const read = configForm.parse({ ...VALUES, certificate: pem, privateKey: ` ${VALUES.privateKey.slice(0, 4)} ${VALUES.privateKey.slice(4)}\n` })
  expect(read.ok ? [read.value.certificate.reveal(), read.value.privateKey.reveal()] : []).toEqual([VALUES.certificate, VALUES.privateKey])
  const chosen = configForm.parse({ ...VALUES, certificate: Buffer.from(pem).toString('base64') })
  expect(chosen.ok ? chosen.value.certificate.reveal() : null).toBe(VALUES.certificate)
})

test('a file that is none is told at once: half of it, other bytes, or the same file twice', () => {
  expect(problemsOf({ certificate: VALUES.certificate.slice(0, -3) })).toEqual(['certificate malformed'])
  expect(problemsOf({ privateKey: Buffer.from('Key-6.dat').toString('base64') })).toEqual(['privateKey malformed'])
  expect(problemsOf({ privateKey: VALUES.certificate })).toEqual(['privateKey malformed'])
  expect(problemsOf({ privateKey: Buffer.from('feedfeed00000002', 'hex').toString('base64') })).toEqual([])
})

test('a fiscal number is digits, and every wrong field is named', () => {
  expect(problemsOf({ numFiscal: 'ПРРО 4000', certificate: '', password: '', paymentSystemTaxNumber: 'LiqPay' }))
    .toEqual(['numFiscal malformed', 'certificate missing', 'password missing', 'paymentSystemTaxNumber malformed'])
})
