import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Receipt } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, useErrorText, Waiting } from '../controls/waiting.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { registerQuery } from '../registers/queries.ts'
import { useWhen } from '../shell/store.tsx'
import { ReceiptMark } from './mark.tsx'
import { useAge } from './columns.tsx'
import { Proof } from './proof.tsx'
import { receiptQuery, useCheckReceipt, useFileReceiptAgain, useGiveUpReturn } from './queries.ts'

/** A receipt as its owner looks into it: where it stands, whose money it is for, and what the tax service has of it. */
export function ReceiptPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/till/receipts/$id' })
  const { data, error, refetch } = useQuery(receiptQuery(id))
  const back = { to: '/till/receipts', text: t('tillReceipts') } as const
  if (data === undefined) return <Page title={t('receiptColNumber')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  const { kind, number } = data
  return (
    <Page
      title={t(kind === 'return' ? 'tillReturnNumber' : 'tillReceiptNumber', { number })} back={back} aside={<ReceiptMark receipt={data} />}
      actions={<Actions receipt={data} />}
    >
      <Refused receipt={data} />
      <Late receipt={data} />
      <div className="detail">
        <div className="detail-main"><Proof receipt={data} /><Goods receipt={data} /></div>
        <div className="detail-side"><ReceiptFacts receipt={data} /></div>
      </div>
    </Page>
  )
}

function Actions({ receipt }: { receipt: Receipt }) {
  const { t } = useReader()
  const may = useMay()
  const textOf = useErrorText()
  const check = useCheckReceipt(receipt.id)
  return (
    <>
      {check.error !== null && <p className="field-problem" role="alert">{textOf(check.error)}</p>}
      {check.isSuccess && receipt.state === 'deferred' && <p className="quiet" role="status">{t('tillNotPaidYet')}</p>}
      {receipt.state === 'deferred' && may('till.use') && <Button loading={check.isPending} onClick={() => check.mutate()}>{t('tillCheckState')}</Button>}
      <Button component="a" href={receipt.receiptUrl} target="_blank" rel="noreferrer" variant="default">{t('receiptPublicPage')}</Button>
      <Button component="a" href={`/v1/receipts/${receipt.id}/paper.pdf`} target="_blank" variant="default">{t('pdf')}</Button>
    </>
  )
}

/** Why the tax service has not taken it, and the way out where the reader may go it. */
function Refused({ receipt }: { receipt: Receipt }) {
  const { id, kind, state, problem, fiscal } = receipt
  const { t } = useReader()
  const may = useMay()
  const textOf = useErrorText()
  const again = useFileReceiptAgain(id)
  const [isGivingUp, setIsGivingUp] = useState(false)
  if (problem === null) return null
  return (
    <>
      <p className="verdict is-red" role="status">
        <Icon name="alert" size={18} /><span>{state === 'rejected' ? t('receiptRefusedText', { problem }) : problem}</span>
        {state === 'rejected' && may('till.manage') && <Button variant="default" size="sm" loading={again.isPending} onClick={() => again.mutate()}>{t('tillFileAgain')}</Button>}
        {state === 'rejected' && kind === 'return' && fiscal === null && may('till.manage') && (
          <Button variant="default" size="sm" onClick={() => setIsGivingUp(true)}>{t('tillGiveUpReturn')}</Button>
        )}
      </p>
      {again.error !== null && <p className="field-problem" role="alert">{textOf(again.error)}</p>}
      {isGivingUp && <GiveUpReturn receipt={receipt} onClose={() => setIsGivingUp(false)} />}
    </>
  )
}

