import type { Standing } from '../src/api/nouns.ts'
import { useReader } from '../src/language/reader.tsx'
import type { Reader } from '../src/language/reader.tsx'
import { useRegister } from './queries.ts'

/** What the frame says while the tax service cannot be reached: that selling goes on and until when, or that it may not and why. */
export function ServiceBand({ standing }: { standing: Standing }) {
  const { t, moment } = useReader()
  const { timeZone } = useRegister()
  const text = bandText(standing, t, (at) => moment(timeZone, at))
  return text === null ? null : <p className="till-band" role={standing.offline?.stop ? 'alert' : 'status'}>{text}</p>
}

const STOPS = {
  offline_none: 'tillOfflineNone', offline_unknown: 'tillOfflineUnknown', offline_ending: 'tillOfflineEnding', offline_over: 'tillOfflineOver',
  offline_stopped: 'tillOfflineStopped',
} as const

function bandText({ offline, troubleSince, waiting }: Standing, t: Reader['t'], when: (at: string) => string): string | null {
  if (offline?.stop) return t(STOPS[offline.stop])
  if (offline !== null && offline.since !== null && offline.until !== null) return t('tillOffline', {
    since: when(offline.since), until: when(offline.until), count: offline.toTell,
  })
  return troubleSince === null ? null : t('tillServiceSilent', { count: waiting })
}
