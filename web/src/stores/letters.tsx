import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import type { Letter } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card } from '../controls/page.tsx'
import { Failed, useErrorText, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { LANGUAGE_NAMES } from '../language/names.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { letterPreviewQuery, letterQuery, storeQuery, useResetLetter, useSaveLetter } from './queries.ts'
import type { LetterAt } from './queries.ts'

export function Letters() {
  const { t, language } = useReader()
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const [chosen, setChosen] = useState<Language | null>(null)
  const at = { id, kind: 'invoice', language: chosen ?? store.data?.language ?? language } as const
  const letter = useQuery(letterQuery(at))
  return (
    <div className="settings">
      <p className="quiet">{t('lettersIntro')}</p>
      <div className="columns">
        <ChoiceField
          name="language" label={t('language')} value={at.language} choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
          onChange={(code) => isLanguage(code) && setChosen(code)}
        />
      </div>
      {letter.error !== null && <Failed error={letter.error} />}
      {letter.data === undefined && letter.error === null && <Waiting />}
      {letter.data && <LetterForm key={`${at.language} ${letter.data.isDefault}`} at={at} letter={letter.data} />}
    </div>
  )
}

function LetterForm({ at, letter }: { at: LetterAt; letter: Letter }) {
  const { t } = useReader()
  const say = useSay()
  const draft = useDraft({ subject: letter.subject, body: letter.body })
  const { value, set } = draft
  const save = useSaveLetter(at, () => {
    draft.settle()
    say(t('saved'))
  })
  const reset = useResetLetter(at, () => say(t('saved')))
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
        </Form>
        {letter.unknown.length > 0 && <p className="hint-amber">{t('letterUnknown', { names: letter.unknown.map((name) => `{${name}}`).join(', ') })}</p>}
        <p className="placeholders"><small>{t('letterPlaceholders')}:</small>{letter.placeholders.map((name) => <code key={name}>{`{${name}}`}</code>)}</p>
      </Card>
      <Preview at={at} words={value} />
      <LeaveGuard isDirty={draft.isDirty} />
    </div>
  )
}

function Preview({ at, words }: { at: LetterAt; words: { subject: string; body: string } }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const asked = useDeferredValue(words)
  const { data, error } = useQuery({ ...letterPreviewQuery(at, asked), placeholderData: (before) => before })
  return (
    <section className="letter-preview" aria-label={t('letterPreview')} lang={at.language}>
      <small>{t('letterPreview')}</small>
      {error !== null && <p className="quiet">{textOf(error)}</p>}
      {data && <><b>{data.subject}</b><pre>{data.text}</pre></>}
    </section>
  )
}
