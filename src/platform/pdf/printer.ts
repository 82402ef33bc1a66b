import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { Resvg } from '@resvg/resvg-js'
import { loadFonts } from './fonts.ts'

/** What a template may be given. Texts arrive as texts: no template of ours turns data into markup. */
export type PdfData =
  | string | number | boolean | null
  | readonly PdfData[]
  | { readonly [name: string]: PdfData }

/** A file inside the PDF, as PDF/A-3 allows: the same invoice as XML, say. */
export type PdfAttachment = {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array
  /** `alternative` says the same as the pages, `supplement` adds to them. */
  readonly relationship: 'alternative' | 'supplement' | 'data' | 'source'
  readonly description: string
}

export type PdfJob = {
  /** One of the names the printer was made with. */
  readonly template: string
  /** The template reads it as `json("/data.json")`. Its `set document` must give title and date, or bytes differ. */
  readonly data: PdfData
  /** Pictures by name: `logo` is read as `/images/logo`. */
  readonly images: ReadonlyMap<string, Uint8Array>
  readonly attachments: readonly PdfAttachment[]
}

/** Rows from the top, four bytes a pixel: red, green, blue, opacity, of which the last is always full. */
export type Picture = { readonly width: number; readonly height: number; readonly data: Uint8Array }

export type PdfPrinter = {
  /**
   * PDF/A-3b. The same job gives the same bytes, on any machine and day. Blocks the thread for a few milliseconds.
   * Throws on a mistake in a template or an unreadable picture: ask `canShow` before for pictures not ours.
   */
  readonly print: (job: PdfJob) => Uint8Array
  /** The first page as a picture `width` pixels wide, on white. Blocks and throws as `print` does. */
  readonly draw: (job: PdfJob, width: number) => Picture
  /** Whether these bytes are a picture (PNG, JPEG, GIF, WebP) that `print` can draw. */
  readonly canShow: (image: Uint8Array) => boolean
}

type Outcome = ReturnType<NodeCompiler['compile']>
type NodeTypstDocument = NonNullable<Outcome['result']>

/** Root of the compiler's world. No such folder is needed: everything it may read is put there in memory. */
const ROOT = '/kvit-documents'

/** After so many documents, results that none of them used are forgotten, so that memory does not grow with every invoice. */
const CACHE_AGE = 10

/**
 * A word too long for its column breaks anywhere rather than run into the next. The rule looks through every text, an
 * eighth of a document's time, so it stands only where there is such a word.
 */
const LONG_WORD = /[^\s/-]{28,}/
const BREAK_LONG_WORDS = `#show regex(${JSON.stringify(LONG_WORD.source)}): it => it.text.clusters().map(box).join()\n`

const ATTACHMENTS = `
#for file in json("/attachments.json") {
  pdf.attach(file.name, read("/attachments/" + file.name, encoding: none), relationship: file.relationship,
    mime-type: file.mediaType, description: file.description)
}
`

/**
 * A warm compiler with our fonts. `templates` is name → Typst source; they import each other as `/name`. Make one and
 * keep it.
 */
export function createPdfPrinter(templates: ReadonlyMap<string, string>): PdfPrinter {
  const fonts = loadFonts()
  const compiler = NodeCompiler.create({ workspace: ROOT, fontArgs: [{ fontBlobs: [...fonts.files] }] })
  for (const [name, source] of templates) compiler.addSource(`${ROOT}/${name}`, source)
  const work = { documents: 0 }

  function compiled<T>(main: string, files: ReadonlyMap<string, Uint8Array>, use: (outcome: Outcome) => T): T {
    for (const [path, content] of files) compiler.mapShadow(ROOT + path, Buffer.from(content))
    try {
      return use(compiler.compile({ mainFileContent: main }))
    } finally {
      for (const path of files.keys()) compiler.unmapShadow(ROOT + path)
      work.documents += 1
      if (work.documents % CACHE_AGE === 0) compiler.evictCache(1)
    }
  }

  function made<T>({ template, data, images, attachments }: PdfJob, use: (document: NodeTypstDocument) => T): T {
    const source = templates.get(template)
    if (source === undefined) throw new Error(`No template "${template}"`)
    const found = { longWord: false }
    const json = JSON.stringify(data, (_, value: PdfData) => {
      if (typeof value !== 'string') return value
      found.longWord ||= LONG_WORD.test(value)
      return fonts.printable(value)
    })
    const files = new Map([
      ['/data.json', Buffer.from(json)],
      ['/attachments.json', Buffer.from(JSON.stringify(attachments.map(({ content: _, ...file }) => file)))],
      ...[...images].map(([name, content]) => [`/images/${name}`, content] as const),
      ...attachments.map((file) => [`/attachments/${file.name}`, file.content] as const),
    ])
    return compiled((found.longWord ? BREAK_LONG_WORDS : '') + source + ATTACHMENTS, files, (outcome) => {
      if (outcome.result === null) throw new Error(`${template}: ${problems(compiler, outcome)}`)
      return use(outcome.result)
    })
  }

  return {
    print: (job) => made(job, (document) => compiler.pdf(document, { pdfStandard: 'a-3b' })),
    draw: (job, width) => made(job, (document) => pictureOf(compiler.plainSvg(document), width)),
    canShow: (image) => compiled('#image("/probe")', new Map([['/probe', image]]), ({ result }) => result !== null),
  }
}

/** Letters are shapes by now, so no font is looked for. */
function pictureOf(svg: string, width: number): Picture {
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: width }, background: '#fff', font: { loadSystemFonts: false } }).render()
  return { width: image.width, height: image.height, data: image.pixels }
}

/** The compiler's own words, without the data: `[{"message":"unknown variable: x", …}]`. */
function problems(compiler: NodeCompiler, outcome: Outcome): string {
  const error = outcome.takeError()
  return error === null ? 'no document' : JSON.stringify(compiler.fetchDiagnostics(error))
}
