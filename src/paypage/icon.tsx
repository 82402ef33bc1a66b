import type { JSX } from 'preact'

const PATH = {
  check: 'M7 12.500l3.5 3.500L17 8.5',
  clock: 'M12 7v5l3 2',
  pause: 'M9.5 8.500v7M14.5 8.500v7',
  cross: 'M8.5 8.500l7 7M15.5 8.500l-7 7',
  back: 'M10.5 8.500L7 12l3.5 3.500M7 12h10',
  attention: 'M12 7v6M12 16.500v.1',
} as const

/** A ring with a sign in it, in the colour of the text around; decoration, because a word stands beside it. */
export function Icon({ sign, css, size = 24 }: { sign: keyof typeof PATH; css?: string; size?: number }): JSX.Element {
  return (
    <svg class={css} width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <circle cx="12" cy="12" r="10" /><path d={PATH[sign]} />
    </svg>
  )
}
