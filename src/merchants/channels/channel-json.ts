import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { ConfigField, GuideStep, RegisteredConnector } from '../../connectors/contract.ts'
import type { Id } from '../../kernel/ids.ts'
import { publicId } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import { currencyOf } from '../../money/currency.ts'
import { Nullable, TimeJson } from '../../platform/http/json.ts'
import { ModeJson } from '../json.ts'
import { storesOf } from '../stores/store.ts'
import { nextStep } from './channel.ts'
import type { GuideDone } from './channel.ts'
import type { ChannelDeps } from './connect.ts'
import { guideOf } from './guide.ts'
import { isTrouble } from './health.ts'
import { openChannel, settingsOf } from './open-channel.ts'
import { formerOf, secretsOf } from './store.ts'
import type { ChannelRow } from './store.ts'

/** One field of a provider's form in the reader's language, and one step of its guide. */
export const ConnectorFieldJson = Type.Object({
  name: Type.String(), kind: Type.Enum(['text', 'secret', 'file', 'choice', 'pem']), required: Type.Boolean(),
  fallback: Nullable(Type.String()),
  choices: Type.Array(Type.String()), maxLength: Type.Integer(), advanced: Type.Boolean(), label: Type.String(),
  hint: Type.String(),
  choiceLabels: Type.Record(Type.String(), Type.String()),
}, { title: 'ConnectorField' })

export const GuideStepJson = Type.Object({
  id: Type.String(), kind: Type.Enum(['provider', 'callback', 'credentials', 'live_credentials', 'test_payment', 'go_live']),
  awaits: Type.Boolean(),
  title: Type.String(), reason: Type.String(), todo: Type.Array(Type.String()), done: Type.String(),
  paste: Type.Array(Type.Object({ label: Type.String(), text: Type.String() })),
}, { title: 'GuideStep' })

const CapabilitiesJson = Type.Object({
  lookUp: Type.Boolean({ description: 'It can be asked about a payment; else only its messages tell.' }),
  resume: Type.Boolean({ description: 'The payer can go back to its page without a new order.' }),
  revoke: Type.Boolean({ description: 'An order can be withdrawn before it is paid.' }),
  refunds: Type.Enum(['none', 'full', 'partial']),
  reservations: Type.Boolean({ description: 'Money can be reserved, and taken or released later.' }),
  ownMethodList: Type.Boolean({ description: 'It says itself which methods a merchant may offer.' }),
  ownTestMode: Type.Boolean({ description: 'It gives separate credentials for trying out.' }),
  delivers: Type.Boolean({ description: 'It can bring a link to the payer by itself, by letter or in the app of the payer’s bank.' }),
  statement: Type.Boolean({ description: 'It can be asked what it took and gave back within a time.' }),
}, { title: 'Capabilities' })

export const ConnectorJson = Type.Object({
  id: Type.String(), name: Type.String(), currencies: Type.Array(Type.String()), capabilities: CapabilitiesJson,
  fields: Type.Array(ConnectorFieldJson), guide: Type.Array(GuideStepJson),
}, { title: 'Connector' })

/** The connector with its texts in one language. */
export const connectorJson = (
  { id, name, currencies, capabilities, fields, guide }: RegisteredConnector, language: Language,
): Static<typeof ConnectorJson> => ({
  id, name, currencies: [...currencies], capabilities, fields: fields.map((field) => fieldJson(field, language)),
  guide: guide.map((step) => stepJson(step, language)),
})

export function fieldJson({ text, choices, ...field }: ConfigField, language: Language): Static<typeof ConnectorFieldJson> {
  const { label, hint, choices: choiceLabels = {} } = text[language]
  const { name, kind, required, fallback, maxLength, advanced } = field
  return { name, kind, required, fallback, maxLength, advanced, choices: [...choices], label, hint, choiceLabels }
}

export function stepJson({ id, kind, awaits, text }: GuideStep, language: Language): Static<typeof GuideStepJson> {
  const { title, reason, todo, done, paste = [] } = text[language]
  return {
    id, kind, awaits, title, reason, todo: [...todo], done,
    paste: paste.map((one) => ({ label: one.label, text: one.text })),
  }
}

export const ChannelJson = Type.Object({
  id: Type.String(), store: Type.String(), connector: Type.String(), connectorName: Type.String(), name: Type.String(),
  account: Nullable(Type.String({ description: 'The merchant account where its money lies.' })),
  state: Type.Enum(['draft', 'awaiting_provider', 'testing', 'live', 'suspended']), mode: ModeJson, stateChangedAt: TimeJson,
  callbackUrl: Type.String({ description: 'The address to give the provider.' }),
  settings: Type.Record(Type.String(), Type.String()),
  secretsSet: Type.Record(Type.String(), Type.String(), { description: 'Secret fields that have a value, with the time of the last change of credentials.' }),
  formerKeyUntil: Nullable(Type.String({
    format: 'date-time', description: 'Until when callbacks are accepted that were signed with a secret before the present ones; null: none are.',
  })),
  guide: Type.Record(Type.String(), Nullable(TimeJson)), nextStep: Nullable(Type.String()),
  lastCallbackAt: Nullable(TimeJson),
  lastFormerCallbackAt: Nullable(Type.String({
    format: 'date-time',
    description: 'The last callback since the secret was replaced that was signed with the one before: the provider does not use the new one yet.',
  })),
  verifiedAt: Nullable(TimeJson), verifyProblem: Nullable(Type.String()),
  testInvoice: Nullable(Type.Object({ id: Type.String(), payUrl: Type.String(), payment: Type.String(), createdAt: TimeJson })),
  canLookUp: Type.Boolean({ description: 'Whether the provider can be asked about a payment by its reference.' }),
  givesList: Type.Boolean({ description: 'Whether the provider can be asked what it took and gave back in a period: see `GET /v1/accounts/{id}/agreement`.' }),
  methodsCount: Type.Integer(), createdAt: TimeJson,
}, { title: 'Channel' })

