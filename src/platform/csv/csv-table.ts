/** A table as it stands in a file: every row with the number of the line on which it begins. */
export type TableRow = { readonly place: number; readonly cells: readonly string[] }

const SEPARATORS = [';', ',', '\t', '|'] as const

/** How many rows are looked at to tell the separator. */
const SAMPLE = 30

/** The separator that parts the most rows into the same number of cells, and into more than one. */
export function separatorOf(text: string): string {
  const scored = SEPARATORS.map((separator) => {
    const counts = new Map<number, number>()
    for (const { cells } of rowsOf(text, separator, SAMPLE)) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
    const best = [...counts].filter(([cells]) => cells > 2).map(([cells, rows]) => rows * Math.min(cells, 12))
    return { separator, score: Math.max(0, ...best) }
  })
  return scored.reduce((one, other) => (other.score > one.score ? other : one)).separator
}

/**
 * Rows of a delimited file. A cell may stand in double quotes, doubled inside; a quote inside an unquoted cell is a
 * character like any other, because banks write company names that way. Empty lines are left out.
 * Source: RFC 4180, as far as banks follow it.
 */
export function rowsOf(text: string, separator: string, most = Number.POSITIVE_INFINITY): TableRow[] {
  const rows: TableRow[] = []
  const state = { at: 0, place: 1, noneCloses: false }
  while (state.at < text.length && rows.length < most) {
    const place = state.place
    const cells = rowAt(text, separator, state)
    if (cells.some((cell) => cell !== '')) rows.push({ place, cells })
  }
  return rows
}

/** `noneCloses`: it was looked for once to the end of the text, and no later run of quotes closes a cell. */
type Place = { at: number; place: number; noneCloses: boolean }

function rowAt(text: string, separator: string, state: Place): string[] {
  const cells: string[] = []
  for (;;) {
    cells.push(cellAt(text, separator, state))
    const next = text[state.at]
    state.at += 1
    if (next === separator) continue
    if (next === '\r' && text[state.at] === '\n') state.at += 1
    state.place += 1
    return cells
  }
}

/** Leaves `at` on the separator, the end of the line or the end of the text. */
function cellAt(text: string, separator: string, state: Place): string {
  if (text[state.at] === '"') {
    const quoted = state.noneCloses ? endOfRun(text, separator, state.at) : quotedEnd(text, separator, state.at)
    state.noneCloses ||= quoted === null
    if (quoted !== null) {
      const inner = text.slice(state.at + 1, quoted)
      state.place += inner.split('\n').length - 1
      state.at = quoted + 1
      return inner.replaceAll('""', '"').trim()
    }
  }
  const start = state.at
  while (state.at < text.length && text[state.at] !== separator && text[state.at] !== '\n' && text[state.at] !== '\r') state.at += 1
  return text.slice(start, state.at).trim()
}

/** Where the quote closes: at one followed by a separator or an end. Null: it never does, so it was no quote. */
function quotedEnd(text: string, separator: string, from: number): number | null {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1
      continue
    }
    if (isEnd(text[at + 1], separator)) return at
  }
  return null
}

/** The same where only the run of quotes with which the cell begins may close it. */
function endOfRun(text: string, separator: string, from: number): number | null {
  let after = from
  while (text[after] === '"') after += 1
  return (after - from) % 2 === 0 && isEnd(text[after], separator) ? after - 1 : null
}

const isEnd = (next: string | undefined, separator: string): boolean => next === undefined || next === separator || next === '\n' || next === '\r'
