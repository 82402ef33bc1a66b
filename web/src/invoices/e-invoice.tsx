import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Invoice } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { eInvoiceQuery, useSendEInvoice } from './queries.ts'

/** Whether the invoice can be an e-invoice, what it lacks, the file, and the way to the buyer. */
export function EInvoiceDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const may = useMay()
  const { data, error } = useQuery(eInvoiceQuery(invoice.id))
  const send = useSendEInvoice(invoice.id, () => {
    say(t('eInvoiceDone'))
    onClose()
  })
  const isOnItsWay = invoice.deliveries.some(({ kind, state }) => kind === 'e_invoice' && (state === 'queued' || state === 'sent'))
  const canSend = data?.canSend === true && may('invoices.write')
  return (
    <Dialog title={t('eInvoice')} onClose={onClose} wide>
      <div className="stack">
        {error !== null && <Failed error={error} />}
        {data === undefined && error === null && <Waiting />}
        {data?.profile === 'peppol' && <p>{t('eInvoicePeppol', { recipient: data.recipient ?? '' })}</p>}
        {data?.profile === 'core' && <p>{t('eInvoiceCore')}</p>}
        {data?.profile === null && <p>{t('eInvoiceNone')}</p>}
        {data !== undefined && data.missing.length > 0 && (
          <>
            <ul className="rows">
              {data.missing.map(({ field, code, rule, message }) => (
                <li key={`${field} ${code}`} className="row-line"><span>{message}<small>{t('eInvoiceRule', { rule })}</small></span></li>
              ))}
            </ul>
            <p className="quiet">{t('eInvoiceFixed')}</p>
          </>
        )}
        {data?.profile === 'peppol' && !data.canSend && <p className="hint-amber">{t(isOnItsWay ? 'eInvoiceAlready' : 'eInvoiceNoWay')}</p>}
        {canSend && invoice.mode === 'test' && <p className="hint-amber">{t('eInvoiceTest')}</p>}
        {send.error !== null && <Failed error={send.error} />}
        <div className="buttons">
          {canSend && (
            <Button disabled={send.isPending} leftSection={<Icon name="send" size={18} />} onClick={() => send.mutate(null)}>{t('eInvoiceSend')}</Button>
          )}
          {data !== undefined && data.profile !== null && (
            <Button
              component="a" href={`/v1/invoices/${invoice.id}/e-invoice.xml`} download variant={canSend ? 'default' : 'filled'}
              leftSection={<Icon name="file" size={18} />}
            >
              {t('eInvoiceDownload')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
