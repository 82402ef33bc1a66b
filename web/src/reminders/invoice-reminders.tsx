import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invoice } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { invoiceRemindersQuery, usePauseReminders, useRemind } from './queries.ts'

/** When the payer is reminded next, or why not; a person pauses it, takes it up again, or reminds at once. */
export function InvoiceReminders({ invoice }: { invoice: Invoice }) {
  const { t } = useReader()
  const when = useWhen()
  const may = useMay()
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const { data } = useQuery(
    invoiceRemindersQuery(invoice.id, `${invoice.document} ${invoice.payment} ${invoice.deliveries.length} ${invoice.attempts.map(({ state }) => state).join()}`),
  )
  const pause = usePauseReminders(invoice.id, () => say(t(data?.isPaused ? 'reminderResumedDone' : 'reminderPausedDone')))
  if (data === undefined || !/[1-9]/.test(invoice.remaining.amount)) return null
  const { next, stopped, isPaused } = data
  const step = next === null ? null : next.step === 0 ? t('reminderStepOn')
    : t(next.step < 0 ? 'reminderStepBefore' : 'reminderStepAfter', { count: Math.abs(next.step) })
  const writes = may('invoices.write')
  return (
    <Card title={t('setReminders')}>
      {next !== null && <p>{t('reminderNext', { when: when(next.at) })}<br /><small className="quiet">{step}</small></p>}
      {stopped !== null && <p className="quiet">{t(`reminderStop_${stopped}`)}</p>}
      {writes && (
        <div className="task-actions">
          {stopped !== 'under_way' && invoice.payer.email !== '' && (
            <Button variant="default" size="sm" leftSection={<Icon name="send" size={16} />} onClick={() => setAsking(true)}>{t('reminderNow')}</Button>
          )}
          {(isPaused || next !== null) && (
            <Button variant="subtle" color="gray" size="sm" loading={pause.isPending} onClick={() => pause.mutate(!isPaused)}>
              {t(isPaused ? 'reminderResume' : 'reminderPause')}
            </Button>
          )}
        </div>
      )}
      {asking && <RemindDialog invoice={invoice} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function RemindDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const remind = useRemind(invoice.id, () => {
    say(t('reminderNowDone'))
    onClose()
  })
  return (
    <Dialog title={t('reminderNow')} onClose={onClose}>
      <p>{t('reminderNowText', { address: invoice.payer.email })}</p>
      {invoice.mode === 'test' && <p className="hint-amber">{t('sendTest')}</p>}
      <Form submit={t('send')} busy={remind.isPending} error={remind.error} onSubmit={() => remind.mutate(null)} onCancel={onClose}>{null}</Form>
    </Dialog>
  )
}
