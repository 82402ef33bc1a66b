import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Invoice } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Copyable } from '../controls/copy-button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import type { IconName } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { useStore, useWhen } from '../shell/store.tsx'
import { useGivePayCode } from './queries.ts'

type Links = NonNullable<Invoice['links']>

type Opened = 'html' | 'code' | 'share' | 'qr'

const WAYS: readonly { readonly opens: Opened; readonly icon: IconName; readonly text: TextKey }[] = [
  { opens: 'share', icon: 'send', text: 'shareLink' },
  { opens: 'code', icon: 'phone', text: 'payCode' },
  { opens: 'html', icon: 'code', text: 'buttonHtml' },
]

/** The invoice's pay link and the ways to hand it over without a letter of ours. */
export function PayLink({ invoice, links }: { invoice: Invoice; links: Links }) {
  const { t } = useReader()
  const may = useMay()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  const ways = WAYS.filter(({ opens }) => opens !== 'code' || may('invoices.write'))
  return (
    <Card title={t('payLink')}>
      <p className="quiet">{t('payLinkText')}</p>
      <Copyable text={links.pay} what={t('payLink')} />
      <div className="pay-link">
        <button type="button" className="qr-button" onClick={() => setOpened('qr')} aria-label={`${t('qr')}: ${t('qrShow')}`}>
          <img src={links.qrSvg} alt="" width="104" height="104" className="qr" />
        </button>
        <div className="stack">
          <Button
            component="a" href={links.pay} target="_blank" rel="noreferrer" variant="default" size="sm"
            leftSection={<Icon name="out" size={16} />}
          >
            {t('openPayPage')}<span className="sr-only">, {t('openInNewTab')}</span>
          </Button>
          {ways.map(({ opens, icon, text }) => (
            <Button key={opens} variant="default" size="sm" leftSection={<Icon name={icon} size={16} />} onClick={() => setOpened(opens)}>{t(text)}</Button>
          ))}
        </div>
      </div>
      {opened === 'html' && (
        <Dialog title={t('buttonHtml')} onClose={close} wide>
          <p>{t('buttonHtmlText')}</p>
          <Copyable text={links.buttonHtml} what={t('buttonHtml')} multiline />
        </Dialog>
      )}
      {opened === 'qr' && <LargeQr invoice={invoice} links={links} onClose={close} />}
      {opened === 'code' && <CodeForThePhone invoice={invoice} onClose={close} />}
      {opened === 'share' && <Share invoice={invoice} links={links} onClose={close} />}
    </Card>
  )
}

type Shown = { readonly invoice: Invoice; readonly onClose: () => void }

/** For a payer who stands on the other side of the counter. */
function LargeQr({ invoice, links, onClose }: Shown & { readonly links: Links }) {
  const { t, money } = useReader()
  return (
    <Dialog title={t('qr')} onClose={onClose}>
      <p className="qr-sum">{money(invoice.remaining)}</p>
      <img src={links.qrSvg} alt={t('qr')} className="qr qr-large" />
      <div className="buttons">
        <Button component="a" href={`/v1/invoices/${invoice.id}/poster`} target="_blank" rel="noreferrer" variant="default" leftSection={<Icon name="file" size={16} />}>
          {t('qrPoster')}<span className="sr-only">, {t('openInNewTab')}</span>
        </Button>
      </div>
    </Dialog>
  )
}

/** A code to read aloud. It is made when it is asked for, since it lives for a day only and the one before ends. */
function CodeForThePhone({ invoice, onClose }: Shown) {
  const { t } = useReader()
  const when = useWhen()
  const textOf = useErrorText()
  const give = useGivePayCode(invoice.id)
  return (
    <Dialog title={t('payCode')} onClose={onClose}>
      <p>{t('payCodeText')}</p>
      {give.data === undefined
        ? <Button loading={give.isPending} onClick={() => give.mutate(null)}>{t('payCodeMake')}</Button>
        : (
          <div className="stack" role="status">
            <p className="pay-code"><small>{t('payCodeAddress')}</small>{give.data.url.replace(/^https?:\/\//, '')}</p>
            <p className="pay-code"><small>{t('payCode')}</small><strong>{give.data.code}</strong></p>
            <p className="quiet">{t('payCodeUntil', { when: when(give.data.expiresAt) })}</p>
          </div>
        )}
      {give.error !== null && <p className="quiet" role="alert">{textOf(give.error)}</p>}
    </Dialog>
  )
}

/** The app of a messenger, opened with the text in it; the person there chooses to whom it goes. */
const MESSENGERS: readonly { readonly name: string; readonly href: (text: string, url: string) => string }[] = [
  { name: 'WhatsApp', href: (text, url) => `https://wa.me/?text=${encodeURIComponent(`${text} ${url}`)}` },
  { name: 'Viber', href: (text, url) => `viber://forward?text=${encodeURIComponent(`${text} ${url}`)}` },
  { name: 'Telegram', href: (text, url) => `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(text)}` },
]

function Share({ invoice, links, onClose }: Shown & { readonly links: Links }) {
  const { t, money } = useReader()
  const store = useStore()
  const text = `${store.name}: ${invoice.number ?? ''}, ${money(invoice.remaining)}`
  const bySystem = typeof navigator.share === 'function'
  return (
    <Dialog title={t('shareLink')} onClose={onClose}>
      <p>{t('shareText')}</p>
      <Copyable text={`${text} ${links.pay}`} what={t('payLink')} multiline />
      <div className="buttons">
        {MESSENGERS.map(({ name, href }) => (
          <Button key={name} component="a" href={href(text, links.pay)} target="_blank" rel="noreferrer" variant="default">
            {name}<span className="sr-only">, {t('openInNewTab')}</span>
          </Button>
        ))}
        {/* A person who closes the sheet has chosen so: nothing is to be told. */}
        {bySystem && <Button variant="default" onClick={() => void navigator.share({ text, url: links.pay }).catch(() => null)}>{t('shareOther')}</Button>}
      </div>
    </Dialog>
  )
}
