import type { App } from '../platform/http/route.ts'

/** A browser without script posts forms: the body of a request in this scope is `URLSearchParams`, of 4 KiB at most. Of a repeated field the first counts. */
export function readForms(scope: App): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)))
  })
}
