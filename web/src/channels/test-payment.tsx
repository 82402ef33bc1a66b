import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Channel } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { awaitsCallback, useTestPayment } from './queries.ts'

const LONG_WAIT_MS = 60_000

/** One payment in the provider's test mode; its message turns the channel's state. */
export function TestPayment({ channel }: { channel: Channel }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const make = useTestPayment(channel.id)
  const { testInvoice } = channel
  const arrived = channel.lastCallbackAt !== null
  return (
    <div className="stack">
      {testInvoice !== null && !arrived && (
        <p>
          <Button component="a" href={testInvoice.payUrl} target="_blank" rel="noreferrer" leftSection={<Icon name="out" size={18} />}>
            {t('testPayOpen')}<span className="sr-only">, {t('openInNewTab')}</span>
          </Button>
        </p>
      )}
      {awaitsCallback(channel) && <Wait />}
      {arrived && <p className="verdict is-green" role="status"><Icon name="done" size={18} />{t('testPayDone')}</p>}
      <p>
        <Button variant={testInvoice === null ? 'filled' : 'default'} loading={make.isPending} onClick={() => make.mutate(null)}>
          {t(testInvoice === null ? 'testPay' : 'testPayAgain')}
        </Button>
      </p>
      {make.error !== null && <p className="field-problem" role="alert">{textOf(make.error)}</p>}
    </div>
  )
}

function Wait() {
  const { t } = useReader()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_WAIT_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="verdict" role="status">
      <span className="waiting-dots" aria-hidden="true" /><span>{t('testPayWait')}{long && <> {t('testPayWaitMore')}</>}</span>
    </p>
  )
}
