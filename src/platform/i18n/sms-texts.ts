import type { Catalogue } from './catalogue.ts'
import { sms as en } from './en/sms.ts'
import type { SmsTexts } from './en/sms.ts'
import { sms as et } from './et/sms.ts'
import { sms as ka } from './ka/sms.ts'
import { sms as lt } from './lt/sms.ts'
import { sms as lv } from './lv/sms.ts'
import { sms as ru } from './ru/sms.ts'
import { sms as uk } from './uk/sms.ts'

export const smsTexts: Catalogue<SmsTexts> = { lt, lv, et, uk, ka, ru, en }
