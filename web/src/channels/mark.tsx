import type { Channel } from '../api/nouns.ts'
import type { IconName } from '../controls/icon.tsx'
import { Mark } from '../controls/mark.tsx'
import type { Tone } from '../controls/mark.tsx'
import { useReader } from '../language/reader.tsx'
import type { TextKey } from '../language/texts.ts'

const LOOK: Record<Channel['state'], { icon: IconName; tone: Tone; text: TextKey; meaning: TextKey }> = {
  draft: { icon: 'draft', tone: 'quiet', text: 'channel_draft', meaning: 'channelDraftText' },
  awaiting_provider: { icon: 'clock', tone: 'amber', text: 'channel_awaiting_provider', meaning: 'channelAwaitingText' },
  testing: { icon: 'half', tone: 'amber', text: 'channel_testing', meaning: 'channelTestingText' },
  live: { icon: 'done', tone: 'green', text: 'channel_live', meaning: 'channelLiveText' },
  suspended: { icon: 'pause', tone: 'red', text: 'channel_suspended', meaning: 'channelSuspendedText' },
}

export function ChannelMark({ state }: { state: Channel['state'] }) {
  const { t } = useReader()
  const { icon, tone, text } = LOOK[state]
  return <Mark icon={icon} tone={tone}>{t(text)}</Mark>
}

export const meaningOf = (state: Channel['state']): TextKey => LOOK[state].meaning
