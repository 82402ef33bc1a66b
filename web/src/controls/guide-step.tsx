import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { GuideStep } from '../api/nouns.ts'
import { useReader } from '../language/reader.tsx'
import { useWhen } from '../shell/store.tsx'
import { Copyable } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { useErrorText } from './waiting.tsx'

type FoldProps = {
  readonly n: number
  readonly step: GuideStep
  /** Null: not done yet. */
  readonly doneAt: string | null
  readonly open: boolean
  readonly onToggle: () => void
  readonly children: ReactNode
}

/** A numbered step of a guide that folds; open, it says why and what to do, and `children` what is done here. */
export function StepFold({ n, step, doneAt, open, onToggle, children }: FoldProps) {
  const { t } = useReader()
  const when = useWhen()
  const head = useRef<HTMLHeadingElement>(null)
  const wasOpen = useRef(open)
  // A long step that closes above this one moves it out of sight.
  useEffect(() => {
    if (open && !wasOpen.current) head.current?.scrollIntoView({ block: 'nearest' })
    wasOpen.current = open
  }, [open])
  return (
    <li className={`step ${doneAt === null ? '' : 'is-done'} ${open ? 'is-open' : ''}`}>
      <h3 ref={head}>
        <button type="button" aria-expanded={open} aria-controls={`step-${step.id}`} onClick={onToggle}>
          <span className="step-n" aria-hidden="true">{doneAt === null ? n : <Icon name="check" size={16} />}</span>
          <span className="step-title">
            {step.title}
            {doneAt !== null && <small>{t('stepDoneAt', { when: when(doneAt) })}</small>}
          </span>
          <Icon name="down" size={18} />
        </button>
      </h3>
      {open && (
        <div className="step-body" id={`step-${step.id}`}>
          <p>{step.reason}</p>
          {step.todo.length > 0 && <ol className="todo">{step.todo.map((text) => <li key={text}>{text}</li>)}</ol>}
          {children}
        </div>
      )}
    </li>
  )
}

export const StepPaste = ({ step }: { step: GuideStep }) => step.paste.map(({ label, text }) => (
  <div className="labelled" key={label}><b>{label}</b><Copyable text={text} what={label} multiline={text.length > 80} /></div>
))

/** How one knows that it went well, and that the other side may take its time. */
export function StepLooks({ step }: { step: GuideStep }) {
  const { t } = useReader()
  return (
    <>
      {step.done !== '' && <p className="step-looks"><Icon name="check" size={16} /><span><b>{t('stepLooks')}:</b> {step.done}</span></p>}
      {step.awaits && <p className="hint-amber">{t('stepAwaits')}</p>}
    </>
  )
}

/** Marks what happened outside of Kvit as done, or takes the mark back. */
export function StepTick({ isDone, busy, error, onTick }: { isDone: boolean; busy: boolean; error: Error | null; onTick: () => void }) {
  const { t } = useReader()
  const textOf = useErrorText()
  return (
    <>
      <Button variant={isDone ? 'default' : 'filled'} loading={busy} onClick={onTick}>{t(isDone ? 'stepUnmark' : 'stepMark')}</Button>
      {error !== null && <p className="field-problem" role="alert">{textOf(error)}</p>}
    </>
  )
}
