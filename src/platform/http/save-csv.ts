import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { BusinessDate } from '../../kernel/business-date.ts'

/** What a table holds, in a word; of which store; and of which days: without a first one of all before `to`. */
export type TableName = { readonly what: string; readonly store: string; readonly from?: BusinessDate | undefined; readonly to: BusinessDate }

/** Answers with a table that the browser saves under a name of its own; what comes in pieces leaves piece by piece. */
export const saveCsv = (reply: FastifyReply, name: TableName, table: string | AsyncIterable<string>): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', dispositionOf(name)).header('cache-control', 'no-store')
    .send(typeof table === 'string' ? table : Readable.from(table))

/** Twice, once without the letters that are no ASCII, for those who do not read the other. Source: RFC 6266, appendix D. */
function dispositionOf({ what, store, from, to }: TableName): string {
  const named = (one: string): string => [what, one.replaceAll(/^-+|-+$/g, ''), from, to].filter((part) => part !== undefined && part !== '').join('_')
  const letters = store.normalize('NFC').replaceAll(/[^\p{L}\p{N}]+/gu, '-')
  return `attachment; filename="${named(letters.replaceAll(/[^-0-9A-Za-z]+/g, ''))}.csv"; filename*=UTF-8''${encodeURIComponent(named(letters))}.csv`
}
