import type { Catalogue } from './catalogue.ts'
import { cabinetShifts as en } from './en/cabinet-shifts.ts'
import type { CabinetShiftsTexts } from './en/cabinet-shifts.ts'
import { cabinetShifts as et } from './et/cabinet-shifts.ts'
import { cabinetShifts as ka } from './ka/cabinet-shifts.ts'
import { cabinetShifts as lt } from './lt/cabinet-shifts.ts'
import { cabinetShifts as lv } from './lv/cabinet-shifts.ts'
import { cabinetShifts as ru } from './ru/cabinet-shifts.ts'
import { cabinetShifts as uk } from './uk/cabinet-shifts.ts'

/** The cabinet's words for shifts, for files that are saved from it. */
export const shiftTexts: Catalogue<CabinetShiftsTexts> = { lt, lv, et, uk, ka, ru, en }
