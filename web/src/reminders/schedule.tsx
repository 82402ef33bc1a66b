import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { ReminderSchedule, Store } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Icon } from '../controls/icon.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import type { Draft } from '../form/draft.ts'
import { ChoiceField, LongField, SwitchField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { letterPreviewQuery, letterQuery, storeQuery } from '../stores/queries.ts'
import type { LetterAt } from '../stores/queries.ts'
import { scheduleQuery, useChangeSchedule } from './queries.ts'
import { faultsIn, fieldsOf, writtenOf } from './written.ts'
import type { Written, WrittenStep } from './written.ts'

export function ReminderSettings() {
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const schedule = useQuery(scheduleQuery(id))
  const error = store.error ?? schedule.error
  if (error !== null) return <Failed error={error} />
  if (store.data === undefined || schedule.data === undefined) return <Waiting />
  return <ScheduleForm key={id} store={store.data} schedule={schedule.data} />
}

const MOST_STEPS = 10

function ScheduleForm({ store, schedule }: { store: Store; schedule: ReminderSchedule }) {
  const { t } = useReader()
  const say = useSay()
  const draft = useDraft(writtenOf(schedule))
  const { value, set } = draft
  const save = useChangeSchedule(store.id, (saved) => {
    draft.settle(writtenOf(saved))
    say(t('saved'))
  })
  const check = () => faultsIn(value, {
    notDays: t('reminderNotDays'), twice: t('reminderTwice'), notDay: (text) => t('reminderNotDay', { text }),
  })
  return (
    <div className="settings">
      <p className="quiet">{t('remindersIntro')}</p>
      <Form submit={t('save')} busy={save.isPending} error={save.error} check={check} onSubmit={() => save.mutate(fieldsOf(value))}>
        <Card>
          <SwitchField name="isOn" label={t('reminderSwitch')} hint={t('reminderSwitchHint')} checked={value.isOn} onChange={(isOn) => set({ isOn })} />
        </Card>
        <Card title={t('reminderSteps')}><Steps draft={draft} /></Card>
        <Card title={t('reminderHours')}><Hours draft={draft} store={store} holidays={schedule.holidays} /></Card>
      </Form>
      <div className="letter">
        <Preview at={{ id: store.id, kind: 'reminder', language: store.language }} title={t('letterReminder')} />
        <Preview at={{ id: store.id, kind: 'overdue', language: store.language }} title={t('letterOverdue')} />
      </div>
      <p><Link to="/settings/letters" className="link">{t('reminderWords')}</Link></p>
      <LeaveGuard isDirty={draft.isDirty} />
    </div>
  )
}

function Steps({ draft: { value, set } }: { draft: Draft<Written> }) {
  const { t } = useReader()
  const [added, setAdded] = useState(0)
  const change = (key: string, patch: Partial<WrittenStep>) => set({ steps: value.steps.map((step) => (step.key === key ? { ...step, ...patch } : step)) })
  const add = () => {
    setAdded(added + 1)
    set({ steps: [...value.steps, { key: `new ${added}`, days: '', side: 'after' }] })
  }
  return (
    <>
      <p className="quiet">{t('reminderStepsHint')}</p>
      {value.steps.map((step, at) => (
        <div className="reminder-step" key={step.key}>
          <TextField name={`steps/${at}`} numeric label={t('reminderDays')} value={step.days} maxLength={3} onChange={(days) => change(step.key, { days })} />
          <ChoiceField
            name={`side/${at}`} label={t('reminderWhen')} value={step.side} onChange={(side) => change(step.key, { side: side === 'before' ? 'before' : 'after' })}
            choices={[{ value: 'before', label: t('reminderBefore') }, { value: 'after', label: t('reminderAfter') }]}
          />
          {value.steps.length > 1 && (
            <ActionIcon
              variant="subtle" color="gray" size={36} aria-label={t('reminderRemove', { n: at + 1 })}
              onClick={() => set({ steps: value.steps.filter((one) => one.key !== step.key) })}
            >
              <Icon name="cross" size={18} />
            </ActionIcon>
          )}
        </div>
      ))}
      {value.steps.length < MOST_STEPS && (
        <div><Button type="button" variant="default" leftSection={<Icon name="plus" size={18} />} onClick={add}>{t('reminderAdd')}</Button></div>
      )}
    </>
  )
}

/** Every half hour of a day, and its end. */
const TIMES = Array.from({ length: 49 }, (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`)

const timesWith = (own: string) => [...new Set([...TIMES, own])].toSorted().map((time) => ({ value: time, label: time }))

const HOLIDAYS_SHOWN = 3

function Hours({ draft: { value, set }, store, holidays }: { draft: Draft<Written>; store: Store; holidays: readonly string[] }) {
  const { t, country, day } = useReader()
  const hints = holidays.length === 0 ? [t('reminderHolidaysUnknown', { country: country(store.country) })]
    : [t('reminderHolidaysNext', { country: country(store.country), days: holidays.slice(0, HOLIDAYS_SHOWN).map((one) => day(one)).join(', ') })]
  if (store.country === 'UA') hints.push(t('reminderHolidaysUa'))
  return (
    <>
      <div className="columns">
        <ChoiceField
          name="sendFrom" label={t('reminderFrom')} hint={t('reminderHoursHint', { zone: store.timeZone.replaceAll('_', ' ') })} value={value.sendFrom}
          choices={timesWith(value.sendFrom).filter((time) => time.value !== '24:00')} onChange={(sendFrom) => set({ sendFrom })}
        />
        <ChoiceField
          name="sendUntil" label={t('reminderUntil')} value={value.sendUntil}
          choices={timesWith(value.sendUntil).filter((time) => time.value > value.sendFrom)} onChange={(sendUntil) => set({ sendUntil })}
        />
      </div>
      <SwitchField name="skipsWeekends" label={t('reminderWeekends')} checked={value.skipsWeekends} onChange={(skipsWeekends) => set({ skipsWeekends })} />
      <SwitchField name="skipsHolidays" label={t('reminderHolidays')} hint={hints.join(' · ')} checked={value.skipsHolidays} onChange={(skipsHolidays) => set({ skipsHolidays })} />
      <LongField
        name="daysOff" optional rows={3} label={t('reminderDaysOff')} hint={t('reminderDaysOffHint')} value={value.daysOff} onChange={(daysOff) => set({ daysOff })}
      />
    </>
  )
}

function Preview({ at, title }: { at: LetterAt; title: string }) {
  const letter = useQuery(letterQuery(at))
  const words = { subject: letter.data?.subject ?? '', body: letter.data?.body ?? '' }
  const { data } = useQuery({ ...letterPreviewQuery(at, words), enabled: letter.data !== undefined })
  if (data === undefined) return null
  return (
    <section className="letter-preview" aria-label={title} lang={at.language}>
      <small>{title}</small>
      <b>{data.subject}</b><pre>{data.text}</pre>
    </section>
  )
}
