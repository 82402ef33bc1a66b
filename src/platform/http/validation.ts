import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Validator } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Value } from 'typebox/value'
import type { FieldCode } from './problem-text.ts'
import type { WrongField } from './problem.ts'

/** Carries the wrong fields of a request from the validator to the error handler. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'

  readonly part: string
  readonly fields: readonly WrongField[]

  constructor(part: string, fields: readonly WrongField[]) {
    super(`${part} does not fit its schema`)
    this.part = part
    this.fields = fields
  }
}

/**
 * Compiles a route's schemas, each when it is first asked. A body is taken as it is; paths, queries and headers are texts, so numbers and
 * booleans in them are converted first. Texts that PostgreSQL cannot keep are refused here, for all routes at once.
 */
export const compileSchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = 'body' }) => {
  const made: { check: Validator | null } = { check: null }
  return (sent: unknown) => {
    const check = made.check ??= Compile(schema)
    const value = httpPart === 'body' ? sent ?? {} : Value.Convert(schema, sent)
    const unkeepable = httpPart === 'headers' ? null : findUnkeepable(value)
    if (unkeepable !== null) {
      return { error: new SchemaMismatch(httpPart, [{ field: unkeepable, code: 'forbidden_character' }]) }
    }
    return check.Check(value) ? { value } : { error: new SchemaMismatch(httpPart, wrongFields(check.Errors(value))) }
  }
}

/** Where a text holds U+0000 or half of a surrogate pair. Null if nowhere. */
function findUnkeepable(value: unknown): string | null {
  // Not by recursion: a body of brackets within brackets would use up the stack.
  const parts = [{ part: value, path: '' }]
  for (const { part, path } of parts) {
    if (typeof part === 'string' && (part.includes('\u0000') || !part.isWellFormed())) return path
    if (typeof part !== 'object' || part === null) continue
    for (const [key, inner] of Object.entries(part)) parts.push({ part: inner, path: path === '' ? key : `${path}/${key}` })
  }
  return null
}

/** One entry a field, in the words of a form. `field` has no leading slash. */
function wrongFields(errors: readonly TLocalizedValidationError[]): WrongField[] {
  const fields = new Map<string, WrongField>()
  for (const error of withoutBranches(errors)) {
    for (const wrong of read(error)) if (!fields.has(wrong.field)) fields.set(wrong.field, wrong)
  }
  return [...fields.values()]
}

/**
 * A union's error comes with those of all its branches, most of which were never meant. The branches' own errors
 * are kept only where a single one remains besides `null`: the field is simply of that branch, and may be empty.
 */
function withoutBranches(errors: readonly TLocalizedValidationError[]): TLocalizedValidationError[] {
  let kept = [...errors]
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const prefix = `${union.schemaPath}/anyOf/`
    const isNullBranch = (one: TLocalizedValidationError): boolean =>
      one.instancePath === union.instancePath && one.keyword === 'type' && one.params.type === 'null'
    const branches = new Set(kept.filter((one) => one.schemaPath.startsWith(prefix) && !isNullBranch(one))
      .map((one) => one.schemaPath.slice(prefix.length).split('/')[0]))
    kept = branches.size === 1
      ? kept.filter((one) => one !== union && !(one.schemaPath.startsWith(prefix) && isNullBranch(one)))
      : kept.filter((one) => !one.schemaPath.startsWith(prefix))
  }
  return kept
}

const CODES: ReadonlyMap<string, FieldCode> = new Map<string, FieldCode>([
  ['type', 'wrong_type'], ['enum', 'not_a_choice'], ['const', 'not_a_choice'], ['anyOf', 'not_a_choice'],
  ['minLength', 'too_short'], ['maxLength', 'too_long'], ['minimum', 'too_small'], ['maximum', 'too_big'],
  ['minItems', 'too_few'], ['maxItems', 'too_many_entries'],
])

function read(error: TLocalizedValidationError): WrongField[] {
  const at = error.instancePath.slice(1)
  const under = (name: string): string => (at === '' ? name : `${at}/${name}`)
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => ({ field: under(name), code: 'missing' }))
  }
  if (error.keyword === 'additionalProperties') {
    return error.params.additionalProperties.map((name) => ({ field: under(name), code: 'unknown_field' }))
  }
  if (error.keyword === 'boolean') return [{ field: at, code: 'unknown_field' }]
  const code = CODES.get(error.keyword) ?? 'malformed'
  if (code === 'too_short' && 'limit' in error.params && error.params.limit === 1) return [{ field: at, code: 'missing' }]
  return 'limit' in error.params ? [{ field: at, code, limit: Number(error.params.limit) }] : [{ field: at, code }]
}
