import { useState } from 'react'
import type { Delivery, Invoice } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { useBringToBankApp } from './queries.ts'

type Asked = {
  readonly invoice: Invoice
  readonly provider: string
  readonly phone: string | null
  readonly payableUntil: string | null
  readonly onClose: () => void
}

/** The provider brings the invoice to the app of the payer's bank. What it did not send stays on the screen with its reason. */
export function ByBankApp({ invoice, provider, phone: known, payableUntil, onClose }: Asked) {
  const { t } = useReader()
  const when = useWhen()
  const say = useSay()
  const [phone, setPhone] = useState(known ?? invoice.payer.phone)
  const bring = useBringToBankApp(invoice.id, ({ state }) => {
    if (state !== 'sent') return
    say(t('bankAppDone', { provider }))
    onClose()
  })
  return (
    <Form
      submit={t('send')} busy={bring.isPending} error={bring.error} onSubmit={() => bring.mutate(phone)} onCancel={onClose}
      submitOff={bring.data?.state === 'unknown'}
      check={() => (phone.trim() === '' ? [{ field: 'phone', code: 'missing', message: t('required') }] : [])}
    >
      <TextField name="phone" type="tel" label={t('smsPhone')} hint={t('phoneHint')} value={phone} onChange={setPhone} />
      <p className="quiet">{t('bankAppText', { provider, until: payableUntil === null ? '' : when(payableUntil) })}</p>
      {bring.data !== undefined && <NotSent delivery={bring.data} provider={provider} />}
    </Form>
  )
}

function NotSent({ delivery: { state, problem }, provider }: { delivery: Delivery; provider: string }) {
  const { t } = useReader()
  if (state === 'failed') return <p className="hint-amber" role="alert">{t('bankAppFailed', { provider, problem: problem ?? '' })}</p>
  return state === 'unknown' ? <p className="hint-amber" role="alert">{t('bankAppSilent', { provider })}</p> : null
}
