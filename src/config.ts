import { isAbsolute } from 'node:path'
import { Secret } from './kernel/secret.ts'
import { err, ok } from './kernel/result.ts'
import type { Result } from './kernel/result.ts'
import { masterKeyOf } from './platform/crypto/vault.ts'
import { isMailAddress } from './platform/mail/address.ts'
import { isReturnAddress } from './platform/mail/return-address.ts'

/** Everything the installation decides. Read once at the start, from the environment. */
export type Config = {
  readonly databaseUrl: Secret
  /** Where payers and merchants reach Kvit; every link is made from it. */
  readonly publicUrl: URL
  readonly smtpUrl: Secret
  /** Where letters of test mode go; null: they are not sent at all. */
  readonly testSmtpUrl: Secret | null
  /** Pages on which a person sees what was caught there, for the cabinet to link to; null: there is none. */
  readonly testLettersPage: URL | null
  readonly testTextsPage: URL | null
  /** Where e-invoices are put for an operator's program to take; null: they are only downloaded. Absolute paths. */
  readonly eInvoiceFolder: string | null
  /** The same for test mode, whose e-invoices never reach the other folder. */
  readonly testEInvoiceFolder: string | null
  /** Sender of every letter; a store's own address stands in Reply-To. */
  readonly mailFrom: string
  /** Where mail servers tell later what became of a letter; null: what was taken by the first of them stays sent. */
  readonly bounces: {
    /** From which each letter's own envelope sender is made. */
    readonly address: string
    readonly host: string
    /** Where this process takes what is returned; null: another one does. */
    readonly port: number | null
  } | null
  /** The SMS centre of the operator; null: no text messages are sent. */
  readonly smsUrl: Secret | null
  /** Where text messages of test mode go; null: they are not sent at all. */
  readonly testSmsUrl: Secret | null
  /** Who text messages come from: a name the operator has registered, or a number. */
  readonly smsFrom: string
  readonly masterKey: Secret
  readonly host: string
  readonly port: number
  readonly poolSize: number
  readonly trustedProxies: readonly string[]
  /** `connector.endpoint` → base address, in place of the connector's own. Their hosts may be private. */
  readonly endpoints: ReadonlyMap<string, string>
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

type Environment = Readonly<Record<string, string | undefined>>

/** One wrong setting, in a sentence that says what to do. */
type ConfigProblem = { readonly name: string; readonly sentence: string }

/** Reads the configuration and names everything that is wrong with it at once. */
export function readConfig(env: Environment): Result<Config, readonly ConfigProblem[]> {
  const problems: ConfigProblem[] = []
  const wrong = (name: string, sentence: string): null => {
    problems.push({ name, sentence })
    return null
  }
  const databaseUrl = addressOf(env, 'DATABASE_URL', ['postgresql:', 'postgres:'], wrong)
  const publicUrl = addressOf(env, 'PUBLIC_URL', ['https:', 'http:'], wrong)
  const smtpUrl = addressOf(env, 'SMTP_URL', ['smtp:', 'smtps:'], wrong)
  const testSmtpUrl = env['TEST_SMTP_URL'] === undefined ? null : addressOf(env, 'TEST_SMTP_URL', ['smtp:', 'smtps:'], wrong)
  const testLettersPage = pageIn(env, 'TEST_LETTERS_PAGE', wrong)
  const testTextsPage = pageIn(env, 'TEST_TEXTS_PAGE', wrong)
  const eInvoiceFolder = folderIn(env, 'E_INVOICE_FOLDER', wrong)
  const testEInvoiceFolder = folderIn(env, 'TEST_E_INVOICE_FOLDER', wrong)
  if (eInvoiceFolder !== null && eInvoiceFolder === testEInvoiceFolder) {
    wrong('TEST_E_INVOICE_FOLDER', 'TEST_E_INVOICE_FOLDER must be another folder than E_INVOICE_FOLDER, or test invoices would reach real buyers.')
  }
  const smsUrl = smsCentre(env, 'SMS_URL', wrong)
  const testSmsUrl = smsCentre(env, 'TEST_SMS_URL', wrong)
  const smsFrom = env['SMS_FROM'] ?? 'Kvit'
  if (!/^(?:[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]|\+?\d{3,15})$/.test(smsFrom)) {
    wrong('SMS_FROM', 'SMS_FROM must be a name of 2 to 11 letters and digits that your operator has registered, or a number.')
  }
  const masterKey = masterKeyIn(env['KVIT_MASTER_KEY'], wrong)
  const port = wholeNumber(env, 'PORT', { fallback: 3000, min: 0, max: 65535 }, wrong)
  const poolSize = wholeNumber(env, 'DATABASE_POOL', { fallback: 10, min: 1, max: 200 }, wrong)
  const endpoints = endpointsOf(env['KVIT_ENDPOINTS'], wrong)
  const logLevel = oneOf(env, 'LOG_LEVEL', ['info', 'debug', 'warn', 'error', 'silent'] as const, wrong)
  const mailFrom = env['MAIL_FROM'] ?? (publicUrl === null ? '' : `kvit@${publicUrl.hostname}`)
  if (publicUrl !== null && !isMailAddress(mailFrom)) wrong('MAIL_FROM', 'MAIL_FROM must be one plain mail address, such as invoices@example.org.')
  const bounces = bouncesIn(env, wrong)
  if (publicUrl !== null) checkPublicUrl(publicUrl, env, wrong)
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    wrong('NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody pose as a provider. Remove it.')
  }
  if (problems.length > 0 || databaseUrl === null || publicUrl === null || smtpUrl === null || masterKey === null ||
    port === null || poolSize === null || endpoints === null || logLevel === null) return err(problems)
  return ok({
    databaseUrl: new Secret(databaseUrl.href), publicUrl, smtpUrl: new Secret(smtpUrl.href),
    testSmtpUrl: testSmtpUrl === null ? null : new Secret(testSmtpUrl.href), testLettersPage, testTextsPage, mailFrom, eInvoiceFolder, testEInvoiceFolder, bounces,
    smsUrl, testSmsUrl, smsFrom, masterKey, port, poolSize, endpoints, logLevel,
    host: env['HOST'] ?? '0.0.0.0', trustedProxies: listOf(env['TRUSTED_PROXIES']),
  })
}

