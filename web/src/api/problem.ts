/** One wrong field of a request; `field` is a path such as `lines/0/quantity`. Texts are in the reader's language. */
export type FieldProblem = { readonly field: string; readonly code: string; readonly message: string }

/** What the server answered instead of what was asked: RFC 9457, with the fields that are wrong. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string | null
  readonly fields: readonly FieldProblem[]

  constructor(about: { status: number; code: string; title: string; detail: string | null; fields: readonly FieldProblem[] }) {
    super(about.title)
    this.name = 'Problem'
    this.status = about.status
    this.code = about.code
    this.detail = about.detail
    this.fields = about.fields
  }
}

/** No answer came: whether the request was carried out is not known. */
export class NoAnswer extends Error {
  constructor() {
    super('no answer')
    this.name = 'NoAnswer'
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function fieldProblem(value: unknown): FieldProblem[] {
  if (!isRecord(value)) return []
  const { field, code, message } = value
  return typeof field === 'string' ? [{ field, code: textOf(code) ?? 'invalid', message: textOf(message) ?? '' }] : []
}

/** Reads a problem document. A body that is none (a proxy's page, nothing) still says its status. */
export function readProblem(status: number, body: unknown): Problem {
  const document = isRecord(body) ? body : {}
  return new Problem({
    status,
    code: textOf(document['code']) ?? `http_${status}`,
    title: textOf(document['title']) ?? `${status}`,
    detail: textOf(document['detail']),
    fields: Array.isArray(document['errors']) ? document['errors'].flatMap(fieldProblem) : [],
  })
}
