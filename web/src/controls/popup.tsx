import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'

type PopupProps = {
  readonly label: string
  readonly className: string
  readonly button: ReactNode
  readonly align?: 'start' | 'end'
  readonly children: (close: () => void) => ReactNode
}

/** A small panel under a button. Escape, a press elsewhere and leaving with Tab close it; the focus goes back to the button. */
export function Popup({ label, className, button, align = 'start', children }: PopupProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('.popup a, .popup button, .popup input')?.focus()
    const press = (event: MouseEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('mousedown', press)
    return () => document.removeEventListener('mousedown', press)
  }, [open])
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  return (
    <div
      className="popup-box" ref={box}
      onKeyDown={(event) => {
        if (!open) return
        if (event.key === 'Escape') close()
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button ref={opener} type="button" className={className} aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)}>
        {button}
      </button>
      {open && <div className={`popup popup-${align}`}>{children(close)}</div>}
    </div>
  )
}

function moveFocus(box: HTMLElement, by: 1 | -1): void {
  const items = [...box.querySelectorAll<HTMLElement>('.popup a, .popup button, .popup input')]
  const at = items.findIndex((item) => item === document.activeElement)
  items[(at + by + items.length) % items.length]?.focus()
}
