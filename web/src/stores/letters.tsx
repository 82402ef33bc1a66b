import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import type { Letter } from '../api/nouns.ts'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { ChoiceField, LongField, TextField } from '../form/fields.tsx'
import { LeaveGuard } from '../form/leave-guard.tsx'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { useStore } from '../shell/store.tsx'
import { letterPreviewQuery, letterQuery, storeQuery, useResetLetter, useSaveLetter } from './queries.ts'
import type { LetterAt } from './queries.ts'
import { SmsTemplate } from './sms-words.tsx'
import type { WrittenSms } from './sms-words.tsx'
import { useTypedWords, useWords } from './typed-words.ts'
import type { ChangeWords } from './typed-words.ts'
import { UnknownNames, WordsForm, WordsPreview } from './words-form.tsx'

type Words = { readonly subject: string; readonly body: string }

type Kind = LetterAt['kind'] | 'sms'

const KINDS: readonly Kind[] = ['invoice', 'receipt', 'reminder', 'overdue', 'sms']

const KIND_TEXT = { invoice: 'letterInvoice', receipt: 'letterReceipt', reminder: 'letterReminder', overdue: 'letterOverdue', sms: 'letterSms' } as const

/** The words of a store's letters and text messages, in each language. */
export function Letters() {
  const { t, language: own } = useReader()
  const { id } = useStore()
  const store = useQuery(storeQuery(id))
  const [kind, setKind] = useState<Kind>('invoice')
  const [chosen, setChosen] = useState<Language | null>(null)
  const letters = useTypedWords<Words>()
  const messages = useTypedWords<WrittenSms>()
  const language = chosen ?? store.data?.language ?? own
  const name = `${kind} ${language}`
  return (
    <div className="settings">
      {kind !== 'sms' && <p className="quiet">{t('lettersIntro')}</p>}
      <div className="columns">
        <ChoiceField
          name="kind" label={t('letterKind')} value={kind} onChange={(one) => setKind(KINDS.find((known) => known === one) ?? 'invoice')}
          choices={KINDS.map((one) => ({ value: one, label: t(KIND_TEXT[one]) }))}
        />
        <ChoiceField
          name="language" label={t('language')} value={language} choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
          onChange={(code) => isLanguage(code) && setChosen(code)}
        />
      </div>
      {kind === 'receipt' && store.data?.receiptLetters === false && <p className="hint-amber">{t('receiptLettersOff')}</p>}
      {kind === 'sms'
        ? <SmsTemplate key={name} at={{ id, language }} typed={messages.typed[name]} change={messages.changeOf(name)} />
        : <LetterTemplate key={name} at={{ id, kind, language }} typed={letters.typed[name]} change={letters.changeOf(name)} />}
      <LeaveGuard isDirty={() => letters.isDirty() || messages.isDirty()} />
    </div>
  )
}

type Writing = { readonly at: LetterAt; readonly typed: Words | undefined; readonly change: ChangeWords<Words> }

function LetterTemplate({ at, typed, change }: Writing) {
  const { data, error } = useQuery(letterQuery(at))
  if (data === undefined) return error === null ? <Waiting /> : <Failed error={error} />
  return <LetterForm at={at} letter={data} typed={typed} change={change} />
}

function LetterForm({ at, letter, typed, change }: Writing & { readonly letter: Letter }) {
  const { t } = useReader()
  const { value, set, onSaved, onReset } = useWords<Words>({ saved: { subject: letter.subject, body: letter.body }, typed, change })
  const save = useSaveLetter(at, onSaved)
  const reset = useResetLetter(at, onReset)
  const preview = useQuery({ ...letterPreviewQuery(at, useDeferredValue(value)), placeholderData: (before) => before })
  return (
    <div className="letter">
      <WordsForm saved={letter} value={value} save={save} reset={reset}>
        <TextField name="subject" label={t('letterSubject')} maxLength={200} value={value.subject} onChange={(subject) => set({ subject })} />
        <LongField name="body" rows={10} label={t('letterBody')} maxLength={4000} value={value.body} onChange={(body) => set({ body })} />
        <UnknownNames names={preview.data?.unknown ?? []} text="letterUnknown" />
      </WordsForm>
      <WordsPreview language={at.language} error={preview.error} invoice={preview.data?.invoice}>
        {preview.data && <><b>{preview.data.subject}</b><pre>{preview.data.text}</pre></>}
      </WordsPreview>
    </div>
  )
}
