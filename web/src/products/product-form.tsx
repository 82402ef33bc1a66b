import { ActionIcon, Button } from '@mantine/core'
import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { Currency } from '../../../src/money/currency.ts'
import type { KnownUnit, ProductFields, TaxLetter } from '../api/nouns.ts'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { useReader } from '../language/reader.tsx'
import { LettersField } from './letters-field.tsx'
import { faultsIn, fieldsOf, OTHER, soldUnder } from './written.ts'
import type { Written } from './written.ts'

/** What the form must know of the store. */
export type Shop = { readonly currency: Currency; readonly units: readonly KnownUnit[]; readonly letters: readonly TaxLetter[] }

type FormProps = {
  readonly draft: Draft<Written>
  readonly shop: Shop
  readonly save: { isPending: boolean; error: Error | null; mutate: (fields: ProductFields) => void }
  readonly onCancel?: () => void
}

export function ProductForm({ draft, shop, save, onCancel }: FormProps) {
  const { t } = useReader()
  const { value, set } = draft
  const { currency, units, letters } = shop
  const check = () => faultsIn(value, currency, { missing: t('required'), amount: t('notAmount'), number: t('notNumber') })
  const send = () => {
    // What stands beside a field afterwards is counted among those that were sent.
    set({ barcodes: soldUnder(value).length === 0 ? [''] : soldUnder(value) })
    save.mutate(fieldsOf(value, units, currency))
  }
  return (
    <div className="product">
      <Form submit={t('save')} busy={save.isPending} error={save.error} check={check} onSubmit={send} onCancel={onCancel}>
        <Card>
          <div className="form">
            <TextField name="name" label={t('productName')} value={value.name} maxLength={128} onChange={(name) => set({ name })} />
            <div className="columns">
              <TextField name="code" label={t('productCode')} hint={t('productCodeHint')} value={value.code} maxLength={64} onChange={(code) => set({ code })} />
              <TextField
                name="price/amount" numeric label={t('productPrice')} hint={t('productPriceHint')} suffix={currency} value={value.price}
                onChange={(price) => set({ price })}
              />
            </div>
            <UnitFields draft={draft} units={units} />
            <Barcodes draft={draft} />
            {(letters.length > 0 || value.taxLetters !== '') && <LettersField letters={letters} value={value.taxLetters} onChange={(taxLetters) => set({ taxLetters })} />}
          </div>
        </Card>
        {(letters.length > 0 || value.uktzed !== '' || value.dkpp !== '') && (
          <Card title={t('productForTax')}>
            <p className="quiet">{t('productForTaxHint')}</p>
            <div className="columns">
              <TextField name="uktzed" optional label={t('productUktzed')} value={value.uktzed} onChange={(uktzed) => set({ uktzed })} />
              <TextField name="dkpp" optional label={t('productDkpp')} value={value.dkpp} onChange={(dkpp) => set({ dkpp })} />
            </div>
          </Card>
        )}
        <LeaveGuard isDirty={draft.isDirty} />
      </Form>
    </div>
  )
}

function UnitFields({ draft: { value, set }, units }: { draft: Draft<Written>; units: readonly KnownUnit[] }) {
  const { t } = useReader()
  const choose = (unit: string) => {
    const known = units.find(({ code }) => String(code) === unit)
    set({ unit, ...(known !== undefined && { weighed: known.weighed }) })
  }
  return (
    <>
      <ChoiceField
        name="unit" label={t('productUnit')} value={value.unit} onChange={choose}
        choices={[...units.map(({ code, name }) => ({ value: String(code), label: name })), { value: OTHER, label: t('productUnitOther') }]}
      />
      {value.unit === OTHER && (
        <div className="columns">
          <TextField name="unit/name" label={t('productUnitName')} value={value.unitName} maxLength={64} onChange={(unitName) => set({ unitName })} />
          <TextField
            name="unit/code" optional label={t('productUnitCode')} hint={t('productUnitCodeHint')} value={value.unitCode} maxLength={5}
            onChange={(unitCode) => set({ unitCode })}
          />
        </div>
      )}
      <SwitchField name="weighed" label={t('productWeighed')} hint={t('productWeighedHint')} checked={value.weighed} onChange={(weighed) => set({ weighed })} />
    </>
  )
}

/** A scanner types a barcode and presses Enter: that begins the next one instead of sending the form. */
function Barcodes({ draft: { value: { barcodes }, set } }: { draft: Draft<Written> }) {
  const { t } = useReader()
  const box = useRef<HTMLDivElement>(null)
  const add = () => {
    if (barcodes.at(-1) !== '') set({ barcodes: [...barcodes, ''] })
    requestAnimationFrame(() => [...box.current?.querySelectorAll('input') ?? []].at(-1)?.focus())
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    add()
  }
  return (
    <div className="barcodes" ref={box} onKeyDown={press}>
      {barcodes.map((barcode, at) => (
        <div key={at} className="barcode">
          <TextField
            name={`barcodes/${at}`} optional={at === 0} label={t('productBarcode')} labelHidden={at > 0} {...(at === 0 ? { hint: t('productBarcodesHint') } : {})}
            value={barcode} maxLength={64} onChange={(text) => set({ barcodes: barcodes.map((one, place) => (place === at ? text : one)) })}
          />
          {barcodes.length > 1 && (
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={`${t('remove')}: ${barcode}`} onClick={() => set({
              barcodes: barcodes.filter((_, place) => place !== at),
            })}>
              <Icon name="cross" size={18} />
            </ActionIcon>
          )}
        </div>
      ))}
      <Button type="button" variant="subtle" color="gray" size="sm" leftSection={<Icon name="plus" size={16} />} onClick={add}>{t('productBarcodeAdd')}</Button>
    </div>
  )
}
