import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { SmsWords } from '../api/nouns.ts'
import { SmsLength } from '../controls/sms-length.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { LongField, SwitchField } from '../form/fields.tsx'
import { useReader } from '../language/reader.tsx'
import { smsPreviewQuery, smsWordsQuery, useResetSmsWords, useSaveSmsWords } from './queries.ts'
import type { SmsAt } from './queries.ts'
import { useWords } from './typed-words.ts'
import type { ChangeWords } from './typed-words.ts'
import { UnknownNames, WordsForm, WordsPreview } from './words-form.tsx'

export type WrittenSms = { readonly body: string; readonly plainLetters: boolean }

type Writing = { readonly at: SmsAt; readonly typed: WrittenSms | undefined; readonly change: ChangeWords<WrittenSms> }

export function SmsTemplate({ at, typed, change }: Writing) {
  const { data, error } = useQuery(smsWordsQuery(at))
  if (data === undefined) return error === null ? <Waiting /> : <Failed error={error} />
  return <SmsForm at={at} saved={data} typed={typed} change={change} />
}

const hasLink = ({ body }: WrittenSms): boolean => body.includes('{link}')

function SmsForm({ at, saved, typed, change }: Writing & { readonly saved: SmsWords }) {
  const { t } = useReader()
  const { value, set, onSaved, onReset } = useWords<WrittenSms>({ saved: { body: saved.body, plainLetters: saved.plainLetters }, typed, change })
  const save = useSaveSmsWords(at, onSaved)
  const reset = useResetSmsWords(at, onReset)
  const check = () => (hasLink(value) ? [] : [{ field: 'body', code: 'malformed', message: t('smsNoLink', { link: '{link}' }) }])
  return (
    <>
      <p className="quiet">{t('smsWordsIntro', { link: '{link}' })}</p>
      <div className="letter">
        <WordsForm saved={saved} value={value} save={save} reset={reset} check={check}>
          <LongField name="body" rows={5} label={t('letterBody')} maxLength={500} value={value.body} onChange={(body) => set({ body })} />
          {saved.mayBePlain && (
            <SwitchField
              name="plainLetters" label={t('smsPlain')} hint={t('smsPlainHint')} checked={value.plainLetters}
              onChange={(plainLetters) => set({ plainLetters })}
            />
          )}
        </WordsForm>
        <Preview at={at} words={value} />
      </div>
    </>
  )
}

function Preview({ at, words }: { at: SmsAt; words: WrittenSms }) {
  const tried = useDeferredValue(words)
  const { data, error } = useQuery({
    ...smsPreviewQuery(at, tried), enabled: tried.body.trim() !== '', placeholderData: (before) => before,
  })
  return (
    <div className="stack">
      <WordsPreview language={at.language} error={error} invoice={data?.invoice}>
        {data && <pre>{data.message.text}</pre>}
      </WordsPreview>
      {data && <SmsLength message={data.message} />}
      <UnknownNames names={data?.unknown ?? []} text="smsUnknown" />
    </div>
  )
}
