import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { Icon } from '../controls/icon.tsx'
import { LinkButton } from '../controls/link-button.tsx'
import { Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { LongField } from '../form/fields.tsx'
import { base64Of } from '../form/file-content.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { Found } from './import-found.tsx'
import { useImportTable, useLookAtTable } from './queries.ts'

/** Choose or paste a table, see what would become of each line, and only then keep it. */
export function ImportProducts() {
  const { t } = useReader()
  const { id } = useStore()
  const [content, setContent] = useState<string | null>(null)
  const look = useLookAtTable(id)
  const keep = useImportTable(id)
  const take = async (table: Blob) => {
    keep.reset()
    const read = await base64Of(table)
    setContent(read)
    look.mutate(read)
  }
  const again = () => {
    setContent(null)
    look.reset()
    keep.reset()
  }
  const error = look.error ?? keep.error
  return (
    <Page title={t('productImport')} back={{ to: '/till/products', text: t('navProducts') }}>
      {keep.data === undefined && <><p className="quiet prose">{t('importIntro')}</p><Source onTable={(table) => void take(table)} onEdit={look.reset} busy={look.isPending} /></>}
      {look.isPending && <Waiting what={t('importReading')} />}
      {error !== null && <Failed error={error} />}
      {look.data !== undefined && content !== null && keep.data === undefined && <Found found={look.data} busy={keep.isPending} onKeep={() => keep.mutate(content)} />}
      {keep.data !== undefined && (
        <section className="card card-good" role="status">
          <p><b>{t('importDone', { count: keep.data.added + keep.data.changed })}</b></p>
          <div className="buttons">
            <LinkButton to="/till/products">{t('importToProducts')}</LinkButton>
            <Button variant="default" onClick={again}>{t('importAgain')}</Button>
          </div>
        </section>
      )}
    </Page>
  )
}

/** `onEdit`: what was found in the table as it was before is not so any more. */
function Source({ onTable, onEdit, busy }: { onTable: (table: Blob) => void; onEdit: () => void; busy: boolean }) {
  const { t } = useReader()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const take = (file: File | undefined) => {
    if (file === undefined) return
    setName(file.name)
    onTable(file)
  }
  const edit = (next: string) => {
    setText(next)
    onEdit()
  }
  const paste = () => {
    setName('')
    onTable(new Blob([text]))
  }
  return (
    <section
      className={isOver ? 'card drop is-over' : 'card drop'} aria-label={t('productImport')}
      onDragOver={(event) => { event.preventDefault(); setIsOver(true) }} onDragLeave={() => setIsOver(false)}
      onDrop={(event) => { event.preventDefault(); setIsOver(false); take(event.dataTransfer.files[0]) }}
    >
      <div className="drop-ask">
        <Icon name="file" size={24} />
        <div><b>{name === '' ? t('importDrop') : name}</b><p className="quiet">{t('importDropText')}</p></div>
        <Button variant="default" disabled={busy} onClick={() => input.current?.click()}>{t('fileChoose')}</Button>
        <input
          ref={input} type="file" hidden aria-label={t('fileChoose')} accept=".csv,.txt,.tsv"
          onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = '' }}
        />
      </div>
      <details className="paste">
        <summary>{t('importOr')} <u>{t('importPaste')}</u></summary>
        <div className="stack">
          <LongField name="table" mono rows={8} label={t('importPaste')} hint={t('importPasteHint')} value={text} onChange={edit} />
          <div className="buttons"><Button variant="default" disabled={text.trim() === ''} loading={busy} onClick={paste}>{t('importLook')}</Button></div>
        </div>
      </details>
    </section>
  )
}
