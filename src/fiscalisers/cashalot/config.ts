import type { ConfigField, ConfigForm } from '../../connectors/contract.ts'
import { matching, optional, problemsIn, typedIn } from '../../connectors/contract-values.ts'
import type { Read, Values } from '../../connectors/contract-values.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import { FIELD_TEXTS } from './config-texts.ts'

/** What Kvit must know of one cash register at Cashalot. */
export type Config = {
  /** Fiscal number of the register, digits. Source: protocol sheet C, `NumFiscal`. */
  readonly numFiscal: string
  /** Base64 of the bytes of the certificate's file. Source: C, `Certificate`. */
  readonly certificate: Secret
  /** Base64 of the bytes of the key's container: `Key-6.dat`, `.pfx` or `.jks`. Source: C, `PrivateKey`. */
  readonly privateKey: Secret
  readonly password: Secret
  /** Tax number of the payment system that `paymentSystem` names; null: receipts carry none. Source: A16, `TAXNUM`. */
  readonly paymentSystemTaxNumber: string | null
  /** The payment system that the tax number belongs to, as receipts name it. */
  readonly paymentSystem: string
}

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: false } as const

const FIELDS = {
  numFiscal: { ...field, kind: 'text', required: true, maxLength: 12 },
  certificate: { ...field, kind: 'file', required: true, maxLength: 16_384 },
  privateKey: { ...field, kind: 'file', required: true, maxLength: 40_000 },
  password: { ...field, kind: 'secret', required: true, maxLength: 128 },
  paymentSystemTaxNumber: { ...field, kind: 'text', maxLength: 10 },
  paymentSystem: { ...field, kind: 'text', fallback: 'LiqPay', maxLength: 64, advanced: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = ['numFiscal', 'certificate', 'privateKey', 'password', 'paymentSystemTaxNumber', 'paymentSystem']

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      numFiscal: matching(typed(values, 'numFiscal'), /^[1-9][0-9]{0,11}$/),
      certificate: fileBytes(typed(values, 'certificate'), DER),
      privateKey: privateKey(values),
      password: matching(typed(values, 'password'), /^[^\p{Cc}]+$/u),
      paymentSystemTaxNumber: optional(typed(values, 'paymentSystemTaxNumber'), /^[0-9]{5,10}$/),
      paymentSystem: matching(typed(values, 'paymentSystem'), /^[^\p{Cc}<>]+$/u),
    }
    const { numFiscal, certificate, privateKey: key, password, paymentSystemTaxNumber, paymentSystem } = read
    if (
      'value' in numFiscal && 'value' in certificate && 'value' in key && 'value' in password && 'value' in paymentSystemTaxNumber &&
      'value' in paymentSystem
    ) {
      return ok({
        numFiscal: numFiscal.value, certificate: new Secret(certificate.value), privateKey: new Secret(key.value),
        password: new Secret(password.value), paymentSystemTaxNumber: paymentSystemTaxNumber.value, paymentSystem: paymentSystem.value,
      })
    }
    return err(problemsIn(NAMES, read))
  },
}

/** First bytes of a file. DER is what certificates, `Key-6.dat` and `.pfx` are made of; the others are the two kinds of `.jks`. */
const DER = ['30'] as const
const CONTAINERS = [...DER, 'feedfeed', 'cececece'] as const

/** The key beside a certificate: pasting one file twice is the commonest mistake. */
function privateKey(values: Values): Read<string> {
  const [key, certificate] = [fileBytes(typed(values, 'privateKey'), CONTAINERS), fileBytes(typed(values, 'certificate'), DER)]
  const isSame = 'value' in key && 'value' in certificate && key.value === certificate.value
  return isSame ? { problem: 'malformed' } : key
}

/** Base64 of a file, in one line; a certificate may also come as PEM, or in a file of PEM, whose inside is the same text. */
function fileBytes(text: Read<string | null>, beginnings: readonly string[]): Read<string> {
  if ('problem' in text) return text
  if (text.value === null) return { problem: 'missing' }
  const plain = text.value.replaceAll(/-----(?:BEGIN|END) [A-Z0-9 ]+-----|\s/g, '')
  const bytes = Buffer.from(plain, 'base64')
  const inside = bytes.toString('latin1')
  if (inside.startsWith('-----BEGIN')) return fileBytes({ value: inside }, beginnings)
  const isWhole = bytes.length > 0 && bytes.toString('base64') === plain
  return isWhole && beginnings.some((one) => bytes.subarray(0, one.length / 2).toString('hex') === one) ? { value: plain } : { problem: 'malformed' }
}
