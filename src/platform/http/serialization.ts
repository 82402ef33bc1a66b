import fastifyCompiler from '@fastify/fast-json-stringify-compiler'

/**
 * Fastify's own writers of answers, each made when its first answer is written. Making all of them at the start took
 * a third of its time and 35 MB for routes that most processes never serve.
 */
export const writersWhenNeeded: fastifyCompiler.SerializerFactory = (schemas, options) => {
  const compile = fastifyCompiler.SerializerSelector()(schemas, options)
  return (route) => {
    const made: { writer: fastifyCompiler.Serializer | null } = { writer: null }
    return (answer) => (made.writer ??= compile(route))(answer)
  }
}
