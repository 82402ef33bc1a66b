import type { ShiftReport } from '../src/api/nouns.ts'
import { useReader } from '../src/language/reader.tsx'
import { Means } from '../src/receipts/means.tsx'
import { isNothing, Registering } from '../src/shifts/registering.tsx'
import { PrintShift } from './print-buttons.tsx'

type Sums = ShiftReport['report']
type Part = 'sales' | 'returns'

/** An X-report while the shift is open, its Z-report once it is closed; what does not agree is said first. */
export function Report({ shift }: { shift: ShiftReport }) {
  const { t, money } = useReader()
  const { report } = shift
  const what = { drawer: t('tillDrawer'), sales: t('tillSales'), returns: t('tillReturns'), service_in: t('tillServiceIn'), service_out: t('tillServiceOut') }
  return (
    <section className="till-report">
      <h2>{shift.closedAt === null ? t('tillXReport') : t('tillZReport', { number: shift.number })}</h2>
      {report.differences.map((one) => (
        <p key={one.what} className="hint-red" role="alert">{t('tillDiffers', { what: what[one.what], ours: money(one.ours), theirs: money(one.theirs) })}</p>
      ))}
      <Registering registering={report.registering} />
      <PartTable report={report} part="sales" title={t('tillSales')} />
      {report.returnsCount > 0 && <PartTable report={report} part="returns" title={t('tillReturns')} />}
      <table>
        <tbody>
          {!isNothing(report.rounding) && <tr><th scope="row">{t('shiftRounding')}</th><td className="money">{money(report.rounding, true)}</td></tr>}
          <tr><th scope="row">{t('tillServiceIn')}</th><td className="money">{money(report.serviceIn)}</td></tr>
          <tr><th scope="row">{t('tillServiceOut')}</th><td className="money">{money(report.serviceOut)}</td></tr>
          <tr className="till-sum"><th scope="row">{t('tillDrawer')}</th><td className="money">{money(report.drawer.journal)}</td></tr>
        </tbody>
      </table>
      <PrintShift shift={shift} />
    </section>
  )
}

function PartTable({ report, part, title }: { report: Sums; part: Part; title: string }) {
  const { t, money, percent } = useReader()
  const letters = report.letters.map((letter) => ({
    letter: letter.letter, percent: letter.percent, turnover: part === 'sales' ? letter.salesTurnover : letter.returnsTurnover,
    tax: part === 'sales' ? letter.salesTax : letter.returnsTax,
  }))
  return (
    <table>
      <caption>{title}</caption>
      <tbody>
        {report.forms.filter((form) => !isNothing(form[part])).map((form) => (
          <tr key={`${form.form} ${form.means}`}><th scope="row"><Means means={form.means} /></th><td className="money">{money(form[part])}</td></tr>
        ))}
        {letters.filter(({ turnover }) => !isNothing(turnover)).map((row) => (
          <tr key={row.letter} className="quiet">
            <th scope="row">{t('tillTaxRow', { letter: row.letter, percent: percent(row.percent), turnover: money(row.turnover) })}</th>
            <td className="money">{money(row.tax)}</td>
          </tr>
        ))}
        <tr className="till-sum">
          <th scope="row">{t('tillReceiptCount', { count: part === 'sales' ? report.salesCount : report.returnsCount })}</th><td className="money">{money(report[part])}</td>
        </tr>
      </tbody>
    </table>
  )
}
