import { createPrivateKey } from 'node:crypto'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { systemClock } from '../src/kernel/clock.ts'
import { paysera } from '../src/connectors/paysera/connector.ts'
import { registered } from '../src/connectors/registered.ts'
import type { OpenConnector } from '../src/connectors/contract.ts'
import { callbackFields, packet, packetForm } from '../src/connectors/paysera/simulator/callback.ts'
import type { Project } from '../src/connectors/paysera/simulator/projects.ts'
import { readProject } from '../src/connectors/paysera/simulator/projects.ts'
import { SCRIPTS } from '../src/connectors/paysera/simulator/outcomes.ts'
import { unpack } from '../src/connectors/paysera/simulator/wire.ts'

/** What the worker is given. One target is one payment: shop, our reference, what Paysera calls the payment. */
export const SigningJson = Type.Object({
  privateKey: Type.String(),
  shops: Type.Array(Type.Object({ projectId: Type.String(), password: Type.String(), callbackToken: Type.String() })),
  targets: Type.Array(Type.Tuple([Type.Integer(), Type.String(), Type.String()])),
  amountMinor: Type.String(),
})

type Credentials = { readonly projectId: string; readonly password: string; readonly callbackToken: string }
type Bench = { readonly open: OpenConnector; readonly project: Project; readonly callbackToken: string }

function benchOf({ projectId, password, callbackToken }: Credentials): Bench {
  const opened = registered(paysera).open({ projectId, password }, { endpoints: paysera.endpoints, clock: systemClock, facts: null, pinnedProof: null })
  const project = readProject({ projectId, password })
  if (!opened.ok || typeof project === 'string') throw new Error('the credentials of a shop are wrong')
  return { open: opened.value, project, callbackToken }
}

/** Our connector makes the order, the simulator reads it as Paysera would, and calls back about it: paid. */
async function callbackPath({ open, project, callbackToken }: Bench, reference: string, requestId: string, { amountMinor, key }: Signer): Promise<string> {
  const started = await open.start({
    reference, mode: 'live', amount: { minor: amountMinor, currency: 'EUR' }, method: 'hanza', invoiceNumber: `SF-${reference}`,
    storeName: 'UAB Parduotuvė', language: 'lt', payer: { email: 'rasa@example.com', name: 'Rasa Petrauskienė', country: 'LT' },
    lines: [], payableUntil: null, deliverBy: null,
    urls: {
      accept: `https://pay.example/pay/${callbackToken}?back=accept`, cancel: `https://pay.example/pay/${callbackToken}?back=cancel`,
      callback: `https://pay.example/cb/${callbackToken}`,
    },
  }, async () => ({ kind: 'unknown', cause: 'no network here' }))
  if (started.kind !== 'done') throw new Error('the order was not started')
  const order = unpack(new URL(started.value.redirect).searchParams.get('data') ?? '')
  const [step] = SCRIPTS.pay.steps
  if (order === null || step === undefined) throw new Error('the simulator cannot read the order')
  const payment = { project, request: order.fields, methodKey: 'hanza', requestId }
  const fields = callbackFields({ step, payment, otherProjectId: '', at: new Date() })
  return `/cb/${callbackToken}?${packetForm(packet(fields, { project, foreignPassword: '', key, proof: 'genuine' }))}`
}

type Signer = { readonly amountMinor: bigint; readonly key: ReturnType<typeof createPrivateKey> }

if (!isMainThread) {
  const { privateKey, shops, targets, amountMinor } = Value.Parse(SigningJson, workerData)
  const signer = { amountMinor: BigInt(amountMinor), key: createPrivateKey(privateKey) }
  const benches = shops.map(benchOf)
  const paths: string[] = []
  for (const [shop, reference, requestId] of targets) {
    const bench = benches[shop]
    if (bench !== undefined) paths.push(await callbackPath(bench, reference, requestId, signer))
  }
  parentPort?.postMessage(paths)
}
