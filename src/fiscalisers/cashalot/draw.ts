import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import { decimal } from '../../money/money.ts'
import type { DocumentKind, Drawn, FiscalDocument, FiscalSetup, RegisterState, Undrawable } from '../contract.ts'
import { saleCheck, serviceCheck } from './check.ts'
import { command } from './client.ts'
import type { Config } from './config.ts'
import { amountOf, faultOf } from './drawable.ts'
import type { Drawable } from './drawable.ts'
import { countAt, readObject, textAt } from './json.ts'

/** What tells whether a document was taken: where the register stood when it was drawn. */
export type Standing = {
  readonly key: string
  readonly kind: DocumentKind
  readonly numFiscal: string
  /** The local number that the document gets if nothing comes between. */
  readonly next: number
  readonly last: string | null
  readonly at: Date
  /** The sum on the receipt, `1234.56`; null for a shift's opening and closing. */
  readonly amount: string | null
}

/** Pure. The content is the whole command but for the credentials, which are put in when it is sent. */
export function draw(document: FiscalDocument, register: RegisterState, setup: FiscalSetup<Config>): Result<Drawn, Undrawable> {
  const { content, key, at } = document
  if (register.nextLocalNumber === null) return err({ problem: 'number', detail: 'the service does not tell the next local number' })
  if (content.kind === 'z_report') return err({ problem: 'shift', detail: 'the service makes the Z-report itself when the shift is closed' })
  const fault = faultOf(content, register)
  if (fault !== null) return err(fault)
  const moved = amountOf(content)
  const standing: Standing = {
    key, kind: content.kind, numFiscal: setup.config.numFiscal, next: register.nextLocalNumber, last: register.lastFiscalNumber, at,
    amount: moved === null ? null : decimal(moved),
  }
  return ok({ ref: JSON.stringify(standing), content: Buffer.from(commandOf(content, document, setup), 'utf8'), contentType: 'application/json; charset=UTF-8' })
}

function commandOf(content: Drawable, { key, cashier }: FiscalDocument, setup: FiscalSetup<Config>): string {
  switch (content.kind) {
    case 'open_shift': return command('OpenShift', key, setup)
    case 'close_shift': return command('CloseShift', key, setup, { ZRepAuto: true })
    case 'service_in':
    case 'service_out':
      return registerCheck(key, setup, serviceCheck(content.kind, content.amount, cashier))
    case 'sale': return registerCheck(key, setup, saleCheck(content.sale, { cashier, returned: null }, setup))
    case 'return': return registerCheck(key, setup, saleCheck(content.sale, { cashier, returned: content.of.fiscalNumber }, setup))
  }
}

/** Shifts are documents of their own with us: the service must not open one by itself. */
const registerCheck = (key: string, setup: FiscalSetup<Config>, check: unknown): string =>
  command('RegisterCheck', key, setup, { AutoOpenShift: false, Check: check })

const KINDS: readonly DocumentKind[] = ['open_shift', 'sale', 'return', 'service_in', 'service_out', 'close_shift']

/** Null if the text is none of `draw`'s. */
export function readStanding(ref: string): Standing | null {
  const told = readObject(ref)
  if (told === null) return null
  const [key, numFiscal, next, at] = [textAt(told, 'key'), textAt(told, 'numFiscal'), countAt(told, 'next'), textAt(told, 'at')]
  const kind = KINDS.find((one) => one === told.get('kind'))
  if (key === null || kind === undefined || numFiscal === null || next === null || at === null || Number.isNaN(Date.parse(at))) return null
  return { key, kind, numFiscal, next, last: textAt(told, 'last'), at: new Date(at), amount: textAt(told, 'amount') }
}
