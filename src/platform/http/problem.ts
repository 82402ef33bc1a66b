import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Language } from '../../kernel/language.ts'
import { fieldText, problemText, problemTitle } from './problem-text.ts'
import type { FieldCode, ProblemCode, TextValues } from './problem-text.ts'

/**
 * One wrong field: `field` is a JSON pointer into the input without its leading slash, '' for the input as a whole.
 * `rule` is the id that a norm gives to what was broken; `value` is what the text shows of the input or names beside it.
 */
export type WrongField = { readonly field: string; readonly code: FieldCode; readonly limit?: number; readonly rule?: string; readonly value?: string }

/** What a verb's error may carry besides its code; every other property is a value for the code's text. */
type Refusable = {
  readonly code: ProblemCode
  readonly field?: string
  readonly fields?: readonly WrongField[]
  /** Milliseconds; answered as `Retry-After`. */
  readonly retryAfterMs?: number
}

type StatusTable = Readonly<Record<string, number>>

/** RFC 9457, with our `code` for programs and `errors` for forms. */
export const ProblemJson = Type.Object({
  type: Type.String({ description: 'about:blank: `code` tells the kinds apart.' }),
  title: Type.String(), status: Type.Integer(), detail: Type.String(), code: Type.String(),
  errors: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() })),
  incident: Type.Optional(Type.String({ description: 'Only with status 500: the name under which our log has it.' })),
}, { $id: 'Problem', title: 'Problem' })

type ProblemAnswer = { readonly description: string; readonly content: { readonly 'application/problem+json': { readonly schema: typeof ProblemJson } } }

/** The problem answers of a route, for its `response`. Merge several tables by calling it once for each. */
export function problems<T extends StatusTable>(table: T): Record<T[keyof T], ProblemAnswer> {
  const answers: Record<number, ProblemAnswer> = {}
  for (const status of new Set(Object.values(table))) {
    const codes = Object.keys(table).filter((code) => table[code] === status)
    answers[status] = { description: codes.join(', '), content: { 'application/problem+json': { schema: ProblemJson } } }
  }
  return answers
}

/** Answers a verb's error: the status from the table, the texts in the reader's language. */
export function refuse<E extends Refusable>(
  reply: FastifyReply, table: Readonly<Record<E['code'], number>>, error: E,
): FastifyReply {
  const code: E['code'] = error.code
  const status = table[code]
  const { field, fields = [], retryAfterMs } = error
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))))
  const errors: NamedField[] = fields.map((wrong) => ({ ...wrong, message: null }))
  if (field !== undefined) errors.push({ field, code, message: code })
  return sendProblem(reply, { status, code, errors, values: error })
}

/** `message` names the problem whose text stands beside the field; null where the field's own code has one. */
type NamedField = { field: string; limit?: number; rule?: string; value?: string } & ({ code: FieldCode; message: null } | { code: ProblemCode; message: ProblemCode })

type Problem = {
  readonly status: number
  readonly code: ProblemCode
  readonly errors?: readonly NamedField[]
  readonly values?: TextValues
  readonly incident?: string
}

export function sendProblem(
  reply: FastifyReply, { status, code, errors = [], values = {}, incident }: Problem,
): FastifyReply {
  const { language } = reply.request
  const body = {
    type: 'about:blank', title: problemTitle(language, status), status, detail: problemText(language, code, values), code,
    errors: errors.map((one) => ({ field: one.field, code: one.code, message: messageOf(language, one, values) })),
    ...(incident === undefined ? {} : { incident }),
  }
  return reply.code(status).type('application/problem+json; charset=utf-8').header('content-language', language)
    .serializer((payload) => JSON.stringify(payload)).send(body)
}

const messageOf = (language: Language, field: NamedField, values: TextValues): string =>
  field.message === null
    ? fieldText(language, field.code, field)
    : problemText(language, field.message, values)

/** Answers 422 for input whose form is wrong. */
export const sendInvalid = (reply: FastifyReply, fields: readonly WrongField[]): FastifyReply =>
  sendProblem(reply, { status: 422, code: 'invalid', errors: fields.map((field) => ({ ...field, message: null })) })

/** Thrown by readers of input at the edge, where a schema cannot say it; answered as 422 with the fields named. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'

  readonly fields: readonly WrongField[]

  constructor(fields: readonly WrongField[]) {
    super(fields.map(({ field, code }) => `${field}: ${code}`).join(', '))
    this.fields = fields
  }
}
