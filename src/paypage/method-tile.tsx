import type { ComponentChildren, JSX } from 'preact'
import { markOf } from './method-mark.ts'
import type { PayMethod } from './view.ts'

const NEUTRAL = '#5c574d'

/** Line drawings on 40 × 28, white on grey. */
const PICTURE: Record<PayMethod['kind'], string> = {
  bank: 'M20 6l9 4.5v1.5H11v-1.5zM13 14v5M18 14v5M22 14v5M27 14v5M11 21.5h18',
  card: 'M11 8h18v12H11zM11 12h18M14 16.5h4',
  wallet: 'M12 9h14v3h2v8H12zM12 12h14M24 16h1',
  credit: 'M12 9h16v11H12zM12 12.5h16M16 7v3M24 7v3M16 16h8',
  other: 'M13 14h2M19 14h2M25 14h2',
}

const drawn = (colour: string, inside: ComponentChildren): JSX.Element => (
  <svg class="tile" width="40" height="28" viewBox="0 0 40 28" aria-hidden="true">
    <rect width="40" height="28" rx="5" fill={colour} />{inside}
  </svg>
)

/** Decoration beside the method's name: screen readers pass over it. */
export function MethodTile({ method }: { method: PayMethod }): JSX.Element {
  const mark = markOf(method)
  if (mark !== undefined) return drawn(mark.colour, <text x="20" y="18">{mark.letters}</text>)
  return drawn(NEUTRAL, <g fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d={PICTURE[method.kind]} /></g>)
}
