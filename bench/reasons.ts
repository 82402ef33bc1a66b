/**
 * Why a bar may be missed; printed only where it is. Figures are of single plans and profiles on a busy machine; what says
 * "probably" was not measured.
 */
const REASONS: readonly (readonly [id: string, about: RegExp, why: string])[] = [
  ['R1', /./, 'One message is two rows with six index entries and a read of attempt, invoice and payment where the INSERT is one row with ' +
    'one, and several times the database’s work; two RSA verifications are 47 µs more. Applying goes on at the same time, one ' +
    'message at a time, and keeps one of the two processors busy.'],
  ['R2', /WAL/, 'About 8 kB of a payment’s own records, and page images on top where a turn books few payments after its checkpoint. ' +
    '41 index entries are made, 13 of them because the partial indexes over `invoice.payment` keep every update of an invoice from being ' +
    'heap-only; the state of payment in a table of its own would save those.'],
  ['R2', /Statements/, 'Two per message by the code. What the database counts above that is probably: looks at the backlog, the sweep, the job ' +
    'queue’s polls and the opening of 100 channels, spread over the payments of a short turn.'],
  ['R2', /applied/, 'The applying statement costs the database 0.9 ms of a processor, nearly three times the keeping one: nine tables with 40 index ' +
    'entries. The text of check constraints, read anew for each statement, is a fifth to a quarter of it.'],
  ['R3', /acknowledgement/, 'Probably: acknowledging waits for connections that apply, and for the same flush of the log.'],
  ['R3', /Pay|milliseconds/, 'Probably the four commits of one press: two counters against card testers (together), the intent, the start.'],
  ['R5', /page|days|search/, 'Every list is read in the order of an index, a page of it and no more; what is left is probably the pages of a large database ' +
    'that were not in memory.'],
  ['R8', /./, 'On a busy machine a document took the processor 11 ms to lay out and write with Typst, 8 ms to prepare (logo, codes, amounts, texts), and ' +
    'its e-invoice 3 ms to make and check; Typst lays out every document anew.'],
  ['R10', /Start|seconds/, 'Reading the modules took half of the processor time in a profile; what migrations and the job queue wait for the database was not measured.'],
  ['R10', /memory|megabytes/i, 'Modules of the server’s packages take 126 MB without any of our code, Fastify and TypeBox about half of what that is above a bare Node.'],
]

export const reasonFor = (id: string, what: string): string =>
  REASONS.find(([bar, about]) => id.startsWith(bar) && !(bar === 'R1' && id === 'R10') && about.test(what))?.[2] ?? 'Not looked into yet.'
