import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invoice } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { SmsLength } from '../controls/sms-length.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, RadioField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { CaughtLink } from '../shell/caught.tsx'
import { ByBankApp } from './send-to-bank-app.tsx'
import { bankAppOfInvoiceQuery, letterOfInvoiceQuery, smsOfInvoiceQuery, useSend, useSendSms } from './queries.ts'

const addresses = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '')

/** The first of them that is clearly none; the server judges the rest. */
const noAddressIn = (text: string): string | undefined => addresses(text).find((part) => !/^[^@]+@[^@]+\.[^@.]+$/.test(part))

type Asked = { readonly invoice: Invoice; readonly onClose: () => void }

const WAYS = ['email', 'sms', 'bank_app'] as const
type Way = (typeof WAYS)[number]

/** The ways to send an issued invoice's link: a letter, a text message, or by the provider where one of the store can. */
export function SendDialog({ invoice, onClose }: Asked) {
  const { t } = useReader()
  const [way, setWay] = useState<Way>('email')
  const { data: bankApp } = useQuery(bankAppOfInvoiceQuery(invoice.id))
  const provider = bankApp?.provider ?? null
  return (
    <Dialog title={t('sendTitle')} onClose={onClose} wide>
      <RadioField
        name="way" label={t('sendWay')} value={way} onChange={(chosen) => setWay(WAYS.find((one) => one === chosen) ?? 'email')}
        choices={[
          { value: 'email', label: t('sendByEmail') }, { value: 'sms', label: t('sendBySms') },
          ...(provider === null ? [] : [{ value: 'bank_app', label: t('sendByBankApp') }]),
        ]}
      />
      {way === 'email' && <ByEmail invoice={invoice} onClose={onClose} />}
      {way === 'sms' && <BySms invoice={invoice} onClose={onClose} />}
      {way === 'bank_app' && bankApp !== undefined && provider !== null && (
        <ByBankApp invoice={invoice} provider={provider} phone={bankApp.phone} payableUntil={bankApp.payableUntil} onClose={onClose} />
      )}
    </Dialog>
  )
}

function ByEmail({ invoice, onClose }: Asked) {
  const { t } = useReader()
  const say = useSay()
  const { value, set } = useDraft<{ recipients: string; withPdf: boolean | null; withEInvoice: boolean }>({ recipients: invoice.payer.email, withPdf: null, withEInvoice: false })
  const letter = useQuery(letterOfInvoiceQuery(invoice.id, value.withPdf))
  const send = useSend(invoice.id, () => {
    say(t('sendDone'))
    onClose()
  })
  const check = () => {
    if (addresses(value.recipients).length === 0) return [{ field: 'recipients', code: 'missing', message: t('required') }]
    const address = noAddressIn(value.recipients)
    return address === undefined ? [] : [{ field: 'recipients', code: 'malformed', message: t('notAddress', { address }) }]
  }
  return (
    <Form
      submit={t('send')} busy={send.isPending} error={send.error} onCancel={onClose}
      onSubmit={() => send.mutate({
        recipients: addresses(value.recipients), ...(value.withPdf !== null && { withPdf: value.withPdf }), withEInvoice: value.withEInvoice,
      })} check={check}
    >
      <LongField
        name="recipients" rows={2} label={t('recipients')} hint={t('recipientsHint')} value={value.recipients}
        onChange={(recipients) => set({ recipients })}
      />
      <SwitchField
        name="withPdf" label={t('withPdf')} hint={t('withPdfHint')} checked={value.withPdf ?? letter.data?.withPdf ?? true}
        onChange={(withPdf) => set({ withPdf })}
      />
      <SwitchField
        name="withEInvoice" label={t('withEInvoice')} hint={t('withEInvoiceHint')} checked={value.withEInvoice}
        onChange={(withEInvoice) => set({ withEInvoice })}
      />
      {invoice.mode === 'test' && <p className="hint-amber">{t('sendTest')} <CaughtLink of="letters" /></p>}
      <LetterOf language={invoice.language} letter={letter} />
    </Form>
  )
}

type Preview = Pick<UseQueryResult<{ subject: string; text: string }>, 'data' | 'error'>

function LetterOf({ language, letter: { data, error } }: { language: string; letter: Preview }) {
  const { t } = useReader()
  if (data === undefined) return error === null ? <Waiting /> : <Failed error={error} />
  return (
    <section className="stack">
      <small className="quiet" id="letter-preview">{t('sendPreview')}</small>
      <div className="letter-preview" aria-labelledby="letter-preview" role="group" tabIndex={0} lang={language}>
        <b>{data.subject}</b>
        <pre>{data.text}</pre>
      </div>
    </section>
  )
}

function BySms({ invoice, onClose }: Asked) {
  const { t } = useReader()
  const say = useSay()
  const { data, error } = useQuery(smsOfInvoiceQuery(invoice.id))
  const { value, set } = useDraft<{ phone: string | null }>({ phone: null })
  const send = useSendSms(invoice.id, () => {
    say(t('smsDone'))
    onClose()
  })
  if (data === undefined) return error === null ? <Waiting /> : <Failed error={error} />
  if (!data.isSetUp) return <p className="hint-amber">{t('smsNotSetUp')}</p>
  const phone = value.phone ?? data.phone ?? invoice.payer.phone
  return (
    <Form
      submit={t('send')} busy={send.isPending} error={send.error} onSubmit={() => send.mutate(phone)} onCancel={onClose}
      check={() => (phone.trim() === '' ? [{ field: 'phone', code: 'missing', message: t('required') }] : [])}
    >
      <TextField name="phone" type="tel" label={t('smsPhone')} hint={t('phoneHint')} value={phone} onChange={(typed) => set({ phone: typed })} />
      {invoice.mode === 'test' && <p className="hint-amber">{t('smsTest')} <CaughtLink of="texts" /></p>}
      <section className="stack">
        <small className="quiet" id="sms-preview">{t('smsPreview')}</small>
        <div className="letter-preview" aria-labelledby="sms-preview" role="group" tabIndex={0} lang={invoice.language}>
          <pre>{data.message.text}</pre>
        </div>
        <SmsLength message={data.message} />
      </section>
    </Form>
  )
}
