/** Drawn for Kvit: 24 by 24, one stroke. A path a name. */
const PATHS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  invoices: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h5',
  payments: 'M3 7h18v11H3zM3 11h18M7 15h3',
  customers: 'M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5',
  till: 'M5 11h14l1.500 5v4h-17v-4zM8 11V4h8v7M10 7h4M3.500 16h17M10.500 18.200h3',
  products: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9M8 5.300l8 4.500',
  channels: 'M8 12a4 4 0 0 0 4 4h4a4 4 0 0 0 0-8h-1M16 12a4 4 0 0 0-4-4H8a4 4 0 0 0 0 8h1',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.7-4.7',
  bell: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 6H4s2-1 2-6M10 19.500a2.2 2.2 0 0 0 4 0',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.8-3.7 3.7-5.5 7.5-5.500s6.7 1.8 7.5 5.5',
  store: 'M4 9.5 5.5 4h13L20 9.500M4 9.500a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M5.5 12v8h13v-8M10 20v-4.500h4V20',
  check: 'M5 12.5 10 17.5 19.5 7',
  done: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.300l2.8 2.800L16 9.5',
  alert: 'M12 4 2.8 20h18.400zM12 10v4.500M12 17.200v.1',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.300l3.3 2',
  question: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.500a2.5 2.5 0 1 1 3.7 2.200c-.8.5-1.2 1-1.2 1.800M12 16.500v.1',
  circle: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  half: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 8h6M12 12h8.500M12 16h6.5',
  draft: 'M5 19.5 6 15.2 16 5l3 3L9 18.400zM14 7l3 3',
  cross: 'M6 6l12 12M18 6 6 18',
  banned: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.8 5.800l12.4 12.4',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  out: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  file: 'M6 3h9l4 4v14H6zM14 3v5h5',
  send: 'M21 3 3 10.500l7 3.200M21 3l-7.3 18-3.7-7.300M21 3 10 13.7',
  coins: 'M9 13a5 3 0 1 0 0-6 5 3 0 0 0 0 6zM4 10v5c0 1.7 2.2 3 5 3s5-1.3 5-3v-5M14 12.500c.6-.3 1.4-.5 2.3-.5 2.6 0 4.7 1.2 4.7 2.700S18.9 17.4 16.3 17.400c-.8 0-1.6-.1-2.3-.4M21 14.700v3c0 1.5-2.1 2.7-4.7 2.7-2 0-3.7-.7-4.4-1.8',
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  dots: 'M5 12v.1M12 12v.1M19 12v.1',
  bin: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  pause: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM10 9v6M14 9v6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M5.6 18.4 7 17M17 7l1.4-1.4',
  code: 'M8 7l-5 5 5 5M16 7l5 5-5 5',
  key: 'M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v4M15 12v3',
  phone: 'M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A16 16 0 0 1 4 5a1 1 0 0 1 1-1z',
  mail: 'M3 6h18v13H3zM3 7l9 7 9-7',
} as const

export type IconName = keyof typeof PATHS

/** An icon beside a word: never read aloud by itself. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round"
      />
    </svg>
  )
}
