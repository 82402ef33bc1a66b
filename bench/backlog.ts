import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '../src/platform/db/database.ts'

/** Keeps what was acknowledged but not applied within a window, so that a run shows a rate that could go on for ever. */
export type Backlog = {
  /** Resolves once another message may be sent. */
  room(): Promise<void>
  /** One more was acknowledged. */
  sent(): void
  /** Acknowledged and applied, as of the last look. */
  applied(): number
  mostWaiting(): number
  close(): Promise<void>
}

const LOOK_EVERY_MS = 25

export async function watchBacklog({ databaseUrl, window }: { databaseUrl: string; window: number }): Promise<Backlog> {
  const { pool, close } = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'kvit bench backlog' })
  const state = { sent: 0, applied: 0, most: 0, over: false }
  const look = async (): Promise<void> => {
    const { sent } = state
    const { rows: [row] } = await pool.query<{ waiting: bigint }>({
      name: 'waiting', text: "select count(*) as waiting from inbound_message where outcome = 'received'",
    })
    const waiting = Number(row?.waiting ?? 0n)
    state.applied = Math.max(state.applied, sent - waiting)
    state.most = Math.max(state.most, waiting)
  }
  await look()
  const looking = (async () => {
    while (!state.over) {
      await look()
      await wait(LOOK_EVERY_MS)
    }
  })()
  return {
    async room() {
      while (state.sent - state.applied >= window) await wait(2)
    },
    sent() { state.sent += 1 },
    applied: () => state.applied,
    mostWaiting: () => state.most,
    async close() {
      state.over = true
      await looking
      await close()
    },
  }
}