function GiveUpReturn({ receipt: { id, number }, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { t } = useReader()
  const give = useGiveUpReturn(id, onClose)
  return (
    <Dialog title={t('tillReturnNumber', { number })} onClose={onClose}>
      <Form danger submit={t('tillGiveUpReturn')} busy={give.isPending} error={give.error} onSubmit={() => give.mutate(null)} onCancel={onClose}>
        <p>{t('tillGiveUpReturnQuestion')}</p>
      </Form>
    </Dialog>
  )
}

/** What is done about it is done at the till, where the drawer is. */
function Late({ receipt: { late } }: { receipt: Receipt }) {
  const { t, money } = useReader()
  return late === null ? null : <p className="verdict is-red" role="status">{t('tillLateMoney', { amount: money(late) })}</p>
}

function Goods({ receipt: { lines, taxes, total, rounding, due } }: { receipt: Receipt }) {
  const { t, money, decimal, percent } = useReader()
  return (
    <Card title={t('receiptGoods')}>
      <table className="lines-table">
        <thead>
          <tr>
            <th scope="col">{t('description')}</th><th scope="col" className="end">{t('quantity')}</th>
            <th scope="col" className="end wide">{t('productPrice')}</th><th scope="col" className="end">{t('amount')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at}>
              <td>
                {line.name} <span className="quiet">{line.taxLetters}</span>
                {/[1-9]/.test(line.discount.amount) && <small className="quiet">{t('tillDiscount')} {money(line.discount)}</small>}
              </td>
              <td className="end num">{decimal(line.quantity)} {line.unitName}</td>
              <td className="end num wide">{money(line.price)}</td>
              <td className="end money">{money(line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="totals">
        {taxes.map((tax) => (
          <div key={tax.letter}><dt>{t('shiftLetter', { letter: tax.letter, name: tax.name, percent: percent(tax.percent) })}</dt><dd>{money(tax.tax)}</dd></div>
        ))}
        {/[1-9]/.test(rounding.amount) && <><div><dt>{t('amount')}</dt><dd>{money(total)}</dd></div><div><dt>{t('shiftRounding')}</dt><dd>{money(rounding, true)}</dd></div></>}
        <div className="totals-gross"><dt>{t('shiftTotal')}</dt><dd>{money(due)}</dd></div>
      </dl>
    </Card>
  )
}

function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  const { t, money } = useReader()
  const when = useWhen()
  const may = useMay()
  const age = useAge()
  const register = useQuery(registerQuery(receipt.register)).data
  const { state, expiresAt, fiscal, shift, send } = receipt
  return (
    <Card title={t('details')}>
      <Facts
        rows={[
          [t('shiftColRegister'), register?.name],
          [t('receiptColCashier'), receipt.cashier.name],
          [t('receiptColMade'), `${when(receipt.createdAt)} (${age(receipt.ageSeconds)})`],
          [t('receiptStateSince'), when(receipt.stateChangedAt)],
          [t('tillPayableUntil'), state === 'deferred' && expiresAt !== null ? when(expiresAt) : null],
          [t('tillRemaining'), state === 'deferred' ? money(receipt.remaining) : null],
          [t('tillLinkWentTo'), send?.to],
          [t('tillFiscalReceipt'), fiscal &&
            (fiscal.url === null ? fiscal.number : <a key="fiscal" className="link" href={fiscal.url} target="_blank" rel="noreferrer">{fiscal.number}</a>)],
          [t('receiptShift'), shift && <Link key="shift" to="/till/shifts/$id" params={{ id: shift }} className="link">{t('shiftLook')}</Link>],
          [t('receiptReturnsOf'), receipt.returns && <OtherReceipt key="of" id={receipt.returns} />],
          [t('receiptReturnedBy'), receipt.returnedBy.length === 0 ? null : receipt.returnedBy.map((id) => <OtherReceipt key={id} id={id} />)],
          [t('colInvoice'), may('invoices.read') ? <Link key="invoice" to="/invoices/$id" params={{ id: receipt.invoice }} className="link">{t('receiptInvoice')}</Link> : null],
        ]}
      />
    </Card>
  )
}

function OtherReceipt({ id }: { id: string }) {
  const { data } = useQuery(receiptQuery(id))
  return <Link to="/till/receipts/$id" params={{ id }} className="link">{data?.number ?? '…'}</Link>
}
