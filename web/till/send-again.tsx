import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSay } from '../src/controls/announcer.tsx'
import { Form } from '../src/form/form.tsx'
import { useReader } from '../src/language/reader.tsx'
import type { Receipt, SendWay } from '../src/api/nouns.ts'
import { isShown, SendFields, sendingOf, sendingProblem } from './pay-link.tsx'
import { linkWaysQuery, useRegister, useSendReceipt } from './queries.ts'

/** The same link, by the same way or another. */
export function SendAgain({ receipt, onDone }: { receipt: Receipt; onDone: () => void }) {
  const { t } = useReader()
  const say = useSay()
  const { store } = useRegister()
  const { data: ways = [] } = useQuery(linkWaysQuery(store))
  const [way, setWay] = useState<SendWay>(receipt.send?.by ?? 'sms')
  const [to, setTo] = useState(receipt.send?.to ?? '')
  const send = useSendReceipt(receipt.id, () => {
    say(t('sendDone'))
    onDone()
  })
  return (
    <Form
      submit={isShown(way) ? t('tillShowCode') : t('tillSendLink')} busy={send.isPending} error={send.error} onCancel={onDone}
      onSubmit={() => send.mutate(sendingOf(way, to))}
      check={() => sendingProblem(way, to, { email: t('notAddress', { address: to }), phone: t('tillPhoneWrong') })}
    >
      <SendFields value={way} to={to} onWay={setWay} onTo={setTo} ways={ways} />
    </Form>
  )
}
