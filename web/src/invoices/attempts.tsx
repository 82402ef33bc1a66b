import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Attempt } from '../api/nouns.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Card } from '../controls/page.tsx'
import { useDraft } from '../form/draft.ts'
import { LongField, RadioField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { useToday, useWhen } from '../shell/store.tsx'
import { AttemptMark, isChargedBack } from './mark.tsx'
import { useSettle } from './queries.ts'
import { Capture, Release } from './reservation.tsx'
import { Withdraw } from './withdraw-order.tsx'
import { amountOf } from './written.ts'

type Deed = 'capture' | 'release' | 'settle' | 'withdraw'

const DEEDS: readonly { readonly deed: Deed; readonly text: TextKey }[] = [
  { deed: 'capture', text: 'capture' }, { deed: 'release', text: 'release' }, { deed: 'settle', text: 'settle' },
  { deed: 'withdraw', text: 'withdrawOrder' },
]

export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t, money } = useReader()
  const when = useWhen()
  const [asked, setAsked] = useState<{ deed: Deed; attempt: Attempt } | null>(null)
  if (attempts.length === 0) return null
  const spoken = (text: string): string => {
    const found = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(text)
    return found === null ? text : money({ amount: found[1] ?? '', currency: found[2] ?? '' })
  }
  // What waits in a bank app can be taken back, and asks for nothing.
  const waits = attempts.some(({ allowed }) => DEEDS.some(({ deed }) => deed !== 'withdraw' && allowed[deed]))
  const Asked = asked === null ? null : DIALOGS[asked.deed]
  return (
    <Card title={t('attempts')} {...(waits ? { tone: 'attention' } : {})}>
      <ul className="rows">
        {attempts.map((attempt) => (
          <li key={attempt.id} className="task">
            <div className="row-line">
              <span>
                {attempt.channel.name}
                <small>{[attempt.methodTitle ?? attempt.method ?? '', when(attempt.createdAt)].filter((part) => part !== '').join(' · ')}</small>
              </span>
              <span className="row-end"><span className="money">{money(amountOfAttempt(attempt))}</span><AttemptMark attempt={attempt} /></span>
            </div>
            {!isChargedBack(attempt) && attempt.conflict?.map((one) => (
              <p className="conflict" key={one.what}>{t(conflictText(one.what), { ours: spoken(one.ours), theirs: spoken(one.theirs) })}</p>
            ))}
            {attempt.next !== null && <p>{attempt.next}</p>}
            {attempt.note !== null && <p className="quiet">{attempt.note}</p>}
            <Deeds attempt={attempt} onAsk={(deed) => setAsked({ deed, attempt })} />
          </li>
        ))}
      </ul>
      {asked !== null && Asked !== null && <Asked attempt={asked.attempt} onClose={() => setAsked(null)} />}
    </Card>
  )
}

/** What came of it: of reserved money a part may have been taken. */
const amountOfAttempt = ({ state, amount, decision }: Attempt): Attempt['amount'] => (state === 'succeeded' ? decision?.amount ?? amount : amount)

function Deeds({ attempt, onAsk }: { attempt: Attempt; onAsk: (deed: Deed) => void }) {
  const { t } = useReader()
  const deeds = DEEDS.filter(({ deed }) => attempt.allowed[deed])
  if (deeds.length === 0) return null
  return (
    <div className="task-actions">
      {deeds.map(({ deed, text }) => <Button key={deed} variant="default" size="sm" onClick={() => onAsk(deed)}>{t(text)}</Button>)}
    </div>
  )
}

const DIALOGS = { capture: Capture, release: Release, settle: Settle, withdraw: Withdraw } as const

const CONFLICTS = ['mode', 'asked', 'transferred', 'amount_missing', 'doubt'] as const

const conflictText = (what: string): TextKey => `conflict_${CONFLICTS.find((one) => one === what) ?? 'doubt'}`

function Settle({ attempt, onClose }: { attempt: Attempt; onClose: () => void }) {
  const { t, language } = useReader()
  const today = useToday()
  const settle = useSettle(attempt.id, onClose)
  const { value, set } = useDraft<{ as: 'failed' | 'paid' | ''; amount: string; receivedOn: string; providerRef: string; reason: string }>(
    { as: '', amount: typedNumber(attempt.amount.amount, language), receivedOn: today, providerRef: '', reason: '' },
  )
  const amount = amountOf(value.amount, attempt.amount.currency)
  const isDispute = isChargedBack(attempt)
  const check = () => [
    ...(value.as === '' ? [{ field: 'as', code: 'missing', message: t('required') }] : []),
    ...(value.as === 'paid' && amount === null ? [{ field: 'amount/amount', code: 'malformed', message: t('notAmount') }] : []),
  ]
  const send = () => {
    if (value.as === '') return
    const ref = value.providerRef === '' ? {} : { providerRef: value.providerRef }
    settle.mutate({ as: value.as, reason: value.reason, ...(value.as === 'paid' && amount !== null ? { amount, receivedOn: value.receivedOn, ...ref } : {}) })
  }
  return (
    <Dialog title={t(isDispute ? 'settleChargeback' : 'settleTitle')} onClose={onClose}>
      <p>{t('settleText')}</p>
      <Form submit={t('settleDo')} busy={settle.isPending} error={settle.error} check={check} onSubmit={send} onCancel={onClose}>
        <RadioField
          name="as" label={t('settleAs')} value={value.as} onChange={(as) => set({ as: as === 'paid' ? 'paid' : 'failed' })}
          choices={[{ value: 'failed', label: t(isDispute ? 'settleLost' : 'settleFailed') }, { value: 'paid', label: t(isDispute ? 'settleWon' : 'settlePaid') }]}
        />
        {value.as === 'paid' && !isDispute && (
          <div className="columns">
            <TextField
              name="amount/amount" numeric label={t('amount')} value={value.amount} suffix={attempt.amount.currency}
              onChange={(text) => set({ amount: text })}
            />
            <TextField name="receivedOn" type="date" label={t('receivedOn')} value={value.receivedOn} onChange={(receivedOn) => set({ receivedOn })} />
            <TextField name="providerRef" optional label={t('settleRef')} value={value.providerRef} onChange={(providerRef) => set({ providerRef })} />
          </div>
        )}
        <LongField name="reason" label={t('reason')} hint={t('settleReasonHint')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
