import type { Catalogue } from './catalogue.ts'
import { timeline as enTimeline } from './en/timeline.ts'
import type { TimelineTexts } from './en/timeline.ts'
import { why as enWhy } from './en/why.ts'
import type { WhyTexts } from './en/why.ts'
import { timeline as etTimeline } from './et/timeline.ts'
import { why as etWhy } from './et/why.ts'
import { timeline as kaTimeline } from './ka/timeline.ts'
import { why as kaWhy } from './ka/why.ts'
import { timeline as ltTimeline } from './lt/timeline.ts'
import { why as ltWhy } from './lt/why.ts'
import { timeline as lvTimeline } from './lv/timeline.ts'
import { why as lvWhy } from './lv/why.ts'
import { timeline as ruTimeline } from './ru/timeline.ts'
import { why as ruWhy } from './ru/why.ts'
import { timeline as ukTimeline } from './uk/timeline.ts'
import { why as ukWhy } from './uk/why.ts'

/** How things stand and what comes next. */
export const whyTexts: Catalogue<WhyTexts> = { lt: ltWhy, lv: lvWhy, et: etWhy, uk: ukWhy, ka: kaWhy, ru: ruWhy, en: enWhy }

/** What happened. */
export const timelineTexts: Catalogue<TimelineTexts> = {
  lt: ltTimeline, lv: lvTimeline, et: etTimeline, uk: ukTimeline, ka: kaTimeline, ru: ruTimeline, en: enTimeline,
}
