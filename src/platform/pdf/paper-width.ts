import { Type } from 'typebox'

/**
 * Receipt paper by its width in millimetres: what the head of such a printer reaches, in dots (8 to the millimetre), and how
 * many letters of its font A (12 × 24 dots) that is. Source: standards.md 8.
 */
export const PAPER = { 58: { dots: 384, columns: 32 }, 80: { dots: 576, columns: 48 } } as const

export type PaperWidth = keyof typeof PAPER

export const PaperWidthJson = Type.Enum(['58', '80'], { description: 'Of the paper, in millimetres; 80 where none is named.' })

/** As a query names it. */
export const paperWidth = (asked: '58' | '80' | undefined): PaperWidth => (asked === '58' ? 58 : 80)
