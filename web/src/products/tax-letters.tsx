import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TaxLetter } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { readDecimal, typedNumber } from '../form/typed-number.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { taxLettersQuery, useSaveTaxLetters } from './queries.ts'

type Row = TaxLetter & { readonly key: string }

export function TaxLetters() {
  const { id } = useStore()
  const { data, error, refetch } = useQuery(taxLettersQuery(id))
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  return data === undefined ? <Waiting /> : <LetterTable key={`${id} ${data.usual}`} store={id} items={data.items} usual={data.usual} />
}

const rowsOf = (items: readonly TaxLetter[], write: (percent: string) => string): Row[] =>
  items.map((item) => ({ ...item, percent: write(item.percent), key: `${item.letter} ${item.inForceFrom}` }))

function LetterTable({ store, items, usual }: { store: string; items: readonly TaxLetter[]; usual: boolean }) {
  const { t, language } = useReader()
  const say = useSay()
  const written = (percent: string) => typedNumber(percent, language)
  const draft = useDraft({ rows: rowsOf(items, written) })
  const save = useSaveTaxLetters(store, (saved) => {
    draft.settle({ rows: rowsOf(saved, written) })
    say(t('saved'))
  })
  const { value: { rows }, set } = draft
  const change = (key: string, patch: Partial<Row>) => set({ rows: rows.map((row) => (row.key === key ? { ...row, ...patch } : row)) })
  const add = () => set({ rows: [...rows, { key: crypto.randomUUID(), letter: '', type: 0, name: '', percent: '', inForceFrom: '', source: '' }] })
  const check = () => rows.flatMap(({ percent }, at) => (readDecimal(percent) === null ? [{ field: `items/${at}/percent`, code: 'malformed', message: t('notNumber') }] : []))
  const send = () => save.mutate(rows.map(({ key: _, percent, ...row }) => ({ ...row, percent: readDecimal(percent) ?? '' })))
  return (
    <div className="settings">
      <p className="quiet prose">{t('taxIntro')}</p>
      <Form
        submit={t('save')} busy={save.isPending} error={save.error} check={check} onSubmit={send}
        actions={() => !usual && <BackToUsual busy={save.isPending} onBack={() => save.mutate([])} />}
      >
        {usual && <p className="note">{t(items.length === 0 ? 'taxNone' : 'taxUsual')}</p>}
        {rows.map((row, at) => (
          <LetterRow key={row.key} row={row} at={at} onChange={(patch) => change(row.key, patch)} onRemove={() => set({ rows: rows.filter(({ key }) => key !== row.key) })} />
        ))}
        <div><Button type="button" variant="subtle" color="gray" size="sm" leftSection={<Icon name="plus" size={16} />} onClick={add}>{t('taxAdd')}</Button></div>
      </Form>
      <LeaveGuard isDirty={draft.isDirty} />
    </div>
  )
}

const TYPES = [0, 1, 2] as const

function LetterRow({ row, at, onChange, onRemove }: { row: Row; at: number; onChange: (patch: Partial<Row>) => void; onRemove: () => void }) {
  const { t } = useReader()
  const name = (field: string) => `items/${at}/${field}`
  const types = [
    ...TYPES.map((type) => ({ value: String(type), label: t(`taxType_${type}`) })),
    ...(row.type > 2 ? [{ value: String(row.type), label: t('taxTypeOther', { type: row.type }) }] : []),
  ]
  return (
    <Card>
      <div className="tax-letter">
        <TextField name={name('letter')} label={t('taxLetter')} value={row.letter} maxLength={1} onChange={(letter) => onChange({ letter: letter.toUpperCase() })} />
        <ChoiceField name={name('type')} label={t('taxType')} value={String(row.type)} choices={types} onChange={(type) => onChange({ type: Number(type) })} />
        <TextField name={name('name')} label={t('taxName')} value={row.name} maxLength={64} onChange={(text) => onChange({ name: text })} />
        <TextField name={name('percent')} numeric suffix="%" label={t('taxPercent')} value={row.percent} onChange={(percent) => onChange({ percent })} />
        <TextField name={name('inForceFrom')} type="date" label={t('taxFrom')} value={row.inForceFrom} onChange={(inForceFrom) => onChange({ inForceFrom })} />
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('taxRemove', { letter: row.letter })} onClick={onRemove}><Icon name="cross" size={18} /></ActionIcon>
        <div className="tax-source">
          <TextField
            name={name('source')} optional label={t('taxSource')} hint={t('taxSourceHint')} value={row.source} maxLength={200}
            onChange={(source) => onChange({ source })}
          />
        </div>
      </div>
    </Card>
  )
}

function BackToUsual({ busy, onBack }: { busy: boolean; onBack: () => void }) {
  const { t } = useReader()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button type="button" variant="subtle" color="gray" onClick={() => setAsking(true)}>{t('taxToUsual')}</Button>
      {asking && (
        <Dialog title={t('taxToUsual')} onClose={() => setAsking(false)}>
          <p>{t('taxToUsualText')}</p>
          <div className="buttons">
            <Button loading={busy} onClick={onBack}>{t('taxToUsual')}</Button>
            <Button variant="subtle" color="gray" onClick={() => setAsking(false)}>{t('cancel')}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
