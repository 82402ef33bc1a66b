import type { FastifySchema } from 'fastify'

/**
 * Throws unless every object that a request may carry says `additionalProperties: false` (or is a record with a
 * schema for its values): a field we do not know is refused, never dropped in silence.
 */
export function requireClosedSchemas(where: string, schema: FastifySchema | undefined): void {
  if (schema?.body !== undefined) requireClosed(`${where} body`, schema.body)
  if (schema?.querystring !== undefined) requireClosed(`${where} query`, schema.querystring)
}

function requireClosed(where: string, schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  if ('properties' in schema && !('additionalProperties' in schema && schema.additionalProperties === false)) {
    throw new Error(`${where} takes unknown fields: give it additionalProperties: false`)
  }
  for (const [key, part] of Object.entries(schema)) {
    if (key === 'properties' || key === 'patternProperties') {
      for (const [name, property] of Object.entries(part)) requireClosed(`${where}/${name}`, property)
    } else if (key === 'items' || key === 'additionalProperties') {
      requireClosed(`${where}/*`, part)
    } else if ((key === 'anyOf' || key === 'allOf' || key === 'oneOf') && Array.isArray(part)) {
      for (const branch of part) requireClosed(where, branch)
    }
  }
}
