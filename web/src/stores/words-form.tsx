import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldProblem } from '../api/problem.ts'
import { Card } from '../controls/page.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'

type Command<Asked> = { readonly isPending: boolean; readonly error: Error | null; readonly mutate: (asked: Asked) => void }

type WordsFormProps<Words> = {
  /** The store's words as they are saved, or Kvit's. */
  readonly saved: { readonly isDefault: boolean; readonly placeholders: readonly string[] }
  readonly value: Words
  readonly save: Command<Words>
  readonly reset: Command<null>
  readonly check?: () => readonly FieldProblem[]
  readonly children: ReactNode
}

/** A form for words that a store may write itself, with the names it may put in braces and the way back to Kvit's. */
export function WordsForm<Words>({ saved, value, save, reset, check, children }: WordsFormProps<Words>) {
  const { t } = useReader()
  return (
    <Card>
      <p className="quiet">{t(saved.isDefault ? 'letterDefault' : 'letterOwn')}</p>
      <Form
        submit={t('save')} busy={save.isPending} error={save.error ?? reset.error} onSubmit={() => save.mutate(value)} {...(check && { check })}
        actions={() => !saved.isDefault && (
          <Button type="button" variant="default" loading={reset.isPending} onClick={() => reset.mutate(null)}>{t('letterReset')}</Button>
        )}
      >
        {children}
      </Form>
      <p className="placeholders"><small>{t('letterPlaceholders')}:</small>{saved.placeholders.map((name) => <code key={name}>{`{${name}}`}</code>)}</p>
    </Card>
  )
}

const inBraces = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ')

/** Told while one types: a name that is not known would reach the payer as it is written. */
export function UnknownNames({ names, text }: { names: readonly string[]; text: 'letterUnknown' | 'smsUnknown' }) {
  const { t } = useReader()
  return <div role="status">{names.length > 0 && <p className="hint-amber">{t(text, { names: inBraces(names) })}</p>}</div>
}

type PreviewProps = {
  readonly language: string
  readonly error: Error | null
  /** The number of the invoice it is tried on; null: an invented one; undefined: not known yet. */
  readonly invoice: string | null | undefined
  readonly children: ReactNode
}

export function WordsPreview({ language, error, invoice, children }: PreviewProps) {
  const { t } = useReader()
  const textOf = useErrorText()
  const title = typeof invoice === 'string' ? t('letterPreviewOf', { number: invoice }) : t(invoice === null ? 'letterPreviewInvented' : 'letterPreview')
  return (
    <section className="letter-preview" aria-label={t('letterPreview')}>
      <small>{title}</small>
      {error !== null && <p className="quiet">{textOf(error)}</p>}
      <div lang={language}>{children}</div>
    </section>
  )
}
