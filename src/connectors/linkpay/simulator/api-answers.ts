import { randomUUID } from 'node:crypto'
import type { Answer } from '../../simulator-server.ts'

export const apiJson = (status: number, body: string): Answer => ({
  status, headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': randomUUID() }, body,
})

/** `code` numbers are this simulator's own, but for 4032: the full list is not published. Source: sheet 4.7. */
export const apiError = (status: number, code: number, message: string): Answer =>
  apiJson(status, JSON.stringify({ error: { code, message } }))

/** As recorded: here `error` is a text. */
export const notFound = (): Answer => apiJson(404, JSON.stringify({ status: 404, error: 'Not Found' }))
