import { qrSvg } from '../platform/pdf/qr.ts'
import type { BankCode } from './invoice-document.ts'
import { nbuSideMm, nbuSvg } from './nbu-symbol.ts'

/** As its standard has it drawn. A text of ours is never too long for it. */
export const bankCodeSvg = ({ standard, text }: BankCode): string => (standard === 'nbu' ? nbuSvg(text) : null) ?? qrSvg(text)

/** Millimetres a side in print, quiet zone included. */
export const bankCodeSideMm = ({ standard, text }: BankCode): number => (standard === 'nbu' ? nbuSideMm(text) : 27)
