import type { Catalogue } from './catalogue.ts'
import { portal as en } from './en/portal.ts'
import type { PortalTexts } from './en/portal.ts'
import { portal as et } from './et/portal.ts'
import { portal as ka } from './ka/portal.ts'
import { portal as lt } from './lt/portal.ts'
import { portal as lv } from './lv/portal.ts'
import { portal as ru } from './ru/portal.ts'
import { portal as uk } from './uk/portal.ts'

export const portalTexts: Catalogue<PortalTexts> = { lt, lv, et, uk, ka, ru, en }
