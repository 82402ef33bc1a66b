import { Button } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { isLanguage, LANGUAGES } from '../../../src/kernel/language.ts'
import type { Language } from '../../../src/kernel/language.ts'
import { api, asked, done } from '../api/client.ts'
import { useCommand } from '../api/command.ts'
import { useSession } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Card, Page } from '../controls/page.tsx'
import { Failed, useErrorText, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { ChoiceField, PasswordField } from '../form/fields.tsx'
import { Form } from '../form/form.tsx'
import { LANGUAGE_NAMES } from '../../../src/platform/i18n/language-names.ts'
import { useReader } from '../language/reader.tsx'
import { Looks } from '../shell/person-menu.tsx'
import { useWhen } from '../shell/store.tsx'

const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: () => asked(api.GET('/v1/sessions')) })

export function Account() {
  const { t } = useReader()
  const { user } = useSession()
  return (
    <Page title={t('accountTitle')} aside={<span className="page-sub">{user.email}</span>}>
      <div className="settings">
        <Card title={t('accountLanguage')}><OwnLanguage /><Looks /></Card>
        <Card title={t('accountPassword')}><OwnPassword /></Card>
        <Card title={t('accountSessions')}><Sessions /></Card>
      </div>
    </Page>
  )
}

function OwnLanguage() {
  const { t, speak } = useReader()
  const { user } = useSession()
  const textOf = useErrorText()
  const change = useCommand({
    changes: ['session', 'connectors', 'timeline', 'invoice', 'attention', 'overview'],
    run: async (language: Language) => {
      await speak(language)
      return asked(api.PATCH('/v1/session', { body: { language } }))
    },
  })
  return (
    <>
      <ChoiceField
        name="language" label={t('language')} value={change.variables ?? user.language} disabled={change.isPending}
        choices={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
        onChange={(code) => isLanguage(code) && change.mutate(code)}
      />
      {change.error !== null && <p className="field-problem" role="alert">{textOf(change.error)}</p>}
    </>
  )
}

function OwnPassword() {
  const { t } = useReader()
  const say = useSay()
  const { value, set, settle } = useDraft({ current: '', next: '' })
  const change = useCommand({
    changes: ['sessions'],
    run: (body: { current: string; next: string }, headers) => done(api.POST('/v1/password-changes', { body, headers })),
    then: () => {
      settle({ current: '', next: '' })
      say(t('accountPasswordDone'))
    },
  })
  return (
    <Form submit={t('accountPasswordDo')} busy={change.isPending} error={change.error} onSubmit={() => change.mutate(value)}>
      <PasswordField name="current" label={t('accountPasswordNow')} value={value.current} onChange={(current) => set({ current })} />
      <PasswordField name="next" isNew label={t('passwordNew')} hint={t('passwordRule')} value={value.next} onChange={(next) => set({ next })} />
    </Form>
  )
}

function Sessions() {
  const { t } = useReader()
  const when = useWhen()
  const { data, error } = useQuery(sessionsQuery)
  const end = useCommand({
    changes: ['sessions'], run: (id: string) => done(api.DELETE('/v1/sessions/{id}', { params: { path: { id } } })),
  })
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Waiting />
  return (
    <>
      <p className="quiet">{t('accountSessionsText')}</p>
      <ul className="rows people">
        {data.items.map((session) => (
          <li key={session.id} className="row-line">
            <span>
              <b>{deviceOf(session.userAgent)}</b>{session.current && <span className="tag">{t('sessionCurrent')}</span>}
              <small>{session.address} · {t('sessionSeen', { when: when(session.lastSeenAt) })}</small>
            </span>
            {!session.current && (
              <span className="row-buttons">
                <Button
                  variant="default" size="sm" loading={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}
                >
                  {t('sessionEnd')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

const FOUND_IN_AGENT = [
  [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux'],
] as const

/** "Firefox, Windows" of a User-Agent header; the header itself where nothing in it is known. */
function deviceOf(agent: string): string {
  const known = [FOUND_IN_AGENT, SYSTEMS].flatMap((list) => list.find(([pattern]) => pattern.test(agent))?.[1] ?? [])
  return known.length === 0 ? agent.slice(0, 60) : known.join(', ')
}
