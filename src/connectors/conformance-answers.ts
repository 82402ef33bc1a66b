import type { Http, HttpAnswer, HttpRequest } from './contract.ts'

type Canned = Partial<Extract<HttpAnswer, { kind: 'answer' }>> | 'down'

/** A provider that gives these answers one after the other, the last one again and again; `asked` is what it was sent. */
export function answering(...answers: readonly Canned[]): { http: Http; asked: HttpRequest[] } {
  const asked: HttpRequest[] = []
  const http: Http = async (request) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? 'down'
    asked.push(request)
    return answer === 'down' ? { kind: 'unknown', cause: 'timed out' } : { kind: 'answer', status: 200, headers: {}, body: '', ...answer }
  }
  return { http, asked }
}

export const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) })
