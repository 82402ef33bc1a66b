import { Button } from '@mantine/core'
import type { ProductImport } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { useReader } from '../language/reader.tsx'
import { NotFiled } from './not-filed.tsx'

/** What would become of a table, and what stands in the way. */
export function Found({ found, busy, onKeep }: { found: ProductImport; busy: boolean; onKeep: () => void }) {
  const { t } = useReader()
  const { added, changed, unchanged, problemCount } = found
  const count = added + changed
  return (
    <div className="stack" role="status">
      <p><b>{count === 0 && problemCount === 0 ? t('importNothing') : t('importFound', { added, changed, unchanged })}</b></p>
      <Columns columns={found.columns} />
      {problemCount > 0 && <Problems problems={found.problems} count={problemCount} />}
      {problemCount === 0 && count > 0 && <div className="buttons"><Button loading={busy} onClick={onKeep}>{t('importKeep', { count })}</Button></div>}
      {found.lines.length > 0 && problemCount === 0 && <Lines lines={found.lines} count={count} />}
    </div>
  )
}

function Columns({ columns }: { columns: ProductImport['columns'] }) {
  const { t } = useReader()
  const unread = columns.filter(({ field }) => field === null).map(({ heading }) => heading).filter((heading) => heading !== '')
  return (
    <p className="quiet">
      {t('importColumnsRead')}: {columns.flatMap(({ field }) => (field === null ? [] : [t(`csv_${field}`)])).join(', ')}.
      {unread.length > 0 && <> {t('importColumnsUnread')}: {unread.join(', ')}.</>}
    </p>
  )
}

function Problems({ problems, count }: { problems: ProductImport['problems']; count: number }) {
  const { t } = useReader()
  return (
    <Card title={t('importProblems', { count })} tone="attention">
      <p>{t('importProblemsText')}</p>
      <ol className="import-problems">
        {problems.map((one) => (
          <li key={`${one.line} ${one.field} ${one.code} ${one.message}`}>
            <span className="import-where"><b>{t('importLine', { line: one.line })}</b><small className="quiet">{one.heading ?? t(`csv_${one.field}`)}</small></span>
            <span className="import-what"><Icon name="alert" size={16} /><span>{one.message}{!one.message.includes(one.text) && <code>{one.text}</code>}</span></span>
          </li>
        ))}
      </ol>
      {problems.length < count && <p className="quiet">{t('importProblemsShown', { count: problems.length })}</p>}
    </Card>
  )
}

function Lines({ lines, count }: { lines: ProductImport['lines']; count: number }) {
  const { t } = useReader()
  return (
    <Card>
      <table className="list import-lines">
        <caption className="sr-only">{t('productImport')}</caption>
        <thead><tr><th scope="col">{t('productCode')}</th><th scope="col">{t('productName')}</th><th scope="col">{t('importChanges')}</th></tr></thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.line}>
              <td className="num">{line.code}</td>
              <td>{line.name}</td>
              <td>
                {line.outcome === 'added' && <span className="tag">{t('importAdds')}</span>}
                <NotFiled notFiled={line.notFiled} />
                {line.outcome === 'changed' && line.changes.length === 0 && <span className="tag">{t('productSellAgain')}</span>}
                {line.changes.map(({ field, from, to }) => (
                  <div key={field}>{t(`csv_${field}`)}: <b>{to === '' ? '–' : to}</b> {from !== '' && <small className="quiet">{t('importWas', { value: from })}</small>}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length < count && <p className="quiet">{t('importLinesShown', { count: lines.length })}</p>}
    </Card>
  )
}
