import { letterTexts } from '../platform/i18n/catalogue.ts'
import type { LetterBlock, LetterContent } from './letter.ts'

/** The letter for a reader without HTML: the same words in the same order, addresses on lines of their own. */
export function textOf({ language, mode, from, blocks }: LetterContent): string {
  const band = mode === 'test' ? [`*** ${letterTexts[language].test.band} ***`] : []
  return `${[...band, from.name, ...blocks.map(blockText)].join('\n\n')}\n`
}

function blockText(block: LetterBlock): string {
  switch (block.kind) {
    case 'paragraph': return block.text
    case 'sum': return `${block.label}: ${block.sum}\n${block.about}`
    case 'facts': return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n')
    case 'button': return `${block.label}:\n${block.href}`
    case 'note': return block.text
  }
}
