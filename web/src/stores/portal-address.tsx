import { Button } from '@mantine/core'
import { Copyable } from '../controls/copy-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'

/** The address where a payer asks for a link to all their invoices at the store. */
export function PortalAddress({ store, url, text }: { store: string; url: string; text: string }) {
  const { t } = useReader()
  return (
    <Card title={t('portalTitle')}>
      <p className="quiet">{text}</p>
      <Copyable text={url} what={t('portalTitle')} />
      <div className="buttons">
        <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default" size="sm" leftSection={<Icon name="out" size={16} />}>
          {t('portalOpen')}<span className="sr-only">, {t('openInNewTab')}</span>
        </Button>
        <Button component="a" href={`/v1/stores/${store}/poster`} target="_blank" rel="noreferrer" variant="default" size="sm" leftSection={<Icon name="file" size={16} />}>
          {t('qrPoster')}<span className="sr-only">, {t('openInNewTab')}</span>
        </Button>
      </div>
    </Card>
  )
}
