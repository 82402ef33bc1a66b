import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StatementLine } from '../api/nouns.ts'
import { SearchField } from '../controls/filter-bar.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { typedNumber } from '../form/typed-number.ts'
import { invoicesToMatch } from '../invoices/queries.ts'
import { amountOf } from '../invoices/written.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { heldOf } from './held.ts'
import { likeliestFirst } from './likeliest.ts'
import { accountsQuery, useMatch, useMatchPayout, useUndoMatch } from './queries.ts'

type Asked = { readonly line: StatementLine; readonly onClose: () => void }

/** A person knows better: whichever invoice of the store, and how much of the line is for it. */
export function MatchDialog({ line, onClose }: Asked) {
  const { t, money, language } = useReader()
  const { id } = useStore()
  const [typed, setTyped] = useState<string | null>(null)
  const named = useQuery(invoicesToMatch(id, line.partyName ?? ''))
  // Whose name no invoice bears may have paid for somebody else: then all that are to be paid are offered.
  const search = typed ?? (named.data?.items.length === 0 ? '' : line.partyName ?? '')
  const { data } = useQuery(invoicesToMatch(id, search))
  const { value, set } = useDraft({ invoice: '', amount: typedNumber(line.rest.amount, language) })
  const match = useMatch(line.id, onClose)
  const amount = amountOf(value.amount, line.rest.currency)
  const choices = likeliestFirst(data?.items ?? [], line.rest)
  // Of what was not looked for, none is chosen for the person.
  const first = search === '' ? '' : choices[0]?.id ?? ''
  const chosen = choices.find((one) => one.id === value.invoice)?.id ?? first
  return (
    <Dialog title={t('matchOther')} onClose={onClose} wide>
      <Form
        submit={t('matchThis')} busy={match.isPending} error={match.error} onCancel={onClose} submitOff={chosen === ''}
        check={() => (amount === null ? [{ field: 'invoices/0/amount/amount', code: 'malformed', message: t('notAmount') }] : [])}
        onSubmit={() => amount !== null && match.mutate([{ invoice: chosen, amount }])}
      >
        <SearchField label={t('invoiceSearch')} value={search} onChange={setTyped} />
        {data !== undefined && choices.length === 0 && <p className="quiet" role="status">{t('matchInvoiceNone')}</p>}
        {choices.length > 0 && (
          <ChoiceField
            name="invoices/0/invoice" label={t('matchInvoice')} value={chosen} onChange={(invoice) => set({ invoice })}
            choices={[
              ...chosen === '' ? [{ value: '', label: '–' }] : [],
              ...choices.map((one) => ({ value: one.id, label: `${one.number ?? ''} · ${one.payerName} · ${money(one.remaining)}` })),
            ]}
          />
        )}
        <TextField name="invoices/0/amount/amount" numeric label={t('amount')} value={value.amount} suffix={line.rest.currency} onChange={(text) => set({ amount: text })} />
      </Form>
    </Dialog>
  )
}

export function PayoutMatchDialog({ line, onClose }: Asked) {
  const { t, money } = useReader()
  const { id } = useStore()
  const { data } = useQuery(accountsQuery(id))
  const sources = (data?.items ?? []).flatMap((one) => {
    const held = one.kind === 'merchant_account' && one.isOpen ? heldOf(one, line.rest.currency) : null
    return held === null ? [] : [{ value: one.id, label: `${one.name} · ${money(held)}` }]
  })
  const { value, set } = useDraft({ from: '' })
  const match = useMatchPayout(line.id, onClose)
  const chosen = value.from === '' ? sources[0]?.value ?? '' : value.from
  return (
    <Dialog title={t('linePayout')} onClose={onClose}>
      <Form submit={t('matchThis')} busy={match.isPending} error={match.error} onCancel={onClose} submitOff={chosen === ''} onSubmit={() => match.mutate(chosen)}>
        <ChoiceField name="from" label={t('linePayoutFrom')} value={chosen} onChange={(from) => set({ from })} choices={sources} />
      </Form>
    </Dialog>
  )
}

export function UndoDialog({ match, onClose }: { match: StatementLine['matches'][number]; onClose: () => void }) {
  const { t } = useReader()
  const { value, set } = useDraft({ reason: '' })
  const undo = useUndoMatch(match.id, onClose)
  return (
    <Dialog title={t('matchUndo')} onClose={onClose}>
      <p>{t(match.kind === 'payout' ? 'payoutUndoText' : 'matchUndoText')}</p>
      <Form
        submit={t('matchUndo')} danger busy={undo.isPending} error={undo.error} onCancel={onClose}
        check={() => (value.reason.trim() === '' ? [{ field: 'reason', code: 'missing', message: t('required') }] : [])}
        onSubmit={() => undo.mutate(value.reason)}
      >
        <LongField name="reason" rows={2} label={t('reason')} value={value.reason} onChange={(reason) => set({ reason })} />
      </Form>
    </Dialog>
  )
}
