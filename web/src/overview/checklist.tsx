import { Link } from '@tanstack/react-router'
import type { Store } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Icon } from '../controls/icon.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'

type Step = {
  readonly id: keyof Store['checklist']
  readonly title: TextKey
  readonly why: TextKey
  readonly to: '/settings/store' | '/channels' | '/invoices/new' | '/invoices'
  readonly needs: string
}

const STEPS: readonly Step[] = [
  { id: 'company', title: 'startCompany', why: 'startCompanyWhy', to: '/settings/store', needs: 'stores.manage' },
  { id: 'logo', title: 'startLogo', why: 'startLogoWhy', to: '/settings/store', needs: 'stores.manage' },
  { id: 'channel', title: 'startChannel', why: 'startChannelWhy', to: '/channels', needs: 'channels.manage' },
  { id: 'invoice', title: 'startInvoice', why: 'startInvoiceWhy', to: '/invoices/new', needs: 'invoices.write' },
  { id: 'paid', title: 'startPaid', why: 'startPaidWhy', to: '/invoices', needs: 'invoices.read' },
]

/** What is left before the first payment; gone when all of it is done. */
export function Checklist({ store }: { store: Store }) {
  const { t } = useReader()
  const may = useMay()
  const steps = STEPS.filter((step) => may(step.needs))
  const done = steps.filter((step) => store.checklist[step.id])
  if (done.length === steps.length) return null
  const next = steps.find((step) => !store.checklist[step.id])
  return (
    <section className="card checklist" aria-labelledby="checklist">
      <header>
        <h2 id="checklist">{t('startTitle')}</h2>
        <span className="quiet">{t('startProgress', { done: done.length, all: steps.length })}</span>
      </header>
      <progress className="progress" value={done.length} max={steps.length} aria-labelledby="checklist" />
      <ol>
        {steps.map((step) => (
          <li key={step.id} className={step === next ? 'is-next' : ''}>
            {store.checklist[step.id]
              ? <span className="check-row is-done"><Icon name="done" /><span>{t(step.title)}<span className="sr-only">, {t('stepDone')}</span></span></span>
              : (
                <Link to={step.to} className="check-row">
                  <Icon name="circle" /><span><b>{t(step.title)}</b><small>{t(step.why)}</small></span><Icon name="next" size={18} />
                </Link>
              )}
          </li>
        ))}
      </ol>
    </section>
  )
}
