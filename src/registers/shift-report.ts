import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import type { ServiceTotals } from '../fiscalisers/contract.ts'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { equals, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inSnapshot } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { MoneyJson, moneyJson, moneyOf, Nullable } from '../platform/http/json.ts'
import { movedIn } from './cash-move-store.ts'
import type { CashRegister } from './register.ts'
import type { Shift } from './shift.ts'
import type { FormSum, LetterSum, ReadShiftSums, ShiftSums } from './shift-sums.ts'

const FormJson = Type.Object({ form: Type.Enum(['cash', 'cashless']), means: Type.String(), sales: MoneyJson, returns: MoneyJson })
const LetterJson = Type.Object({
  letter: Type.String(), name: Type.String(), percent: Type.String(), salesTurnover: MoneyJson, salesTax: MoneyJson, returnsTurnover: MoneyJson, returnsTax: MoneyJson,
})

const OursJson = Type.Object({
  sales: MoneyJson, returns: MoneyJson, salesCount: Type.Integer(), returnsCount: Type.Integer(), rounding: MoneyJson,
  forms: Type.Array(FormJson), letters: Type.Array(LetterJson), serviceIn: MoneyJson, serviceOut: MoneyJson,
  drawer: Type.Object({
    opened: MoneyJson, taken: Type.Object(MoneyJson.properties, { ...MoneyJson, description: 'Cash for sales, also of those that are registered later.' }), givenBack: MoneyJson,
    expected: Type.Object(MoneyJson.properties, { ...MoneyJson, description: 'What the receipts and cash moves of the shift leave in it.' }),
    journal: Type.Object(MoneyJson.properties, { ...MoneyJson, description: 'What the books have in it.' }),
  }),
})
const ServiceJson = Type.Object({ sales: MoneyJson, returns: MoneyJson, serviceIn: Nullable(MoneyJson), serviceOut: Nullable(MoneyJson) })

export const ReportJson = Type.Object({
  ...OursJson.properties,
  registering: Type.Object({ sales: MoneyJson, returns: MoneyJson }, {
    description: 'What the tax service has still to take: these sales are in the sums, these returns are not, and no money has gone back for them.',
  }),
  service: Nullable(ServiceJson),
  differences: Type.Array(Type.Object({ what: Type.Enum(['drawer', 'sales', 'returns', 'service_in', 'service_out']), ours: MoneyJson, theirs: MoneyJson }), {
    description: 'Where the receipts and the books, or Kvit and the fiscal service, do not say the same. Empty is right.',
  }),
}, { title: 'ShiftReport' })

export type Report = Static<typeof ReportJson>

/** A shift with its register and its report: as kept where it is closed, of now where it is not. */
export type ReportedShift = { readonly shift: Shift; readonly register: CashRegister; readonly report: Report }

type Ours = Static<typeof OursJson>
type Service = Static<typeof ServiceJson>

type About = { readonly shift: Shift; readonly register: CashRegister; readonly readSums: ReadShiftSums }

/** The sums of the shift as they are now: an X-report while it is open. */
async function oursOf(db: Db, { shift, register, readSums }: About): Promise<Ours & Pick<Report, 'registering'>> {
  const { merchantId, mode, currency } = register
  const [sums, moved] = [await readSums(db, { merchantId, shiftId: shift.id, currency }), await movedIn(db, { merchantId, shiftId: shift.id, currency })]
  const journalMinor = shift.drawerClosedMinor ?? await findBalance(db, { merchantId, mode, currency, account: tillAccount(register.id) })
  const opened: Money = { minor: shift.drawerOpenedMinor, currency }
  const expectedMinor = opened.minor + sums.cashTaken.minor - sums.cashGiven.minor + moved.serviceIn.minor - moved.serviceOut.minor
  return {
    ...sumsJson(sums), registering: { sales: moneyJson(sums.registering.sales), returns: moneyJson(sums.registering.returns) }, serviceIn: moneyJson(moved.serviceIn), serviceOut: moneyJson(moved.serviceOut),
    drawer: {
      opened: moneyJson(opened), taken: moneyJson(sums.cashTaken), givenBack: moneyJson(sums.cashGiven), expected: moneyJson({ minor: expectedMinor, currency }),
      journal: moneyJson({ minor: journalMinor, currency }),
    },
  }
}

const sumsJson = (sums: ShiftSums) => ({
  sales: moneyJson(sums.sales), returns: moneyJson(sums.returns), salesCount: sums.salesCount, returnsCount: sums.returnsCount,
  rounding: moneyJson(sums.rounding), forms: sums.forms.map(formJson), letters: sums.letters.map(letterJson),
})

const formJson = (one: FormSum): Static<typeof FormJson> => ({ ...one, sales: moneyJson(one.sales), returns: moneyJson(one.returns) })

const letterJson = (one: LetterSum): Static<typeof LetterJson> => ({
  ...one, salesTurnover: moneyJson(one.salesTurnover), salesTax: moneyJson(one.salesTax), returnsTurnover: moneyJson(one.returnsTurnover), returnsTax: moneyJson(one.returnsTax),
})

/** The Z-report as it is kept with the shift. Where one is kept and reckoned again, the drawer stays as it was counted. */
export async function zOf(db: Db, about: About): Promise<string> {
  const { z } = about.shift
  const ours = await oursOf(db, about)
  return JSON.stringify(z === null ? ours : { ...ours, drawer: Value.Parse(OursJson, z).drawer })
}

/** The service's sums as they are kept with the shift. */
export function reportKept({ sales, returns, serviceIn, serviceOut }: ServiceTotals): string {
  const kept: Service = {
    sales: moneyJson(sales), returns: moneyJson(returns), serviceIn: serviceIn === null ? null : moneyJson(serviceIn),
    serviceOut: serviceOut === null ? null : moneyJson(serviceOut),
  }
  return JSON.stringify(kept)
}

/** The report of a shift: what it closed with, or what it would close with now. */
export async function shiftReport(db: Db, about: About): Promise<Report> {
  const { z, serviceZ } = about.shift
  const none = moneyJson(zero(about.register.currency))
  const ours = z === null ? await inSnapshot(db, (then) => oursOf(then, about)) : { ...Value.Parse(OursJson, z), registering: { sales: none, returns: none } }
  const service = serviceZ === null ? null : Value.Parse(ServiceJson, serviceZ)
  return { ...ours, service, differences: differencesOf(ours, service) }
}

function differencesOf(ours: Ours, service: Service | null): Report['differences'] {
  const pairs = [
    { what: 'drawer' as const, ours: ours.drawer.expected, theirs: ours.drawer.journal },
    ...(service === null ? [] : [
      { what: 'sales' as const, ours: ours.sales, theirs: service.sales }, { what: 'returns' as const, ours: ours.returns, theirs: service.returns },
      { what: 'service_in' as const, ours: ours.serviceIn, theirs: service.serviceIn ?? ours.serviceIn },
      { what: 'service_out' as const, ours: ours.serviceOut, theirs: service.serviceOut ?? ours.serviceOut },
    ]),
  ]
  return pairs.filter((pair) => !equals(moneyOf(pair.ours, pair.what), moneyOf(pair.theirs, pair.what)))
}
