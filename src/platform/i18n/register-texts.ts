import type { Catalogue } from './catalogue.ts'
import { cabinetRegisters as en } from './en/cabinet-registers.ts'
import type { CabinetRegistersTexts } from './en/cabinet-registers.ts'
import { cabinetRegisters as et } from './et/cabinet-registers.ts'
import { cabinetRegisters as ka } from './ka/cabinet-registers.ts'
import { cabinetRegisters as lt } from './lt/cabinet-registers.ts'
import { cabinetRegisters as lv } from './lv/cabinet-registers.ts'
import { cabinetRegisters as ru } from './ru/cabinet-registers.ts'
import { cabinetRegisters as uk } from './uk/cabinet-registers.ts'

/** The cabinet's words for cash registers, for what is said of them elsewhere. */
export const registerTexts: Catalogue<CabinetRegistersTexts> = { lt, lv, et, uk, ka, ru, en }
