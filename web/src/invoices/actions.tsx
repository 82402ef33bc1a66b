import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Invoice } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { LinkButton } from '../controls/link-button.tsx'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { Popup } from '../controls/popup.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { CancelDialog, IssueDialog, RecordDialog, RemoveDialog } from './action-dialogs.tsx'
import { CreditDialog } from './credit.tsx'
import { SendDialog } from './send-dialog.tsx'
import { EInvoiceDialog } from './e-invoice.tsx'

type Action = 'issue' | 'send' | 'eInvoice' | 'record' | 'credit' | 'cancel' | 'remove'

const LOOK: Record<Action, { icon: IconName; text: TextKey; permission: string }> = {
  issue: { icon: 'file', text: 'issue', permission: 'invoices.write' },
  send: { icon: 'send', text: 'send', permission: 'invoices.write' },
  eInvoice: { icon: 'code', text: 'eInvoice', permission: 'invoices.read' },
  record: { icon: 'coins', text: 'record', permission: 'payments.record' },
  credit: { icon: 'undo', text: 'credit', permission: 'invoices.cancel' },
  cancel: { icon: 'banned', text: 'cancelInvoice', permission: 'invoices.cancel' },
  remove: { icon: 'bin', text: 'removeDraft', permission: 'invoices.write' },
}

const ORDER: readonly Action[] = ['issue', 'send', 'eInvoice', 'record', 'credit', 'cancel', 'remove']

/** The next useful action stands first and alone; the others are behind the dots. */
export function Actions({ invoice }: { invoice: Invoice }) {
  const { t } = useReader()
  const may = useMay()
  const [open, setOpen] = useState<Action | null>(null)
  const isAllowed = (action: Action) => (action === 'eInvoice' ? invoice.document === 'issued' : invoice.allowed[action])
  const possible = ORDER.filter((action) => isAllowed(action) && may(LOOK[action].permission))
  const primary = possible.find((action) => action === 'issue' || (action === 'send' && invoice.sentAt === null))
  const rest = possible.filter((action) => action !== primary)
  return (
    <>
      {invoice.allowed.edit && may('invoices.write') && (
        <LinkButton to="/invoices/$id/edit" params={{ id: invoice.id }} variant="default">{t('edit')}</LinkButton>
      )}
      {invoice.links !== null && (
        <Button
          component="a" href={invoice.links.pdf} target="_blank" rel="noreferrer" variant="default"
          leftSection={<Icon name="file" size={18} />}
        >
          {t('pdf')}
        </Button>
      )}
      {invoice.document === 'draft' && (
        <Button
          component="a" href={`/v1/invoices/${invoice.id}/pdf`} target="_blank" rel="noreferrer" variant="default"
          leftSection={<Icon name="file" size={18} />}
        >
          {t('pdfDraft')}
        </Button>
      )}
      {primary && <Button leftSection={<Icon name={LOOK[primary].icon} size={18} />} onClick={() => setOpen(primary)}>{t(LOOK[primary].text)}</Button>}
      {rest.length > 0 && (
        <Popup label={t('otherActions')} className="dots-button" align="end" button={<Icon name="dots" />}>
          {(close) => rest.map((action) => (
            <button
              key={action} type="button" className="popup-item"
              onClick={() => {
                close()
                setOpen(action)
              }}
            >
              <Icon name={LOOK[action].icon} size={18} />
              <span>{action === 'send' && invoice.sentAt !== null ? t('sendAgain') : t(LOOK[action].text)}</span>
            </button>
          ))}
        </Popup>
      )}
      {open !== null && <Opened action={open} invoice={invoice} onClose={() => setOpen(null)} />}
    </>
  )
}

function Opened({ action, invoice, onClose }: { action: Action; invoice: Invoice; onClose: () => void }) {
  const navigate = useNavigate()
  switch (action) {
    case 'issue': return <IssueDialog invoice={invoice} onClose={onClose} />
    case 'send': return <SendDialog invoice={invoice} onClose={onClose} />
    case 'eInvoice': return <EInvoiceDialog invoice={invoice} onClose={onClose} />
    case 'record': return <RecordDialog invoice={invoice} onClose={onClose} />
    case 'credit': return <CreditDialog invoice={invoice} onClose={onClose} />
    case 'cancel': return <CancelDialog invoice={invoice} onClose={onClose} />
    case 'remove': return <RemoveDialog invoice={invoice} onClose={onClose} onRemoved={() => void navigate({ to: '/invoices' })} />
  }
}
