import { inflateSync } from 'node:zlib'

/**
 * The text of each page of a PDF that Typst made, run by run in drawing order, one run a line. Enough for tests to
 * see what a reader sees: it maps glyphs back by the fonts' own ToUnicode tables and knows no other producer's habits.
 */
export function pdfPages(pdf: Uint8Array): string[] {
  const objects = objectsOf(Buffer.from(pdf).toString('latin1'))
  const kids = [...objects.values()].find((object) => object.includes('/Type /Pages'))?.match(/\/Kids \[([^\]]*)\]/)?.[1] ?? ''
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => pageText(objects.get(id) ?? '', objects))
}

export const pdfText = (pdf: Uint8Array): string => pdfPages(pdf).join('\n')

type Objects = ReadonlyMap<string, string>

const objectsOf = (file: string): Objects =>
  new Map([...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]))

function streamOf(object: string): string {
  const [head = '', rest = ''] = object.split(/stream\n([^]*)/)
  const body = rest.replace(/\nendstream$/, '')
  return head.includes('/FlateDecode') ? inflateSync(Buffer.from(body, 'latin1')).toString('latin1') : body
}

function pageText(page: string, objects: Objects): string {
  const fontList = page.match(/\/Font <<([^>]*)>>/)?.[1] ?? ''
  const fonts = new Map([...fontList.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
    const toUnicode = objects.get(id)?.match(/\/ToUnicode (\d+) 0 R/)?.[1] ?? ''
    return [name, glyphsOf(streamOf(objects.get(toUnicode) ?? ''))]
  }))
  const content = streamOf(objects.get(page.match(/\/Contents (\d+) 0 R/)?.[1] ?? '') ?? '')
  return [...content.matchAll(/^BT\n([^]*?)\nET$/gm)].map(([, block = '']) => runText(block, fonts)).join('\n')
}

/** Glyph number in four hex digits → its text. */
function glyphsOf(cmap: string): Map<string, string> {
  return new Map([...cmap.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)].map(([, glyph = '', text = '']) =>
    [glyph, Buffer.from(text, 'hex').swap16().toString('utf16le')]))
}

function runText(block: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const glyphs = fonts.get(block.match(/\/(f\d+) [\d.]+ Tf/)?.[1] ?? '')
  // Brackets within a literal string need no escape where they come in pairs.
  const strings = [...block.matchAll(/\(((?:\\[^]|[^\\()]|\((?:\\[^]|[^\\()])*\))*)\)|<([0-9A-Fa-f]+)>/g)]
  const hex = strings.map(([, literal, digits]) => (literal === undefined ? digits ?? '' : unescaped(literal))).join('')
  return [...hex.toUpperCase().matchAll(/.{4}/g)].map(([glyph]) => glyphs?.get(glyph) ?? '').join('')
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** A literal string of the PDF as hex digits. */
function unescaped(literal: string): string {
  const bytes = literal.replaceAll(/\\([0-7]{1,3}|[^])/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : ESCAPES[code] ?? code)
  return Buffer.from(bytes, 'latin1').toString('hex')
}
