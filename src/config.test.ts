import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const settings = (KVIT_MASTER_KEY: string) => ({
  DATABASE_URL: 'postgresql://localhost/kvit', PUBLIC_URL: 'https://pay.example.org', SMTP_URL: 'smtp://localhost', KVIT_MASTER_KEY,
})

test('folders for e-invoices are full paths, and test ones have their own', () => {
  const key = randomBytes(32).toString('base64')
  expect(readConfig({ ...settings(key), E_INVOICE_FOLDER: '/srv/out', TEST_E_INVOICE_FOLDER: '/srv/test' })).toMatchObject({
    ok: true, value: { eInvoiceFolder: '/srv/out', testEInvoiceFolder: '/srv/test' },
  })
  expect(readConfig({ ...settings(key), E_INVOICE_FOLDER: 'out' })).toMatchObject({ ok: false, error: [{ name: 'E_INVOICE_FOLDER' }] })
  expect(readConfig({ ...settings(key), E_INVOICE_FOLDER: '/srv', TEST_E_INVOICE_FOLDER: '/srv' })).toMatchObject({ ok: false, error: [{ name: 'TEST_E_INVOICE_FOLDER' }] })
})

test('a master key that the vault cannot read is told at the start, not as a key of another database', () => {
  const key = randomBytes(32)
  for (const text of [key.toString('base64'), key.toString('base64url'), `${key.toString('base64')}\n`]) {
    expect(readConfig(settings(text)).ok, text).toBe(true)
  }
  const padded = `${key.toString('base64').slice(0, 20)} ${key.toString('base64').slice(20)}`
  for (const text of ['', 'too short', padded, randomBytes(33).toString('base64')]) {
    expect(readConfig(settings(text)), text).toMatchObject({ ok: false, error: [{ name: 'KVIT_MASTER_KEY' }] })
  }
})

test('an SMS centre is optional, and what is wrong with its address is told in a sentence that does not show the password', () => {
  const base = settings(randomBytes(32).toString('base64'))
  expect(readConfig(base)).toMatchObject({ ok: true, value: { smsUrl: null, testSmsUrl: null, smsFrom: 'Kvit' } })
  for (const SMS_URL of ['smpp://kvit:secret@sms.example:2775', 'smpps://kvit:p%40ss@sms.example']) expect(readConfig({ ...base, SMS_URL }).ok, SMS_URL).toBe(true)
  for (const SMS_URL of ['https://kvit:secret@sms.example', 'smpp://sms.example', 'smpp://kvit:longsecret@sms.example', 'smpp://kvit:%@sms.example', 'kvit:secret']) {
    const read = readConfig({ ...base, SMS_URL })
    expect(read, SMS_URL).toMatchObject({ ok: false, error: [{ name: 'SMS_URL' }] })
    expect(JSON.stringify(read)).not.toContain('secret')
  }
  for (const SMS_FROM of ['K', 'A name that is long', 'Žuvis', ' Kvit']) expect(readConfig({ ...base, SMS_FROM }).ok, SMS_FROM).toBe(false)
})

test('DE10 the pages that show what test mode caught are addresses of pages or nothing', () => {
  const base = settings(randomBytes(32).toString('base64'))
  expect(readConfig(base)).toMatchObject({ ok: true, value: { testLettersPage: null, testTextsPage: null } })
  expect(readConfig({ ...base, TEST_LETTERS_PAGE: 'https://mail.test.example/', TEST_TEXTS_PAGE: '' })).toMatchObject({
    ok: true, value: { testLettersPage: new URL('https://mail.test.example/'), testTextsPage: null },
  })
  for (const TEST_TEXTS_PAGE of ['javascript:alert(1)', 'smpp://sms.example', 'sms']) {
    expect(readConfig({ ...base, TEST_TEXTS_PAGE }), TEST_TEXTS_PAGE).toMatchObject({ ok: false, error: [{ name: 'TEST_TEXTS_PAGE' }] })
  }
})

test('DE9 what mail servers return is taken only where an address for it is set, and by this machine alone unless said otherwise', () => {
  const base = settings(randomBytes(32).toString('base64'))
  const BOUNCE_ADDRESS = 'bounces@pay.example.org'
  for (const [more, bounces] of [
    [{}, null], [{ BOUNCE_ADDRESS: '', BOUNCE_PORT: '' }, null], [{ BOUNCE_ADDRESS }, { address: BOUNCE_ADDRESS, host: '127.0.0.1', port: null }],
    [{ BOUNCE_ADDRESS, BOUNCE_PORT: '2525', BOUNCE_HOST: '' }, { address: BOUNCE_ADDRESS, host: '127.0.0.1', port: 2525 }],
    [{ BOUNCE_ADDRESS, BOUNCE_PORT: '2525', BOUNCE_HOST: '10.0.0.5' }, { address: BOUNCE_ADDRESS, host: '10.0.0.5', port: 2525 }],
  ] as const) expect(readConfig({ ...base, ...more })).toMatchObject({ ok: true, value: { bounces } })
  expect(readConfig({ ...base, BOUNCE_PORT: '2525' })).toMatchObject({ ok: false, error: [{ name: 'BOUNCE_PORT' }] })
  expect(readConfig({ ...base, BOUNCE_ADDRESS, BOUNCE_PORT: 'smtp' })).toMatchObject({ ok: false, error: [{ name: 'BOUNCE_PORT' }] })
  for (const address of ['bounces', 'a+b@example.org', 'a-very-long-name-of-a-mailbox@example.org']) {
    expect(readConfig({ ...base, BOUNCE_ADDRESS: address }), address).toMatchObject({ ok: false, error: [{ name: 'BOUNCE_ADDRESS' }] })
  }
})
