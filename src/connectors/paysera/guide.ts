import type { Guide } from '../contract.ts'
export const guide: Guide = []
