import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { referenceOf } from '../src/payments/start-attempt.ts'
import type { Arena } from './arena.ts'
import type { SigningJson } from './sign.ts'
import { seedPending } from './seed.ts'
import type { Pending, Shops } from './seed.ts'

/** Makes `count` payments that wait, and Paysera's word about each. Answers the file of request addresses, one a line. */
export async function freshCallbacks(arena: Arena, shops: Shops, count: number): Promise<string> {
  const pending = await seedPending(arena, shops, count)
  const half = Math.ceil(pending.length / 2)
  const signed = await Promise.all([pending.slice(0, half), pending.slice(half)].map((part) => signedBy(shops, part)))
  const file = join(arena.folder, 'callbacks.txt')
  // The halves in turn, so that neighbours are about different merchants.
  const [first = [], second = []] = signed
  writeFileSync(file, first.flatMap((path, n) => [path, ...second.slice(n, n + 1)]).join('\n'))
  return file
}

async function signedBy(shops: Shops, pending: readonly Pending[]): Promise<string[]> {
  const place = new Map(shops.all.map((shop, n) => [shop.merchantId, n]))
  const first = Math.floor(Math.random() * 1e12)
  const workerData: Static<typeof SigningJson> = {
    privateKey: shops.paysera.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    shops: shops.all.map(({ projectId, password, callbackToken }) => ({ projectId, password, callbackToken })),
    targets: pending.map(({ shop, attemptId }, n) => [place.get(shop.merchantId) ?? 0, referenceOf(attemptId), String(first + n)]),
    amountMinor: String(pending[0]?.amountMinor ?? 0n),
  }
  const worker = new Worker(new URL('./sign.ts', import.meta.url), { workerData })
  const [message] = await once(worker, 'message')
  await worker.terminate()
  return Value.Parse(Type.Array(Type.String()), message)
}
