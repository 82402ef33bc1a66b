import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ShiftReport } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { registerQuery } from '../registers/queries.ts'
import { useWhen } from '../shell/store.tsx'
import { CashMoves } from './cash-moves.tsx'
import { ShiftMark } from './mark.tsx'
import { shiftQuery } from './queries.ts'
import { ReportCards } from './report.tsx'
import { ShiftReceipts } from './shift-receipts.tsx'

/** A shift: whether it agrees, its report, its cash moves and its receipts. */
export function ShiftPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/till/shifts/$id' })
  const { data, error, refetch } = useQuery(shiftQuery(id))
  // Whichever store is chosen: an address that was sent, or the attention list, leads to shifts of any.
  const of = useQuery({ ...registerQuery(data?.register ?? ''), enabled: data !== undefined }).data
  const back = { to: '/till/shifts', text: t('navShifts') } as const
  if (data === undefined) return <Page title={t('navShifts')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  const register = of?.name ?? ''
  return (
    <Page
      title={t('shiftTitle', { number: data.number, register })} back={back} aside={<ShiftMark state={data.state} />}
      actions={(
        <>
          <Button component="a" href={`/v1/shifts/${data.id}/paper.pdf`} target="_blank" variant="default">{t('pdf')}</Button>
          <Button variant="default" onClick={() => print()}>{t('tillPrint')}</Button>
        </>
      )}
    >
      <Said shift={data} />
      <Agreement shift={data} />
      <div className="detail">
        <div className="detail-main"><ReportCards shift={data} /></div>
        <div className="detail-side"><Who shift={data} register={register} /><CashMoves shift={data} /></div>
      </div>
      {of !== undefined && <ShiftReceipts shift={data.id} store={of.store} />}
    </Page>
  )
}

function Said({ shift }: { shift: ShiftReport }) {
  const { t } = useReader()
  const when = useWhen()
  const { state, openedAt, closedAt, closeAt } = shift
  const said = t(`shiftSaid_${state === 'opening' ? 'open' : state}`, { from: when(openedAt, 'long'), to: closedAt === null ? '' : when(closedAt, 'long') })
  return <p>{said}{closeAt !== null && ` ${t('shiftClosesItself', { when: when(closeAt) })}`}</p>
}

/** Whether receipts, books and service say the same; where not, what differs in plain words and where to look. */
function Agreement({ shift: { report, state } }: { shift: ShiftReport }) {
  const { t, money } = useReader()
  if (report.differences.length > 0) {
    return (
      <section className="verdict is-red shift-differs" role="alert">
        <Icon name="alert" size={18} />
        <div>
          <ul>{report.differences.map(({ what, ours, theirs }) => <li key={what}>{t(`shiftDiffers_${what}`, { ours: money(ours), theirs: money(theirs) })}</li>)}</ul>
          <p>{t('shiftDiffersHint')}</p>
        </div>
      </section>
    )
  }
  if (state !== 'closed') return null
  return <p className="verdict is-green"><Icon name="done" size={18} /><span>{t(report.service === null ? 'shiftAgreesPlain' : 'shiftAgrees')}</span></p>
}

function Who({ shift, register }: { shift: ShiftReport; register: string }) {
  const { t } = useReader()
  const when = useWhen()
  return (
    <Card title={t('details')}>
      <Facts
        rows={[
          [t('shiftColRegister'), register], [t('shiftColOpened'), when(shift.openedAt)], [t('shiftOpenedBy'), shift.openedBy?.name ?? t('shiftByItself')],
          [t('shiftColClosed'), shift.closedAt && when(shift.closedAt)], [t('shiftClosedBy'), shift.closedAt && (shift.closedBy?.name ?? t('shiftByItself'))],
        ]}
      />
    </Card>
  )
}
