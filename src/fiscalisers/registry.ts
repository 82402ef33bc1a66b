import type { RegisteredFiscaliser } from './contract.ts'

/** Every fiscal service Kvit speaks to. */
export const FISCALISERS: readonly RegisteredFiscaliser[] = []

/** Null: `cash_register.fiscaliser` names one this version does not have. */
export const fiscaliserById = (id: string): RegisteredFiscaliser | null => FISCALISERS.find((one) => one.id === id) ?? null
