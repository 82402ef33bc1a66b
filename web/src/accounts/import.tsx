import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Account, StatementFile, StatementPreview } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { ChoiceField } from '../form/fields.tsx'
import { base64Of } from '../form/file-content.ts'
import { useReader } from '../language/reader.tsx'
import { importQuery, useImport, usePreview } from './queries.ts'

const FIELDS = ['date', 'amount', 'debit', 'credit', 'direction', 'partyName', 'partyAccount', 'reference', 'remittance', 'bankRef'] as const
type Columns = Partial<Record<(typeof FIELDS)[number], number>>

/** Drop a file, see what was found in it, and only then keep it. */
export function ImportStatement({ account }: { account: Account }) {
  const { t } = useReader()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<StatementFile | null>(null)
  const [isOver, setIsOver] = useState(false)
  const preview = usePreview(account.id)
  const keep = useImport(account.id)
  const look = (next: StatementFile) => {
    setFile(next)
    keep.reset()
    preview.mutate(next)
  }
  const take = async (chosen: File | undefined) => {
    if (chosen !== undefined) look({ fileName: chosen.name.slice(0, 200), content: await base64Of(chosen) })
  }
  const done = () => preview.reset()
  return (
    <section
      className={isOver ? 'card drop is-over' : 'card drop'} aria-label={t('statementImport')}
      onDragOver={(event) => { event.preventDefault(); setIsOver(true) }} onDragLeave={() => setIsOver(false)}
      onDrop={(event) => { event.preventDefault(); setIsOver(false); void take(event.dataTransfer.files[0]) }}
    >
      <div className="drop-ask">
        <Icon name="file" size={24} />
        <div><b>{t('statementDrop')}</b><p className="quiet">{t('statementDropText')}</p></div>
        <Button variant="default" onClick={() => input.current?.click()}>{t('fileChoose')}</Button>
        <input
          ref={input} type="file" hidden aria-label={t('fileChoose')} accept=".xml,.csv,.txt,.sta,.mt940,.940,.mta,.acc"
          onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = '' }}
        />
      </div>
      {preview.isPending && <Waiting what={t('statementReading')} />}
      {(preview.error ?? keep.error) !== null && <Failed error={preview.error ?? keep.error ?? new Error()} />}
      {preview.data !== undefined && file !== null && keep.data === undefined && (
        <Found preview={preview.data} busy={keep.isPending} onColumns={(columns) => look({ ...file, columns })} onKeep={() => keep.mutate(file, { onSuccess: done })} />
      )}
      {keep.data !== undefined && (
        <div role="status">
          <p><b>{t('statementDone', { count: keep.data.new })}</b></p>
          {keep.data.new > 0 && <Outcome id={keep.data.id} />}
          <Warnings warnings={keep.data.warnings} />
        </div>
      )}
      {keep.data === undefined && account.isMatching && <Waiting what={t('statementMatching')} />}
    </section>
  )
}

/** What became of the lines: they are matched in the background, and the page may be left meanwhile. */
function Outcome({ id }: { id: string }) {
  const { t } = useReader()
  const { data } = useQuery(importQuery(id))
  return data?.isMatching === false ? <p>{t('statementDoneMatched', { count: data.matched })}</p> : <Waiting what={t('statementMatching')} />
}

function Found({ preview, busy, onColumns, onKeep }: { preview: StatementPreview; busy: boolean; onColumns: (columns: Columns) => void; onKeep: () => void }) {
  const { t, money, day } = useReader()
  if (preview.needsColumns) return <AskColumns preview={preview} onColumns={onColumns} />
  const format = [preview.table?.layout, preview.format].filter((one) => one !== null && one !== undefined).join(' ')
  return (
    <div className="stack" role="status">
      <p>
        <b>{t('statementFound', { count: preview.lines, format, from: day(preview.from ?? '2026-01-01', 'short'), to: day(preview.to ?? '2026-01-01', 'short') })}</b>
        <br />{t('cameIn')} {money(preview.cameIn)} · {t('wentOut')} {money(preview.wentOut)}
      </p>
      {preview.repeated > 0 && <p className="quiet">{preview.repeated === preview.lines ? t('statementNothingNew') : t('statementRepeated', { count: preview.repeated })}</p>}
      <Warnings warnings={preview.warnings} />
      <div className="buttons"><Button loading={busy} disabled={preview.lines === 0 || preview.repeated === preview.lines} onClick={onKeep}>{t('statementKeep')}</Button></div>
    </div>
  )
}

function Warnings({ warnings }: { warnings: StatementPreview['warnings'] }) {
  const { t } = useReader()
  if (warnings.length === 0) return null
  return (
    <details className="statement-warnings" open>
      <summary>{t('statementWarnings')} ({warnings.length})</summary>
      <ul>
        {warnings.map((one) => (
          <li key={`${one.code} ${one.place ?? ''} ${one.text}`}>
            {one.place !== null && <b>{t('statementLine', { place: one.place })}</b>} {t(`warning_${one.code}`)} <small className="quiet">{one.text}</small>
          </li>
        ))}
      </ul>
    </details>
  )
}

function AskColumns({ preview, onColumns }: { preview: StatementPreview; onColumns: (columns: Columns) => void }) {
  const { t } = useReader()
  const [columns, setColumns] = useState<Columns>({})
  const headings = preview.table?.headings ?? []
  const sample = preview.table?.sample[0] ?? []
  const choices = [
    { value: '', label: t('columnNone') },
    ...headings.map((heading, index) => ({ value: String(index), label: `${heading || index + 1} (${(sample[index] ?? '').slice(0, 24)})` })),
  ]
  const isEnough = columns.date !== undefined && (columns.amount !== undefined || (columns.debit !== undefined && columns.credit !== undefined))
  const choose = (field: (typeof FIELDS)[number], value: string) => {
    const others = Object.fromEntries(Object.entries(columns).filter(([name]) => name !== field))
    setColumns(value === '' ? others : { ...others, [field]: Number(value) })
  }
  return (
    <div className="stack">
      <div><b>{t('statementColumns')}</b><p className="quiet">{t('statementColumnsText')}</p></div>
      <div className="statement-columns">
        {FIELDS.map((field) => (
          <ChoiceField
            key={field} name={field} label={t(`column_${field}`)} value={columns[field] === undefined ? '' : String(columns[field])} choices={choices}
            onChange={(value) => choose(field, value)}
          />
        ))}
      </div>
      <div className="buttons"><Button disabled={!isEnough} onClick={() => onColumns(columns)}>{t('statementImport')}</Button></div>
    </div>
  )
}
