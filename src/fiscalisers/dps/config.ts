import type { ConfigField, ConfigForm } from '../../connectors/contract.ts'
import { choice, matching, optional, problemsIn, typedIn } from '../../connectors/contract-values.ts'
import type { Read, Values } from '../../connectors/contract-values.ts'
import type { Mode } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import { FIELD_TEXTS } from './config-texts.ts'
import type { LengthOrder } from './package.ts'

/** What a register must know of itself and of its signer. */
export type Config = {
  /** Fiscal number of the register, given by the tax service. Source: protocol sheet A3, CASHREGISTERNUM. */
  readonly registerNumber: string
  /** Local number of the register. Source: A3, CASHDESKNUM. */
  readonly deskNumber: string
  readonly tin: string
  /** Number of a payer of VAT; null for others. */
  readonly ipn: string | null
  readonly sellerName: string
  readonly pointName: string
  readonly pointAddress: string | null
  /** Whether documents carry TESTING and are not fiscal. Source: A13. */
  readonly mode: Mode
  /** Shown to the signer, which knows by it whose key to use. */
  readonly signerToken: Secret
  /** What PAYFORMNM says: not confirmed. Source: A16. */
  readonly paymentName: 'means' | 'form'
  readonly paymentSystemTin: string | null
  /** What the hash of the offline chain is taken of: the official text and practice differ. Source: A10. */
  readonly chainOver: 'signed' | 'xml'
  /** Not confirmed. Source: A12. */
  readonly packageLengths: LengthOrder
}

type Field = Omit<ConfigField, 'name' | 'text'>

const field = { required: false, fallback: null, choices: [], advanced: false } as const

const FIELDS = {
  registerNumber: { ...field, kind: 'text', required: true, maxLength: 10 },
  deskNumber: { ...field, kind: 'text', fallback: '1', maxLength: 9 },
  tin: { ...field, kind: 'text', required: true, maxLength: 10 },
  ipn: { ...field, kind: 'text', maxLength: 12 },
  sellerName: { ...field, kind: 'text', required: true, maxLength: 256 },
  pointName: { ...field, kind: 'text', required: true, maxLength: 256 },
  pointAddress: { ...field, kind: 'text', maxLength: 256 },
  mode: { ...field, kind: 'choice', fallback: 'test', choices: ['test', 'live'], maxLength: 4 },
  signerToken: { ...field, kind: 'secret', required: true, maxLength: 512 },
  paymentSystemTin: { ...field, kind: 'text', maxLength: 10, advanced: true },
  paymentName: { ...field, kind: 'choice', fallback: 'means', choices: ['means', 'form'], maxLength: 5, advanced: true },
  chainOver: { ...field, kind: 'choice', fallback: 'signed', choices: ['signed', 'xml'], maxLength: 6, advanced: true },
  packageLengths: { ...field, kind: 'choice', fallback: 'little', choices: ['little', 'big'], maxLength: 6, advanced: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

const NAMES: readonly FieldName[] = [
  'registerNumber', 'deskNumber', 'tin', 'ipn', 'sellerName', 'pointName', 'pointAddress', 'mode', 'signerToken', 'paymentSystemTin', 'paymentName', 'chainOver',
  'packageLengths',
]

const typed = (values: Values, name: FieldName): Read<string | null> => typedIn(values, name, FIELDS[name])

/** Source: A3, TIN and IPN. */
const TIN = /^(\d{5,10}|[А-ЯҐЄІЇ]{2}\d{6})$/
const IPN = /^(0|\d{6,12}|[А-ЯҐЄІЇ]{2}\d{6})$/
const NUMBER = /^[1-9]\d*$/
const ANY_NAME = /^[^\p{Cc}]+$/u

export const configForm: ConfigForm<Config> = {
  fields: NAMES.map((name) => ({ name, ...FIELDS[name], text: FIELD_TEXTS[name] })),
  parse: (values) => {
    const read = {
      registerNumber: matching(typed(values, 'registerNumber'), NUMBER),
      deskNumber: matching(typed(values, 'deskNumber'), NUMBER),
      tin: matching(typed(values, 'tin'), TIN),
      ipn: optional(typed(values, 'ipn'), IPN),
      sellerName: matching(typed(values, 'sellerName'), ANY_NAME),
      pointName: matching(typed(values, 'pointName'), ANY_NAME),
      pointAddress: optional(typed(values, 'pointAddress'), ANY_NAME),
      mode: choice(typed(values, 'mode'), FIELDS.mode.choices),
      signerToken: matching(typed(values, 'signerToken'), /^[\x21-\x7e]+$/),
      paymentSystemTin: optional(typed(values, 'paymentSystemTin'), TIN),
      paymentName: choice(typed(values, 'paymentName'), FIELDS.paymentName.choices),
      chainOver: choice(typed(values, 'chainOver'), FIELDS.chainOver.choices),
      packageLengths: choice(typed(values, 'packageLengths'), FIELDS.packageLengths.choices),
    }
    const { registerNumber, deskNumber, tin, ipn, sellerName, pointName, pointAddress, mode, signerToken, paymentSystemTin, paymentName, chainOver, packageLengths } = read
    if (
      'value' in registerNumber && 'value' in deskNumber && 'value' in tin && 'value' in ipn && 'value' in sellerName && 'value' in pointName && 'value' in pointAddress &&
      'value' in mode && 'value' in signerToken && 'value' in paymentSystemTin && 'value' in paymentName && 'value' in chainOver && 'value' in packageLengths
    ) {
      return ok({
        registerNumber: registerNumber.value, deskNumber: deskNumber.value, tin: tin.value, ipn: ipn.value, sellerName: sellerName.value, pointName: pointName.value,
        pointAddress: pointAddress.value, mode: mode.value, signerToken: new Secret(signerToken.value), paymentSystemTin: paymentSystemTin.value,
        paymentName: paymentName.value, chainOver: chainOver.value, packageLengths: packageLengths.value,
      })
    }
    return err(problemsIn(NAMES, read))
  },
}
