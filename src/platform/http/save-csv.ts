import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Answers with a table that the browser saves under `name`; what comes in pieces leaves piece by piece. */
export const saveCsv = (reply: FastifyReply, name: string, table: string | AsyncIterable<string>): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store')
    .send(typeof table === 'string' ? table : Readable.from(table))
