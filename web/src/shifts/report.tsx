import type { ReactNode } from 'react'
import type { MoneyJson, ShiftReport } from '../api/nouns.ts'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { Means } from '../receipts/means.tsx'
import { isNothing, Registering } from './registering.tsx'

type Sums = ShiftReport['report']

/** The X-report of an open shift, the Z-report of a closed one: by means, by tax letter, the drawer, and what the service says. */
export function ReportCards({ shift: { report, closedAt, number } }: { shift: ShiftReport }) {
  const { t } = useReader()
  return (
    <>
      <Card title={closedAt === null ? t('tillXReport') : t('tillZReport', { number })}><Registering registering={report.registering} /><Forms report={report} /></Card>
      {report.letters.length > 0 && <Card title={t('shiftByLetter')}><Letters report={report} /></Card>}
      <Card title={t('shiftDrawer')}><Drawer report={report} /></Card>
      {report.service !== null && <Card title={t('shiftService')}><Service report={report} service={report.service} /></Card>}
    </>
  )
}

/** Names down the side, amounts to the right; on a phone it scrolls within itself. */
function Table({ head, children }: { head: readonly string[]; children: ReactNode }) {
  return (
    <div className="table-scroll">
      <table className="lines-table">
        <thead><tr>{head.map((name, at) => <th key={name} scope="col" className={at === 0 ? '' : 'end'}>{name}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

type RowProps = { readonly name: ReactNode; readonly cells: readonly (MoneyJson | number)[]; readonly sum?: boolean }

function Row({ name, cells, sum = false }: RowProps) {
  const { money } = useReader()
  return (
    <tr className={sum ? 'is-sum' : ''}>
      <th scope="row">{name}</th>
      {cells.map((cell, at) => <td key={at} className="end money">{typeof cell === 'number' ? cell : money(cell)}</td>)}
    </tr>
  )
}

function Forms({ report }: { report: Sums }) {
  const { t } = useReader()
  const { forms, sales, returns, salesCount, returnsCount, rounding } = report
  return (
    <Table head={[t('shiftByForm'), t('shiftColSales'), t('shiftColReturns')]}>
      {forms.map((form) => <Row key={`${form.form} ${form.means}`} name={<Means means={form.means} />} cells={[form.sales, form.returns]} />)}
      <Row sum name={t('shiftTotal')} cells={[sales, returns]} />
      <Row name={t('tillReceipts')} cells={[salesCount, returnsCount]} />
      {!isNothing(rounding) && <RoundingRow rounding={rounding} />}
    </Table>
  )
}

/** Of both together: what it added, less what it took off. */
function RoundingRow({ rounding }: { rounding: MoneyJson }) {
  const { t, money } = useReader()
  return <tr><th scope="row">{t('shiftRounding')}</th><td className="end money" colSpan={2}>{money(rounding, true)}</td></tr>
}

function Letters({ report: { letters } }: { report: Sums }) {
  const { t, percent } = useReader()
  const hasReturns = letters.some(({ returnsTurnover }) => /[1-9]/.test(returnsTurnover.amount))
  const head = [t('shiftByLetter'), t('shiftTurnover'), t('shiftTax'), ...(hasReturns ? [t('shiftReturnsTurnover'), t('shiftReturnsTax')] : [])]
  return (
    <Table head={head}>
      {letters.map((one) => (
        <Row
          key={`${one.letter} ${one.name} ${one.percent}`} name={t('shiftLetter', { letter: one.letter, name: one.name, percent: percent(one.percent) })}
          cells={[one.salesTurnover, one.salesTax, ...(hasReturns ? [one.returnsTurnover, one.returnsTax] : [])]}
        />
      ))}
    </Table>
  )
}

function Drawer({ report: { drawer, serviceIn, serviceOut } }: { report: Sums }) {
  const { t } = useReader()
  const less = ({ amount, currency }: MoneyJson): MoneyJson => ({ amount: /[1-9]/.test(amount) ? `-${amount}` : amount, currency })
  return (
    <table className="lines-table">
      <tbody>
        <Row name={t('shiftDrawerOpened')} cells={[drawer.opened]} />
        <Row name={t('shiftCashSales')} cells={[drawer.taken]} />
        <Row name={t('shiftCashReturns')} cells={[less(drawer.givenBack)]} />
        <Row name={t('shiftServiceIn')} cells={[serviceIn]} />
        <Row name={t('shiftServiceOut')} cells={[less(serviceOut)]} />
        <Row sum name={t('shiftDrawerExpected')} cells={[drawer.expected]} />
        <Row sum name={t('shiftDrawerJournal')} cells={[drawer.journal]} />
      </tbody>
    </table>
  )
}

function Service({ report, service }: { report: Sums; service: NonNullable<Sums['service']> }) {
  const { t } = useReader()
  return (
    <Table head={[t('shiftService'), t('shiftOurs'), t('shiftTheirs')]}>
      <Row name={t('shiftColSales')} cells={[report.sales, service.sales]} />
      <Row name={t('shiftColReturns')} cells={[report.returns, service.returns]} />
      {service.serviceIn !== null && <Row name={t('shiftServiceIn')} cells={[report.serviceIn, service.serviceIn]} />}
      {service.serviceOut !== null && <Row name={t('shiftServiceOut')} cells={[report.serviceOut, service.serviceOut]} />}
    </Table>
  )
}
