import { ActionIcon } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { useReader } from '../language/reader.tsx'
import { Icon } from './icon.tsx'

/** Typing can begin at once. A dialog without fields leaves the focus on the button that closes it. */
const FIRST_FIELD = ':is(input, textarea, select):not([type=hidden], [type=checkbox])'

type DialogProps = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}

/** A question over the page, on the browser's own `dialog`: it keeps the focus inside and closes on Escape. A press beside it closes one in which nothing can have been typed. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const { t } = useReader()
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>(FIRST_FIELD)?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element} className={wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === element.current && element.current?.querySelector(FIRST_FIELD) === null) onClose()
      }}
    >
      <div className="dialog-inner">
        <header>
          <h2 id={id}>{title}</h2>
          <ActionIcon variant="subtle" color="gray" aria-label={t('close')} onClick={onClose}><Icon name="cross" /></ActionIcon>
        </header>
        {children}
      </div>
    </dialog>
  )
}
