import type { Catalogue } from './catalogue.ts'
import { cabinetAccounts as en } from './en/cabinet-accounts.ts'
import type { CabinetAccountsTexts } from './en/cabinet-accounts.ts'
import { cabinetAccounts as et } from './et/cabinet-accounts.ts'
import { cabinetAccounts as ka } from './ka/cabinet-accounts.ts'
import { cabinetAccounts as lt } from './lt/cabinet-accounts.ts'
import { cabinetAccounts as lv } from './lv/cabinet-accounts.ts'
import { cabinetAccounts as ru } from './ru/cabinet-accounts.ts'
import { cabinetAccounts as uk } from './uk/cabinet-accounts.ts'

/** The cabinet's words for money accounts, for files that are saved from it. */
export const accountTexts: Catalogue<CabinetAccountsTexts> = { lt, lv, et, uk, ka, ru, en }
