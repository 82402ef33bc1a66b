import { useNavigate } from '@tanstack/react-router'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import type { Store } from '../api/nouns.ts'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { countryChoices, currencyChoices } from '../language/countries.ts'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { useAddStore } from './queries.ts'

const HOME: Readonly<Record<Language, string>> = { lt: 'LT', lv: 'LV', et: 'EE', uk: 'UA', ka: 'GE', ru: 'LV', en: 'LT' }
const CURRENCY: Readonly<Record<string, string>> = { UA: 'UAH', GE: 'GEL' }

export function NewStoreForm({ onAdded }: { onAdded?: (store: Store) => void }) {
  const { t, language, country } = useReader()
  const navigate = useNavigate()
  const home = HOME[language]
  const { value, set } = useDraft({ name: '', language, currency: CURRENCY[home] ?? 'EUR', country: home })
  const add = useAddStore((store) => (onAdded ? onAdded(store) : void navigate({ to: '/settings/store' })))
  return (
    <Form submit={t('storeNew')} busy={add.isPending} error={add.error} onSubmit={() => add.mutate(value)}>
      <p className="quiet">{t('storeNewText')}</p>
      <TextField name="name" autoFocus label={t('storeName')} hint={t('storeNameHint')} value={value.name} onChange={(name) => set({ name })} />
      <div className="columns">
        <ChoiceField
          name="country" label={t('country')} value={value.country} choices={countryChoices(country, false)}
          onChange={(code) => set({ country: code, currency: CURRENCY[code] ?? 'EUR' })}
        />
        <ChoiceField name="currency" label={t('currency')} value={value.currency} choices={currencyChoices()} onChange={(currency) => set({ currency })} />
      </div>
      <ChoiceField
        name="language" label={t('storeLanguage')} value={value.language} choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
        onChange={(code) => isLanguage(code) && set({ language: code })}
      />
    </Form>
  )
}
