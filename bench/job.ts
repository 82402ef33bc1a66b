import { Type } from 'typebox'
import type { Static } from 'typebox'

/** When the measured part begins and how long it lasts, and how fast the work arrives. */
const Timing = {
  warmupSeconds: Type.Number(),
  seconds: Type.Number(),
  /** How many are under way at most. */
  atOnce: Type.Integer(),
  /** Arrivals a second, evenly spread whatever the answers do; null: the next begins when one ends. */
  perSecond: Type.Union([Type.Number(), Type.Null()]),
}

const HttpJob = Type.Object({
  kind: Type.Literal('http'),
  port: Type.Integer(),
  /** A file of requests, one a line: a path to GET, or a path, a blank and a form to POST. */
  requests: Type.String(),
  /** Whether the file is gone through again when it ends; else the run ends with it. */
  again: Type.Boolean(),
  /** What a good answer begins with, and how it contains the proof that it is one. */
  expectedStatus: Type.Integer(),
  /** What every request shows, as `authorization`; left out: nothing. */
  apiKey: Type.Optional(Type.String()),
  /** Keeps at most so many messages unapplied, as the database says; null: whatever comes of it. */
  flat: Type.Union([Type.Object({ databaseUrl: Type.String(), window: Type.Integer() }), Type.Null()]),
  ...Timing,
})

const InsertJob = Type.Object({
  kind: Type.Literal('insert'),
  databaseUrl: Type.String(),
  poolSize: Type.Integer(),
  /** The file whose lines are the bytes to insert. */
  requests: Type.String(),
  ...Timing,
})

/** One turn of one side, carried out by a process of its own (`load.ts`). */
export const JobJson = Type.Union([HttpJob, InsertJob])
export type Job = Static<typeof JobJson>

/** What came of it. Latencies in milliseconds, from the moment the request was due to the last byte of its answer. */
export const OutcomeJson = Type.Object({
  done: Type.Integer(), failed: Type.Integer(), seconds: Type.Number(), perSecond: Type.Number(),
  p50Ms: Type.Number(), p95Ms: Type.Number(), p99Ms: Type.Number(), maxMs: Type.Number(),
  /** Applied a second and the most that waited, where the run was flat; else null. */
  appliedPerSecond: Type.Union([Type.Number(), Type.Null()]),
  mostWaiting: Type.Union([Type.Integer(), Type.Null()]),
  firstFailure: Type.Union([Type.String(), Type.Null()]),
})
export type Outcome = Static<typeof OutcomeJson>
