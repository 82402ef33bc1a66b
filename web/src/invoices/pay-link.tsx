import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Invoice } from '../api/nouns.ts'
import { Copyable } from '../controls/copy-button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'

export function PayLink({ links }: { links: NonNullable<Invoice['links']> }) {
  const { t } = useReader()
  const [showsHtml, setShowsHtml] = useState(false)
  return (
    <Card title={t('payLink')}>
      <p className="quiet">{t('payLinkText')}</p>
      <Copyable text={links.pay} what={t('payLink')} />
      <div className="pay-link">
        <img src={links.qrSvg} alt={t('qr')} width="104" height="104" className="qr" />
        <div className="stack">
          <Button
            component="a" href={links.pay} target="_blank" rel="noreferrer" variant="default" size="sm"
            leftSection={<Icon name="out" size={16} />}
          >
            {t('openPayPage')}<span className="sr-only">, {t('openInNewTab')}</span>
          </Button>
          <Button variant="default" size="sm" leftSection={<Icon name="code" size={16} />} onClick={() => setShowsHtml(true)}>
            {t('buttonHtml')}
          </Button>
        </div>
      </div>
      {showsHtml && (
        <Dialog title={t('buttonHtml')} onClose={() => setShowsHtml(false)} wide>
          <p>{t('buttonHtmlText')}</p>
          <Copyable text={links.buttonHtml} what={t('buttonHtml')} multiline />
        </Dialog>
      )}
    </Card>
  )
}
