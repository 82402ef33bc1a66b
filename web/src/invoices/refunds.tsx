import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Refund } from '../api/nouns.ts'
import { Copyable } from '../controls/copy-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'
import { awaitsAnswer, RefundMark } from './mark.tsx'
import { AcknowledgeChargeback, CompleteRefund, FailRefund, SendRefund, WithdrawRefund } from './refund-task.tsx'

const DIALOGS = { send: SendRefund, complete: CompleteRefund, withdraw: WithdrawRefund, fail: FailRefund, acknowledge: AcknowledgeChargeback } as const

type Deed = keyof typeof DIALOGS

/** In the order in which the buttons stand: what is most likely wanted comes first. */
const DEEDS: readonly { readonly deed: Deed; readonly text: TextKey }[] = [
  { deed: 'send', text: 'refundSend' }, { deed: 'complete', text: 'refundComplete' }, { deed: 'fail', text: 'refundNotMade' }, { deed: 'withdraw', text: 'refundWithdraw' },
  { deed: 'acknowledge', text: 'refundAcknowledge' },
]

const isOpen = (refund: Refund): boolean => refund.state === 'requested' || refund.state === 'unknown' || awaitsAnswer(refund)

/** Money that goes back, with what each still needs of a person. */
export function Refunds({ refunds }: { refunds: readonly Refund[] }) {
  const { t } = useReader()
  const [asked, setAsked] = useState<{ deed: Deed; refund: Refund } | null>(null)
  if (refunds.length === 0) return null
  const Asked = asked === null ? null : DIALOGS[asked.deed]
  return (
    <Card title={t('refunds')} {...(refunds.some(isOpen) ? { tone: 'attention' } : {})}>
      <ul className="rows">
        {refunds.map((refund) => <RefundRow key={refund.id} refund={refund} onAsk={(deed) => setAsked({ deed, refund })} />)}
      </ul>
      {asked !== null && Asked !== null && <Asked refund={asked.refund} onClose={() => setAsked(null)} />}
    </Card>
  )
}

function RefundRow({ refund, onAsk }: { refund: Refund; onAsk: (deed: Deed) => void }) {
  const { t, money } = useReader()
  const deeds = DEEDS.filter(({ deed }) => refund.allowed[deed])
  return (
    <li className="task">
      <div className="row-line"><strong className="money">{money(refund.amount)}</strong><RefundMark refund={refund} /></div>
      {refund.next !== null && <p>{refund.next}</p>}
      {refund.sendTo !== null && <Recipient {...refund.sendTo} />}
      {refund.note !== null && refund.note !== '' && <p className="quiet">{refund.note}</p>}
      {deeds.length > 0 && (
        <div className="task-actions">
          {deeds.map(({ deed, text }, n) => (
            <Button
              key={deed} variant="default" size="sm" onClick={() => onAsk(deed)}
              leftSection={n === 0 ? <Icon name={deed === 'send' ? 'undo' : 'check'} size={16} /> : undefined}
            >
              {t(deed === 'complete' && refund.state === 'unknown' ? 'refundWentBack' : text)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}

/** What a person types at the bank. */
function Recipient({ name, account }: NonNullable<Refund['sendTo']>) {
  const { t } = useReader()
  const typed = [{ what: t('colPayer'), text: name ?? '' }, { what: t('payerAccount'), text: account }].filter(({ text }) => text !== '')
  return (
    <dl className="recipient">
      {typed.map(({ what, text }) => <div key={what}><dt>{what}</dt><dd><Copyable what={what} text={text} /></dd></div>)}
    </dl>
  )
}
