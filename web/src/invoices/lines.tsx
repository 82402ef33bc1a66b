import { ActionIcon, Button } from '@mantine/core'
import { Icon } from '../controls/icon.tsx'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { emptyLine, EXEMPTIONS, ratesOf } from './written.ts'
import type { Exemption, Written, WrittenLine } from './written.ts'

export function Lines({ draft: { value, set }, country }: { draft: Draft<Written>; country: string }) {
  const { t } = useReader()
  const { lines } = value
  const change = (key: string, patch: Partial<WrittenLine>) =>
    set({ lines: lines.map((line) => (line.key === key ? { ...line, ...patch } : line)) })
  const add = () => set({ lines: [...lines, emptyLine(crypto.randomUUID(), lines.at(-1)?.vat ?? ratesOf(country)[0] ?? '0')] })
  return (
    <>
      <ol className="lines">
        {lines.map((line, at) => (
          <li key={line.key} aria-label={t('line', { n: at + 1 })}>
            <LineFields line={line} at={at} country={country} onChange={(patch) => change(line.key, patch)} />
            {lines.length > 1 && (
              <ActionIcon
                className="line-remove" variant="subtle" color="gray" size={36} aria-label={t('removeLine', { n: at + 1 })}
                onClick={() => set({ lines: lines.filter((one) => one.key !== line.key) })}
              >
                <Icon name="cross" size={18} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      <Button type="button" variant="subtle" color="gray" size="sm" leftSection={<Icon name="plus" size={16} />} onClick={add}>{t('addLine')}</Button>
    </>
  )
}

type LineFieldsProps = {
  readonly line: WrittenLine
  readonly at: number
  readonly country: string
  readonly onChange: (patch: Partial<WrittenLine>) => void
}

function LineFields({ line, at, country, onChange }: LineFieldsProps) {
  const { t } = useReader()
  const name = (field: string) => `lines/${at}/${field}`
  return (
    <div className="line">
      <div className="line-what">
        <TextField name={name('description')} label={t('description')} value={line.description} onChange={(description) => onChange({ description })} />
      </div>
      <TextField name={name('quantity')} numeric label={t('quantity')} value={line.quantity} onChange={(quantity) => onChange({ quantity })} />
      <TextField name={name('unit')} label={t('unit')} value={line.unit} maxLength={20} onChange={(unit) => onChange({ unit })} />
      <TextField name={name('unitPrice')} numeric label={t('unitPrice')} value={line.unitPrice} onChange={(unitPrice) => onChange({ unitPrice })} />
      <TextField
        name={name('discountPercent')} numeric label={t('discount')} value={line.discountPercent}
        onChange={(discountPercent) => onChange({ discountPercent })}
      />
      <VatChoice line={line} name={name('vat')} country={country} onChange={(vat) => onChange({ vat })} />
      {EXEMPTIONS.some((one) => one === line.vat) && (
        <div className="line-reason">
          <TextField name={name('vat/reason')} label={t('vatReason')} value={line.vatReason} onChange={(vatReason) => onChange({ vatReason })} />
        </div>
      )}
    </div>
  )
}

function VatChoice({ line, name, country, onChange }: { line: WrittenLine; name: string; country: string; onChange: (vat: string) => void }) {
  const { t, percent } = useReader()
  const rates = ratesOf(country)
  const known = rates.includes(line.vat) || EXEMPTIONS.some((one) => one === line.vat)
  const text = (category: Exemption) => t(`vat_${category}`)
  return (
    <ChoiceField
      name={name} label={t('vat')} value={line.vat} onChange={onChange}
      choices={[
        ...[...rates, ...(known ? [] : [line.vat])].map((value) => ({ value, label: percent(value) })),
        ...EXEMPTIONS.map((value) => ({ value, label: text(value) })),
      ]}
    />
  )
}
