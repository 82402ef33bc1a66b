import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { publicId } from '../kernel/ids.ts'
import type { Mode } from '../kernel/ids.ts'
import { creditorReference } from '../invoices/creditor-reference.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { parseIban } from '../merchants/iban.ts'
import { add, decimal, negate } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { element, printElement } from '../platform/xml/element.ts'
import type { XmlElement } from '../platform/xml/element.ts'
import type { Movement, StatementTotals } from './account-statement.ts'

type CamtStatement = {
  readonly account: MoneyAccount; readonly mode: Mode; readonly zone: string; readonly totals: StatementTotals
  /** Both days belong to the period. */
  readonly from: BusinessDate; readonly to: BusinessDate
  readonly writtenAt: Date
  /** Its own for every file: at most 35 characters. */
  readonly messageId: string
}

/** The version that the banks of the Baltics send and every program of theirs reads. */
const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'

/**
 * A statement as camt.053.001.02, piece by piece as its pages come: one entry a movement, under the journal entry's own
 * id, with the day it was booked on in the store's time zone. Elements stand in the order of the schema. Source: ISO 20022,
 * message definition report "Bank-to-Customer Cash Management", camt.053.001.02.
 */
export async function* accountCamt(said: CamtStatement, pages: AsyncIterable<readonly Movement[]>): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NAMESPACE}">\n  <BkToCstmrStmt>\n${printed(groupHeader(said), 2)}    <Stmt>\n`
  yield head(said).map((one) => printed(one, 3)).join('')
  for await (const page of pages) yield page.map((one) => printed(entry(one, said), 3)).join('')
  // A file of test mode may end up in an accounting program: it says itself that no money moved.
  yield `${printed(said.mode === 'test' ? element('AddtlStmtInf', 'Test: no real money') : null, 3)}    </Stmt>\n  </BkToCstmrStmt>\n</Document>\n`
}

const printed = (one: XmlElement | null, level: number): string => (one === null ? '' : printElement(one, level))

const groupHeader = ({ messageId, writtenAt }: CamtStatement) => element('GrpHdr', [element('MsgId', messageId), element('CreDtTm', writtenAt.toISOString())])

/** Balances in front of the entries, as the schema has them: what is told there is what the entries will make up. */
function head({ account, totals: { opening, closing, cameIn, wentOut, timesIn, timesOut }, from, to, writtenAt }: CamtStatement): (XmlElement | null)[] {
  const { currency } = opening
  const id = publicId('moneyAccount', account.id, null)
  const net = add(cameIn, wentOut)
  return [
    element('Id', [from, to].map((day) => day.replaceAll('-', '')).join('-') + `-${id.slice(-12)}-${currency}`),
    element('CreDtTm', writtenAt.toISOString()),
    element('FrToDt', [element('FrDtTm', `${from}T00:00:00`), element('ToDtTm', `${to}T23:59:59`)]),
    element('Acct', [
      element('Id', account.iban === null ? [element('Othr', [element('Id', id)])] : [element('IBAN', account.iban)]),
      element('Ccy', currency), element('Nm', cut(account.name, 70)),
      account.bankName === '' ? null : element('Svcr', [element('FinInstnId', [element('Nm', cut(account.bankName, 140))])]),
    ]),
    balance('OPBD', opening, from), balance('CLBD', closing, to),
    element('TxsSummry', [
      element('TtlNtries', [element('NbOfNtries', `${timesIn + timesOut}`), element('TtlNetNtryAmt', decimal(unsigned(net))), direction(net)]),
      element('TtlCdtNtries', [element('NbOfNtries', `${timesIn}`), element('Sum', decimal(cameIn))]),
      element('TtlDbtNtries', [element('NbOfNtries', `${timesOut}`), element('Sum', decimal(unsigned(wentOut)))]),
    ]),
  ]
}

const unsigned = (money: Money): Money => (money.minor < 0n ? negate(money) : money)

const direction = ({ minor }: Money) => element('CdtDbtInd', minor < 0n ? 'DBIT' : 'CRDT')

const amountOf = (money: Money) => element('Amt', decimal(unsigned(money)), { Ccy: money.currency })

const balance = (code: 'OPBD' | 'CLBD', money: Money, day: BusinessDate) => element('Bal', [
  element('Tp', [element('CdOrPrtry', [element('Cd', code)])]), amountOf(money), direction(money), element('Dt', [element('Dt', day)]),
])

function entry(movement: Movement, { mode, zone }: CamtStatement): XmlElement | null {
  const { amount, kind } = movement
  const isBack = kind === 'reversal' || kind === 'refund_returned'
  const id = publicId('journalEntry', movement.entryId, mode)
  const day = element('Dt', businessDate(movement.bookedAt, zone))
  return element('Ntry', [
    element('NtryRef', id), amountOf(amount), direction(amount), isBack ? element('RvslInd', 'true') : null, element('Sts', 'BOOK'),
    element('BookgDt', [day]), element('ValDt', [day]), element('AcctSvcrRef', id),
    element('BkTxCd', [
      element('Domn', [element('Cd', 'PMNT'), element('Fmly', [element('Cd', amount.minor < 0n ? 'ICDT' : 'RCDT'), element('SubFmlyCd', 'OTHR')])]),
      element('Prtry', [element('Cd', kind), element('Issr', 'Kvit')]),
    ]),
    element('NtryDtls', [element('TxDtls', [element('Refs', [element('AcctSvcrRef', id)]), parties(movement), remittance(movement)])]),
  ])
}

function parties({ amount, partyName, partyAccount }: Movement): XmlElement | null {
  const side = amount.minor < 0n ? 'Cdtr' : 'Dbtr'
  const iban = parseIban(partyAccount ?? '')
  const id = iban === null ? element('Othr', [element('Id', cut(partyAccount ?? '', 34))]) : element('IBAN', iban)
  return element('RltdPties', [element(side, [element('Nm', cut(partyName ?? '', 140))]), element(`${side}Acct`, [element('Id', [id])])])
}

/** What was written with it, the invoice's number, and for money that came in the reference by which importers find the invoice. */
function remittance({ kind, note, invoice }: Movement): XmlElement | null {
  const number = invoice?.number ?? ''
  const reference = kind === 'payment_received' ? creditorReference(number) : null
  return element('RmtInf', [
    ...inPieces(note ?? '', 140).map((piece) => element('Ustrd', piece)),
    element('Strd', [
      element('RfrdDocInf', [element('Nb', cut(number, 35))]),
      reference === null ? null : element('CdtrRefInf', [element('Tp', [element('CdOrPrtry', [element('Cd', 'SCOR')])]), element('Ref', reference)]),
    ]),
  ])
}

/** The first characters, as many as a field holds; a letter of two code units is not torn. */
const cut = (text: string, most: number): string => text.trim().slice(0, most).toWellFormed().replace(/\ufffd$/, '')

/** Cut between words where that is possible: whoever joins the pieces puts a space between them. */
const inPieces = (text: string, most: number): string[] =>
  text.replaceAll(/\s+/g, ' ').match(new RegExp(`\\S.{0,${most - 1}}(?=\\s|$)|\\S{${most}}`, 'gu')) ?? []
