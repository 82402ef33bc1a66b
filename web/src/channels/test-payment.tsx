import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Channel } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'
import { awaitsCallback, useTestPayment } from './queries.ts'
import { nextAct } from './test-step.ts'

const LOOK_AGAIN_MS = 5_000

type TestPaymentProps = { readonly channel: Channel; readonly isTicked: boolean; readonly onCorrect: () => void }

/** One payment in the provider's test mode; its message turns the channel's state. The next act is the one filled button. */
export function TestPayment({ channel, isTicked, onCorrect }: TestPaymentProps) {
  const { t } = useReader()
  const textOf = useErrorText()
  const make = useTestPayment(channel.id)
  const { testInvoice } = channel
  const next = nextAct({ ...channel, isTicked }, useNow())
  const look = (isNext: boolean) => (isNext ? 'filled' : 'default')
  return (
    <div className="stack">
      {awaitsCallback(channel) && next !== 'remake' && (
        <p className="verdict" role="status">
          <span className="waiting-dots" aria-hidden="true" />
          <span>{t('testPayWait')}{next === 'correct' && <> {t('testPayWaitMore')}</>}</span>
        </p>
      )}
      {next === 'remake' && <p>{t('testPayRemake')}</p>}
      {next === 'done' && <p className="verdict is-green" role="status"><Icon name="done" size={18} />{t('testPayDone')}</p>}
      <p className="task-actions">
        {next === 'correct' && <Button onClick={onCorrect}>{t('testPayCorrect')}</Button>}
        {testInvoice !== null && (next === 'pay' || next === 'correct') && (
          <Button
            component="a" href={testInvoice.payUrl} target="_blank" rel="noreferrer" variant={look(next === 'pay')} leftSection={<Icon name="out" size={18} />}
          >
            {t('testPayOpen')}<span className="sr-only">, {t('openInNewTab')}</span>
          </Button>
        )}
        <Button variant={look(next === 'make' || next === 'remake')} loading={make.isPending} onClick={() => make.mutate(null)}>
          {t(testInvoice === null ? 'testPay' : 'testPayAgain')}
        </Button>
      </p>
      {make.error !== null && <p className="field-problem" role="alert">{textOf(make.error)}</p>}
    </div>
  )
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