/** The newest test payment of a channel, as invoices know it. */
export type TestInvoice = { readonly id: string; readonly payUrl: string; readonly payment: string; readonly createdAt: string }

/** Asks invoices for the test payments of channels of one merchant. */
type ReadTests = (
  merchantId: Id<'merchant'>, channels: readonly Id<'channel'>[],
) => Promise<ReadonlyMap<Id<'channel'>, TestInvoice>>

export type DescribeDeps = ChannelDeps & { readonly readTests: ReadTests }

/** Channels of one merchant as the API shows them. Throws `VaultLocked`. */
export async function describeChannels(
  deps: DescribeDeps, rows: readonly ChannelRow[], language: Language,
): Promise<Static<typeof ChannelJson>[]> {
  const [first] = rows
  if (first === undefined) return []
  const merchantId = first.merchant_id
  const [tests, stores] = await Promise.all([
    deps.readTests(merchantId, rows.map((row) => row.channel_id)),
    storesOf(deps.db, { merchantId, among: [...new Set(rows.map((row) => row.store_id))] }),
  ])
  const currencyIn = new Map(stores.map((store) => [store.store_id, store.currency]))
  return Promise.all(rows.map(async (row) => ({
    ...channelJson(deps, row),
    secretsSet: await secretsSetOf(deps, row),
    formerKeyUntil: await formerKeyUntil(deps, row),
    testInvoice: tests.get(row.channel_id) ?? null,
    methodsCount: await methodsCount(deps, row, { currencyCode: currencyIn.get(row.store_id) ?? '', language }),
  })))
}

type Plain = Omit<Static<typeof ChannelJson>, 'secretsSet' | 'formerKeyUntil' | 'testInvoice' | 'methodsCount'>

function channelJson({ connectors, vault, publicUrl }: DescribeDeps, row: ChannelRow): Plain {
  const registered = connectors.find((one) => one.id === row.connector)
  const steps = registered?.guide ?? []
  const done = stepsDone(steps, row)
  const token = vault.unseal(row.callback_token, {
    merchantId: row.merchant_id, objectId: row.channel_id, field: 'callback_token',
  })
  return {
    id: publicId('channel', row.channel_id, null), store: publicId('store', row.store_id, null), connector: row.connector,
    account: row.account_id === null ? null : publicId('moneyAccount', row.account_id, null),
    connectorName: registered?.name ?? row.connector, name: row.name, state: row.state, mode: row.mode,
    stateChangedAt: row.state_changed_at.toISOString(), callbackUrl: new URL(`/cb/${token.reveal()}`, publicUrl).href, settings: settingsOf(row),
    guide: Object.fromEntries(steps.map((step) => [step.id, (step.kind === 'go_live' && row.mode === 'live' ? row.state_changed_at : done[step.id])?.toISOString() ?? null])),
    nextStep: nextStep(steps, done, row.state),
    lastCallbackAt: row.last_callback_at?.toISOString() ?? null, lastFormerCallbackAt: row.last_former_callback_at?.toISOString() ?? null,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    canLookUp: registered?.capabilities.lookUp === true, givesList: registered?.capabilities.statement === true,
    verifyProblem: row.verify_problem, createdAt: row.created_at.toISOString(),
  }
}

/** The steps as a person sees them: values that the provider does not accept are kept, and their step is not done. */
function stepsDone(steps: readonly GuideStep[], row: ChannelRow): GuideDone {
  const isRefused = row.verified_at === null && isTrouble(row.verify_problem ?? '')
  const open = isRefused ? steps.filter(({ kind }) => kind === 'credentials' || kind === 'live_credentials').map(({ id }) => id) : []
  return Object.fromEntries(Object.entries(guideOf(row)).filter(([id]) => !open.includes(id)))
}

/** The secrets that have a value. They change only with the credentials step, so that is when they were set. */
async function secretsSetOf({ db, connectors }: DescribeDeps, row: ChannelRow): Promise<Record<string, string>> {
  const step = connectors.find((one) => one.id === row.connector)?.guide.find((one) => one.kind === 'credentials')
  const at = (step === undefined ? undefined : guideOf(row)[step.id]) ?? row.state_changed_at
  const fields = await secretsOf(db, { merchantId: row.merchant_id, channelId: row.channel_id })
  return Object.fromEntries(fields.map(({ field }) => [field, at.toISOString()]))
}

/** The newest is the last to end: those of one channel are kept for the same time each. */
async function formerKeyUntil({ db, clock }: DescribeDeps, row: ChannelRow): Promise<string | null> {
  const [newest] = await formerOf(db, { merchantId: row.merchant_id, channelId: row.channel_id, at: clock.now() })
  return newest?.accepted_until.toISOString() ?? null
}

/** How many methods a payer of the store's country would be offered for a usual amount; 0 until the channel can be opened. */
async function methodsCount(
  deps: DescribeDeps, row: ChannelRow, { currencyCode, language }: { currencyCode: string; language: Language },
): Promise<number> {
  const currency = currencyOf(currencyCode)
  const opened = await openChannel(deps, { merchantId: row.merchant_id, channelId: row.channel_id }, {
    settingsVersion: row.settings_version, factsAt: row.facts_at, pinnedProof: row.pinned_proof,
  })
  if (!opened.ok || currency === null) return 0
  return opened.value.connector.methods({ amount: { minor: USUAL_AMOUNT_MINOR, currency }, country: null, language }).length
}

const USUAL_AMOUNT_MINOR = 1000n
