import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import type { Letter } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, useErrorText, Waiting } from '../controls/waiting.tsx'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { LANGUAGE_NAMES } from '../language/names.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { letterPreviewQuery, letterQuery, storeQuery, useResetLetter, useSaveLetter } from './queries.ts'
import type { LetterAt } from './queries.ts'

type Words = { readonly subject: string; readonly body: string }

/** What is typed and not saved, by letter: it stays while one looks at another language or kind. */
type Typed = Readonly<Record<string, Words>>

const nameOf = ({ kind, language }: LetterAt): string => `${kind} ${language}`

const same = (a: Words, b: Words): boolean => a.subject === b.subject && a.body === b.body

const KINDS: readonly LetterAt['kind'][] = ['invoice', 'receipt', 'reminder', 'overdue']

const KIND_TEXT = { invoice: 'letterInvoice', receipt: 'letterReceipt', reminder: 'letterReminder', overdue: 'letterOverdue' } as const

export function Letters() {
  const { t, language } = useReader()
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const [kind, setKind] = useState<LetterAt['kind']>('invoice')
  const [chosen, setChosen] = useState<Language | null>(null)
  const [typed, setTyped] = useState<Typed>({})
  const at: LetterAt = { id, kind, language: chosen ?? store.data?.language ?? language }
  const letter = useQuery(letterQuery(at))
  const name = nameOf(at)
  const change = (next: (words: Words | undefined) => Words | undefined) => setTyped((all) => {
    const { [name]: now, ...others } = all
    const words = next(now)
    return words === undefined ? others : { ...others, [name]: words }
  })
  return (
    <div className="settings">
      <p className="quiet">{t('lettersIntro')}</p>
      <div className="columns">
        <ChoiceField
          name="kind" label={t('letterKind')} value={kind} onChange={(one) => setKind(KINDS.find((known) => known === one) ?? 'invoice')}
          choices={KINDS.map((one) => ({ value: one, label: t(KIND_TEXT[one]) }))}
        />
        <ChoiceField
          name="language" label={t('language')} value={at.language} choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
          onChange={(code) => isLanguage(code) && setChosen(code)}
        />
      </div>
      {kind === 'receipt' && store.data?.receiptLetters === false && <p className="hint-amber">{t('receiptLettersOff')}</p>}
      {letter.error !== null && <Failed error={letter.error} />}
      {letter.data === undefined && letter.error === null && <Waiting />}
      {letter.data && <LetterForm key={name} at={at} letter={letter.data} typed={typed[name]} change={change} />}
      <LeaveGuard isDirty={() => Object.keys(typed).length > 0} />
    </div>
  )
}

type Writing = {
  readonly at: LetterAt
  readonly letter: Letter
  readonly typed: Words | undefined
  readonly change: (next: (words: Words | undefined) => Words | undefined) => void
}

function LetterForm({ at, letter, typed, change }: Writing) {
  const { t } = useReader()
  const say = useSay()
  const value = typed ?? { subject: letter.subject, body: letter.body }
  const set = (patch: Partial<Words>) => {
    const next = { ...value, ...patch }
    change(() => (same(next, letter) ? undefined : next))
  }
  const save = useSaveLetter(at, (saved) => {
    // What was typed while the answer was on its way is not saved yet.
    change((now) => (now !== undefined && same(now, saved) ? undefined : now))
    say(t('saved'))
  })
  const reset = useResetLetter(at, () => {
    change(() => undefined)
    say(t('saved'))
  })
  return (
    <div className="letter">
      <Card>
        <p className="quiet">{t(letter.isDefault ? 'letterDefault' : 'letterOwn')}</p>
        <Form
          submit={t('save')} busy={save.isPending} error={save.error ?? reset.error} onSubmit={() => save.mutate(value)}
          actions={() => !letter.isDefault && (
            <Button type="button" variant="default" loading={reset.isPending} onClick={() => reset.mutate(null)}>{t('letterReset')}</Button>
          )}
        >
          <TextField name="subject" label={t('letterSubject')} maxLength={200} value={value.subject} onChange={(subject) => set({ subject })} />
          <LongField name="body" rows={10} label={t('letterBody')} maxLength={4000} value={value.body} onChange={(body) => set({ body })} />
          <Unknown at={at} words={value} />
        </Form>
        <p className="placeholders"><small>{t('letterPlaceholders')}:</small>{letter.placeholders.map((name) => <code key={name}>{`{${name}}`}</code>)}</p>
      </Card>
      <Preview at={at} words={value} />
    </div>
  )
}

const usePreview = (at: LetterAt, words: Words) =>
  useQuery({ ...letterPreviewQuery(at, useDeferredValue(words)), placeholderData: (before) => before })

/** Told while one types: a name that no letter knows would reach the payer as it is written. */
function Unknown({ at, words }: { at: LetterAt; words: Words }) {
  const { t } = useReader()
  const unknown = usePreview(at, words).data?.unknown ?? []
  return (
    <div role="status">
      {unknown.length > 0 && <p className="hint-amber">{t('letterUnknown', { names: unknown.map((name) => `{${name}}`).join(', ') })}</p>}
    </div>
  )
}

function Preview({ at, words }: { at: LetterAt; words: Words }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const { data, error } = usePreview(at, words)
  return (
    <section className="letter-preview" aria-label={t('letterPreview')} lang={at.language}>
      <small>{t('letterPreview')}</small>
      {error !== null && <p className="quiet">{textOf(error)}</p>}
      {data && <><b>{data.subject}</b><pre>{data.text}</pre></>}
    </section>
  )
}
