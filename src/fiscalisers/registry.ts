import { cashalot } from './cashalot/fiscaliser.ts'
import { checkbox } from './checkbox/fiscaliser.ts'
import type { RegisteredFiscaliser } from './contract.ts'
import { dps } from './dps/fiscaliser.ts'
import { registered } from './registered.ts'

/** Every fiscal service Kvit speaks to. */
export const FISCALISERS: readonly RegisteredFiscaliser[] = [registered(cashalot), registered(checkbox), registered(dps)]

/** Null: `cash_register.fiscaliser` names one this version does not have. */
export const fiscaliserById = (id: string): RegisteredFiscaliser | null => FISCALISERS.find((one) => one.id === id) ?? null
