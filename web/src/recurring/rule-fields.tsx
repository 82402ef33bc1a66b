import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { Store } from '../api/nouns.ts'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, RadioField, TextField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { datesQuery } from './queries.ts'
import { LAST_DAY, mostIssuesOf, ruleOf } from './rule.ts'
import type { WrittenRule } from './rule.ts'

const UNITS = { week: 'recurringWeeks', month: 'recurringMonths', year: 'recurringYears' } as const
const ENDS = { never: 'recurringEndNever', on: 'recurringEndOn', after: 'recurringEndAfter' } as const

export function RuleFields({ draft: { value, set }, store }: { draft: Draft<WrittenRule>; store: Store }) {
  const { t } = useReader()
  const days = Array.from({ length: LAST_DAY }, (_, n) => ({ value: String(n + 1), label: n + 1 === LAST_DAY ? t('recurringLastDay') : String(n + 1) }))
  return (
    <>
      <div className="columns">
        <TextField name="rule/count" numeric label={t('recurringEvery')} maxLength={2} value={value.count} onChange={(count) => set({ count })} />
        <ChoiceField
          name="rule/every" label={t('recurringUnit')} value={value.every} onChange={(every) => set({ every: every === 'week' || every === 'year' ? every : 'month' })}
          choices={(['week', 'month', 'year'] as const).map((unit) => ({ value: unit, label: t(UNITS[unit]) }))}
        />
        {value.every === 'month' && (
          <ChoiceField name="rule/monthDay" label={t('recurringMonthDay')} value={value.monthDay} choices={days} onChange={(monthDay) => set({ monthDay })} />
        )}
        <TextField
          name="rule/startsOn" type="date" label={t('recurringStarts')} hint={t('recurringStartsHint')} value={value.startsOn} onChange={(startsOn) => set({ startsOn })}
        />
      </div>
      <RadioField
        name="rule/end" label={t('recurringEnd')} value={value.end} onChange={(end) => set({ end: end === 'on' || end === 'after' ? end : 'never' })}
        choices={(['never', 'on', 'after'] as const).map((end) => ({ value: end, label: t(ENDS[end]) }))}
      />
      {value.end === 'on' && <TextField name="rule/endsOn" type="date" label={t('recurringEndsOn')} value={value.endsOn} onChange={(endsOn) => set({ endsOn })} />}
      {value.end === 'after' && (
        <TextField name="mostIssues" numeric label={t('recurringMost')} maxLength={4} value={value.mostIssues} onChange={(mostIssues) => set({ mostIssues })} />
      )}
      <Preview value={value} store={store} />
    </>
  )
}

function Preview({ value, store }: { value: WrittenRule; store: Store }) {
  const asked = useDeferredValue(value)
  const { data } = useQuery(datesQuery(store.id, ruleOf(asked), mostIssuesOf(asked)))
  return data === undefined ? null : <Dates dates={data.dates} />
}

export function Dates({ dates }: { dates: readonly string[] }) {
  const { t, day } = useReader()
  return (
    <section className="stack" aria-live="polite">
      <small className="quiet">{t('recurringDates')}</small>
      {dates.length === 0 && <p className="hint-amber">{t('recurringDatesNone')}</p>}
      <ol className="dates">{dates.map((one) => <li key={one}>{day(one)}</li>)}</ol>
    </section>
  )
}
