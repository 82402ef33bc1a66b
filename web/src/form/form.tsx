import { Button } from '@mantine/core'
import { createContext, use, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, SubmitEvent } from 'react'
import { Problem } from '../api/problem.ts'
import type { FieldProblem } from '../api/problem.ts'
import { Icon } from '../controls/icon.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { useReader } from '../language/reader.tsx'

const Problems = createContext<ReadonlyMap<string, string>>(new Map())

/** What is wrong with the field of this name, or null. */
export const useFieldProblem = (name: string): string | null => use(Problems).get(name) ?? null

const NONE: readonly FieldProblem[] = []

type FormProps = {
  readonly children: ReactNode
  readonly submit: string
  readonly busy: boolean
  /** The answer to the last sending, if it was a refusal. */
  readonly error: Error | null
  readonly onSubmit: () => void
  readonly onCancel?: (() => void) | undefined
  /** Looked at before sending; what it finds stands beside the fields as the server's findings do. */
  readonly check?: () => readonly FieldProblem[]
  /** More buttons beside the one that sends. What they order goes through `whenSound`, which looks for mistakes first. */
  readonly actions?: (whenSound: (order: () => void) => void) => ReactNode
  /** The button that sends is not the one thing to do here. */
  readonly second?: boolean
  /** What it does cannot be taken back. Its way out is then not called *Cancel*, since that may be the very thing it does. */
  readonly danger?: boolean
  readonly submitOff?: boolean
}

/** A form that says beside each field, and all together, what is to be mended. Nothing typed is lost. */
export function Form({ children, submit, busy, error, onSubmit, onCancel, check, actions, second, danger, submitOff }: FormProps) {
  const { t } = useReader()
  const [found, setFound] = useState<readonly FieldProblem[]>([])
  const fields = found.length > 0 ? found : error instanceof Problem ? error.fields : NONE
  const problems = useMemo(() => new Map(fields.map((field) => [field.field, field.message])), [fields])
  const whenSound = (order: () => void) => {
    if (busy) return
    const wrong = check?.() ?? []
    setFound(wrong)
    if (wrong.length === 0) order()
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    whenSound(onSubmit)
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && onCancel) onCancel()
  }
  return (
    <Problems value={problems}>
      <form className="form" noValidate onSubmit={send} onKeyDown={leave}>
        <Summary error={found.length > 0 ? null : error} fields={fields} />
        {children}
        <div className="buttons">
          {second && actions?.(whenSound)}
          <Button
            type="submit" loading={busy} disabled={submitOff ?? false} variant={second ? 'default' : 'filled'}
            {...(danger ? { color: 'red.8' } : {})}
          >
            {submit}
          </Button>
          {!second && actions?.(whenSound)}
          {onCancel && <Button type="button" variant="subtle" color="gray" onClick={onCancel}>{t(danger ? 'leaveAsIs' : 'cancel')}</Button>}
        </div>
      </form>
    </Problems>
  )
}

function Summary({ error, fields }: { error: Error | null; fields: readonly FieldProblem[] }) {
  const { t } = useReader()
  const textOf = useErrorText()
  const box = useRef<HTMLDivElement>(null)
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    if (error === null && fields.length === 0) return
    const wrong = fields.map(({ field }) => [field, fieldIn(box.current, field)] as const)
    setLabels(new Map(wrong.map(([name, field]) => [name, labelOf(field)])))
    for (const [, field] of wrong) field?.closest('details')?.setAttribute('open', '')
    box.current?.focus()
  }, [error, fields])
  if (error === null && fields.length === 0) return null
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={box}>
      <Icon name="alert" />
      <div>
        <strong>{saysMore(error, fields) ? textOf(error) : t('errorsSummary', { count: fields.length })}</strong>
        {fields.length > 0 && (
          <ul>
            {fields.map((field) => (
              <li key={field.field}>
                <button type="button" onClick={() => fieldIn(box.current, field.field)?.focus()}>
                  {[labels.get(field.field) ?? '', field.message].filter((part) => part !== '').join(': ')}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

/** Whether the refusal says something that does not stand beside its fields. */
const saysMore = (error: Error | null, fields: readonly FieldProblem[]): error is Error =>
  error !== null && (fields.length === 0 || (error instanceof Problem && error.code !== 'invalid' && fields.every((field) => field.code !== error.code)))

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The field of this name in the form around `from`; null if the form does not show it. */
function fieldIn(from: HTMLElement | null, name: string): Field | null {
  const found = from?.closest('form')?.elements.namedItem(name)
  const field = found instanceof RadioNodeList ? found[0] : found
  const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement
  return isField ? field : null
}

/** Its label without what is said behind it; of choices, what they are choices for. */
function labelOf(field: Field | null): string {
  if (field?.type === 'radio') return field.closest('fieldset')?.querySelector('legend')?.textContent ?? ''
  return field?.labels?.[0]?.firstChild?.textContent ?? ''
}
