import { expect, test } from 'vitest'
import { escposOf } from './escpos.ts'
import type { PrintedReceipt, PrintedRow } from './receipt-view.ts'

const printed = (rows: readonly PrintedRow[], more: Partial<PrintedReceipt> = {}): PrintedReceipt => ({
  language: 'uk', mode: 'test', title: 'Чек', number: 'R2026-0001', state: null, rows, verifyUrl: null, verifyText: '', day: '2026-11-02', ...more,
})

const hexOf = (receipt: PrintedReceipt, width: 58 | 80 = 58): string => {
  const bytes = escposOf(receipt, width)
  if (!bytes.ok) throw new Error(`no byte for ${bytes.error.letter}`)
  return Buffer.from(bytes.value).toString('hex')
}

const textOf = (receipt: PrintedReceipt, width: 58 | 80 = 58): string => new TextDecoder('windows-1251').decode(Buffer.from(hexOf(receipt, width), 'hex'))

test('the code of a text is the one that the documents give for it', () => {
  expect(hexOf(printed([], { verifyUrl: 'KVIT' }))).toContain('1d286b0400314132001d286b03003143061d286b03003145311d286b07003150304b5649541d286b0300315130')
})

test('Ukrainian letters have their bytes, and the page is chosen first', () => {
  expect(hexOf(printed([{ kind: 'text', text: 'Їжак ґєі' }]))).toMatch(/^1b401c2e1b742e.*afe6e0ea20b4bab30a/)
})

test('a pair fills the line, whatever the paper, and an amount that does not fit stands under its name', () => {
  const row = { kind: 'pair', left: 'Сума', right: '71,00\u00a0₴', strong: true } as const
  expect(textOf(printed([row]))).toContain(`Сума${' '.repeat(32 - 4 - 9)}71,00 грн`)
  expect(textOf(printed([row]), 80)).toContain(`Сума${' '.repeat(48 - 4 - 9)}71,00 грн`)
  const long = textOf(printed([{ ...row, left: 'а'.repeat(30) }]))
  expect([long.includes(`${'а'.repeat(30)}\n`), long.includes(`${' '.repeat(32 - 9)}71,00 грн\n`)]).toEqual([true, true])
})

test('what the page does not have is refused and never printed as a question mark', () => {
  expect(escposOf(printed([{ kind: 'text', text: 'ხაჭაპური' }]), 58)).toEqual({ ok: false, error: { code: 'not_printable', letter: 'ხ' } })
  expect(escposOf(printed([], { language: 'ka' }), 58)).toMatchObject({ ok: false, error: { code: 'not_printable' } })
  for (const language of ['lt', 'lv', 'et', 'en'] as const) {
    expect(escposOf(printed([{ kind: 'text', text: 'ąčęėįšųūž āēģīķļņ äõöü €' }], { language }), 80).ok).toBe(true)
  }
})
