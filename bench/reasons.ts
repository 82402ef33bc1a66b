/**
 * Why a bar may be missed; printed only where it is. Figures are of single plans and profiles on a busy machine; what says
 * "probably" was not measured.
 */
const REASONS: readonly (readonly [id: string, about: RegExp, why: string])[] = [
  ['R1', /./, 'One message is two rows with six index entries and a read of attempt, invoice and payment where the INSERT is one row with ' +
    'one. Keeping alone, by ten connections and without HTTP, reached 0.41 to 0.47 of the INSERT in a trial; HTTP, two RSA verifications ' +
    '(47 µs) and three processes on two processors take the rest. What a thousand places in memory cannot hold is applied by the sweep beside it.'],
  ['R2', /WAL/, 'About 8 kB of a payment’s own records, and page images on top where a turn books few payments after its checkpoint. ' +
    '41 index entries are made, 13 of them because the partial indexes over `invoice.payment` keep every update of an invoice from being ' +
    'heap-only; the state of payment in a table of its own would save those.'],
  ['R2', /Statements/, 'Two per message by the code. The rest is once a channel and once in a while: each of 100 channels is found, opened, heard of for the ' +
    'first time and opened again under its proof, six transactions each; forty looks a second at the backlog are the bench’s own, and a ' +
    'dozen a second are the sweep and the job queue. The longer the turn, the less of it falls on a payment.'],
  ['R2', /applied/, 'The applying statement costs the database 0.9 ms of a processor, nearly three times the keeping one: nine tables with 40 index ' +
    'entries. In a profile of it the entries were a fifth, the check constraints, which are read anew for each statement, a fifth before their ' +
    'words became one constant, the flush of the log a seventh, setting the plan up a tenth, foreign keys a twentieth.'],
  ['R3', /acknowledgement/, 'Probably: acknowledging waits for connections that apply, and for the same flush of the log.'],
  ['R3', /Pay|milliseconds/, 'Probably what one press does beside its one commit: the page’s reading, and three counters against card testers, which are unlogged.'],
  ['R5', /page|days|search/, 'Every list is read in the order of an index, a page of it and no more; what is left is probably the pages of a large database ' +
    'that were not in memory.'],
  ['R8', /./, 'A document takes the processor about 14 ms, half of it Typst, which lays out every document anew, and its e-invoice 3 ms to make and ' +
    'check; the rest is the request, on a machine that the asking browser shares.'],
  [
    'R10', /Start|seconds/,
    'Reading the modules took a third of the processor time in a profile, though they are one file; what migrations and the job queue wait for the database was not measured.',
  ],
  ['R10', /after load/, 'A thousand messages wait in memory at most, the rest in the database; most of what is left is the young generation, which V8 ' +
    'lets grow under load. Kept small it cost a sixth of the acknowledgements, so it is not kept small.'],
  ['R10', /memory|megabytes/i, 'Most of it is code: packages and ours, with the texts of seven languages.'],
]

export const reasonFor = (id: string, what: string): string =>
  REASONS.find(([bar, about]) => id.startsWith(bar) && !(bar === 'R1' && id === 'R10') && about.test(what))?.[2] ?? 'Not looked into yet.'

/** Of single trials, printed below every report. */
export const MEASURED_APART = `## Where the time goes

Measured apart, on one connection, one message after the other; microseconds of processor for each callback.

| step | Node | PostgreSQL | WAL |
|---|---|---|---|
| the single INSERT | 113 | 125 | 1.9 kB |
| verifying a message | 90 | – | – |
| keeping it, with the read of what it is about | 190–250 | 320–350 | 2.8 kB |
| applying it | 210–240 | 860–910 | 7.9 kB |

Tried and not kept: words as domains instead of check constraints brought 5 to 10 % of the applying statement, a statement
of its own for changes without refund and decision 6 to 8 % of applying.
Next to try: what is unpaid in a table of its own, so that an update of an invoice is heap-only. Batches over several
payments are ruled out: one transaction never spans two merchants.
`
