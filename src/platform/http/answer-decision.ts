import type { FastifyReply } from 'fastify'
import type { Result } from '../../kernel/result.ts'
import { refuse } from './problem.ts'
import type { ProblemCode } from './problem-text.ts'

type Decision<Facts, Code> = {
  /** Null where the caller sees none. */
  readonly find: () => Promise<Facts | null>
  readonly act: (found: Facts) => Promise<Result<unknown, { readonly code: Code }>>
  readonly json: (now: Facts) => Promise<object>
}

/** Does something with an object that the caller may see, and answers how it is then. */
export async function answerDecision<Facts, Code extends ProblemCode>(
  reply: FastifyReply, table: Readonly<Record<Code | 'not_found', number>>, { find, act, json }: Decision<Facts, Code>,
): Promise<FastifyReply> {
  const missing = () => refuse<{ code: 'not_found' }>(reply, table, { code: 'not_found' })
  const found = await find()
  if (found === null) return missing()
  const done = await act(found)
  if (!done.ok) return refuse(reply, table, done.error)
  const now = await find()
  return now === null ? missing() : reply.code(200).send(await json(now))
}