type Wrong = (name: string, sentence: string) => null

function addressOf(env: Environment, name: string, protocols: readonly string[], wrong: Wrong): URL | null {
  const text = env[name]
  if (text === undefined || text === '') return wrong(name, `${name} is missing. Set it to an address that begins with ${protocols[0]}//.`)
  const address = URL.parse(text)
  if (address === null || !protocols.includes(address.protocol)) {
    return wrong(name, `${name} must be an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}.`)
  }
  return address
}

const pageIn = (env: Environment, name: string, wrong: Wrong): URL | null =>
  ((env[name] ?? '') === '' ? null : addressOf(env, name, ['https:', 'http:'], wrong))

function folderIn(env: Environment, name: string, wrong: Wrong): string | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  return isAbsolute(text) ? text : wrong(name, `${name} must be the full path of a folder, such as /var/lib/kvit/e-invoices.`)
}

/** Optional. The password travels as it stands over `smpp:`, as this protocol has it, so `smpps:` is for anything but a private line. */
function smsCentre(env: Environment, name: string, wrong: Wrong): Secret | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  const address = URL.parse(text)
  if (address === null || !['smpp:', 'smpps:'].includes(address.protocol) || address.hostname === '') {
    return wrong(name, `${name} must be an address such as smpp://user:password@host:2775, or smpps:// with TLS.`)
  }
  // SMPP 3.4, 4.1.1: these fields hold no more.
  const [user, password] = [decoded(address.username), decoded(address.password)]
  if (user === null || password === null) return wrong(name, `${name} has a percent sign that begins no letter; write %25 for a percent sign.`)
  if (user === '' || user.length > 15) return wrong(name, `${name} must name a user (system id) of at most 15 characters.`)
  if (password.length > 8) return wrong(name, `${name} has a password of more than 8 characters, which SMPP cannot carry.`)
  return new Secret(address.href)
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function bouncesIn(env: Environment, wrong: Wrong): Config['bounces'] {
  const address = env['BOUNCE_ADDRESS'] ?? ''
  const port = (env['BOUNCE_PORT'] ?? '') === '' ? null : wholeNumber(env, 'BOUNCE_PORT', { fallback: 0, min: 0, max: 65535 }, wrong)
  if (address === '') return port === null ? null : wrong('BOUNCE_PORT', 'BOUNCE_PORT needs BOUNCE_ADDRESS, for which your mail server brings letters there.')
  if (!isReturnAddress(address)) {
    return wrong('BOUNCE_ADDRESS', 'BOUNCE_ADDRESS must be one plain mail address with at most 17 characters and no plus before the @, such as bounces@example.org.')
  }
  const host = env['BOUNCE_HOST'] ?? ''
  return { address, port, host: host === '' ? '127.0.0.1' : host }
}

function checkPublicUrl(url: URL, env: Environment, wrong: Wrong): void {
  const isLocal = url.hostname === 'localhost' || /^127\.|^\[::1\]$/.test(url.hostname)
  if (url.protocol === 'http:' && !isLocal && env['KVIT_ALLOW_HTTP'] !== '1') {
    wrong('PUBLIC_URL', 'PUBLIC_URL must begin with https://, because payers and passwords travel over it. For a closed network set KVIT_ALLOW_HTTP=1.')
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    wrong('PUBLIC_URL', 'PUBLIC_URL must end after the host, such as https://pay.example.org.')
  }
}

function masterKeyIn(text: string | undefined, wrong: Wrong): Secret | null {
  const sentence = 'KVIT_MASTER_KEY must be 32 random bytes in base64; make one with: openssl rand -base64 32. Keep it apart from the database backups.'
  if (text === undefined || text === '') return wrong('KVIT_MASTER_KEY', `KVIT_MASTER_KEY is missing. ${sentence}`)
  const key = new Secret(text)
  return masterKeyOf(key) === null ? wrong('KVIT_MASTER_KEY', sentence) : key
}

function wholeNumber(env: Environment, name: string, { fallback, min, max }: { fallback: number; min: number; max: number }, wrong: Wrong): number | null {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1
  return value >= min && value <= max ? value : wrong(name, `${name} must be a whole number from ${min} to ${max}.`)
}

function oneOf<const T extends string>(env: Environment, name: string, choices: readonly [T, ...T[]], wrong: Wrong): T | null {
  const text = env[name]
  if (text === undefined || text === '') return choices[0]
  return choices.find((choice) => choice === text) ?? wrong(name, `${name} must be one of ${choices.join(', ')}.`)
}

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')

/** `paysera.pay=http://127.0.0.1:4010,paysera.key=…` */
function endpointsOf(text: string | undefined, wrong: Wrong): ReadonlyMap<string, string> | null {
  const endpoints = new Map<string, string>()
  for (const one of listOf(text)) {
    const [, name, address] = /^([a-z-]+\.[a-z_]+)=(https?:\/\/\S+)$/.exec(one) ?? []
    if (name === undefined || address === undefined || URL.parse(address) === null) {
      return wrong('KVIT_ENDPOINTS', `KVIT_ENDPOINTS has "${one}"; each entry is connector.endpoint=https://address, separated by commas.`)
    }
    endpoints.set(name, address)
  }
  return endpoints
}
