/**
 * The import table of the architecture, as code. A place is where a file stands; a row says where it may reach.
 * `docs/architecture.md` shows the same table to a reader.
 */

/** The nouns from the top down. One may use those above it, and never those below. */
export const NOUNS = [
  'merchants', 'customers', 'products', 'journal', 'webhooks', 'deliveries', 'invoices', 'payments', 'registers', 'receipts', 'reminders', 'recurring', 'callbacks',
  'paypage', 'documents', 'reconciliation', 'reports',
] as const

/** Of `src` the cabinet may have these and nothing else. */
const FOR_THE_CABINET = /^src\/(platform\/i18n\/|money\/|kernel\/language\.ts$|merchants\/brand-colour\.ts$)/

/** Packages that mean a database or a server: a connector has neither. */
const SERVER_PACKAGES = /^(pg|pg-boss|kysely|fastify|@fastify\/.*|undici|nodemailer|preact.*|node:(fs|http|https|net|tls|dns|child_process|worker_threads).*)$/

/** The way to the till, and out of it with whoever signs out. */
const TILL_DOORS = /^web\/src\/(router|shell\/person-menu)\.tsx$/

const PROVIDER_SIDES = /^src\/(connectors|fiscalisers)\/([^/]+)\//
const CONTRACTS = /^src\/(connectors|fiscalisers)\/(contract|contract-values|registered|simulator|simulator-[a-z]+)\.ts$/

/** What fiscal law says about receipts whoever files them: tables with a date, and sums. Nouns and fiscalisers use it alike. */
const FISCAL_LAW = /^src\/fiscalisers\/(tables\/[a-z-]+|sale-taxes|shift-totals)\.ts$/

/** What `main.ts` loads when it is called for: the only files that open the whole program. */
const COMMANDS = /^src\/(serve\.ts$|openapi\.ts$|demo\/)/

/** Of a provider's simulator, of what simulators share, or of the process that runs them. */
export const isSimulator = (path: string): boolean => /^src\/(connectors|fiscalisers)\/([^/]+\/simulator(\.ts|\/)|simulator)/.test(path) || path.startsWith('src/sandbox/')

type Reach = { readonly from: string; readonly to: string; readonly isOurs: boolean; readonly dynamic: boolean; readonly typeOnly: boolean }

/** What is wrong with one import of code that runs in production; null if nothing is. */
export function faultOf(one: Reach): string | null {
  const [, top = '', rest = ''] = /^src\/([^/]+)\/(.*)$/.exec(one.from) ?? []
  if (one.from.startsWith('web/')) return cabinetFault(one)
  if (one.from === 'src/main.ts') return one.isOurs && !one.dynamic ? 'commands are loaded when they are called' : null
  if (one.to === 'src/main.ts') return 'nothing imports main.ts'
  if (top === '' || COMMANDS.test(one.from)) return rootFault(one)
  if (one.to === 'src/app.ts') return 'only commands import app.ts'
  if (one.to === 'src/config.ts') return 'the configuration is handed out by app.ts'
  if (top === 'kernel') return one.isOurs ? beyond(one, /^src\/kernel\//, 'the kernel imports nothing') : builtinFault(one, 'the kernel')
  if (top === 'money') return one.isOurs ? beyond(one, /^src\/(money|kernel)\//, 'money knows only the kernel') : builtinFault(one, 'money')
  if (top === 'connectors' || top === 'fiscalisers') return providerFault(one, rest)
  if (top === 'platform') return one.isOurs ? beyond(one, /^src\/(platform|money|kernel)\//, 'the platform knows no noun') : null
  if (top === 'sandbox') return one.isOurs ? sandboxFault(one) : null
  return nounFault(one, top)
}

const beyond = (one: Reach, allowed: RegExp, sentence: string): string | null => (allowed.test(one.to) ? null : sentence)

const builtinFault = (one: Reach, who: string): string | null => (one.to.startsWith('node:') ? null : `${who} uses no package`)

/** app.ts, the configuration, and the commands. */
function rootFault(one: Reach): string | null {
  if (/^src\/(config|health)\.ts$/.test(one.from)) return one.isOurs ? beyond(one, /^src\/(platform|kernel)\//, 'it knows only the platform') : null
  if (one.from !== 'src/app.ts' && !COMMANDS.test(one.from)) return 'src holds main.ts, app.ts, config.ts, health.ts, the commands and folders'
  if (isSimulator(one.to)) return 'the server never imports a simulator'
  return one.from === 'src/app.ts' && COMMANDS.test(one.to) ? 'only main.ts loads a command' : null
}

function cabinetFault(one: Reach): string | null {
  if (one.from.startsWith('web/src/') && one.to.startsWith('web/till/')) return TILL_DOORS.test(one.from) ? null : 'the cabinet does not know the till: what both show is the cabinet’s'
  if (!one.isOurs || one.to.startsWith('web/') || FOR_THE_CABINET.test(one.to)) return null
  return 'the cabinet knows the server by its API only'
}

function providerFault(one: Reach, rest: string): string | null {
  if (FISCAL_LAW.test(one.from)) return one.isOurs
    ? beyond(one, /^src\/((money|kernel)\/|fiscalisers\/(contract\.ts$|tables\/))/, 'the law knows no provider')
    : 'the law uses no package'
  const [, kind, provider] = PROVIDER_SIDES.exec(one.from) ?? []
  if (provider === undefined) return contractFault(one, rest)
  if (!one.isOurs) return SERVER_PACKAGES.test(one.to) ? 'a connector has no database, no server and no network of its own' : null
  if (/^src\/(money|kernel)\//.test(one.to) || CONTRACTS.test(one.to)) return simulatorFault(one)
  if (kind === 'fiscalisers' && FISCAL_LAW.test(one.to)) return isSimulator(one.from) ? 'a simulator knows the law by itself' : null
  if (!one.to.startsWith(`src/${kind}/${provider}/`)) return 'a connector knows itself, its contract, money and the kernel'
  return simulatorFault(one)
}

/** The simulator is written from the provider's documents alone, so that one mistake is not made twice. */
function simulatorFault(one: Reach): string | null {
  if (!isSimulator(one.from)) return isSimulator(one.to) ? 'a connector does not know its simulator' : null
  const isOwnSide = PROVIDER_SIDES.test(one.to) && !isSimulator(one.to)
  return isOwnSide ? 'a simulator shares no code with the connector it checks' : null
}

/** contract.ts, registry.ts and what simulators share. */
function contractFault(one: Reach, file: string): string | null {
  if (!one.isOurs) return null
  if (/^src\/(money|kernel)\//.test(one.to)) return null
  if (file === 'registry.ts' && /\/(connector|fiscaliser)\.ts$/.test(one.to)) return null
  if (file === 'registry.ts' || isSimulator(one.from) === isSimulator(one.to)) return CONTRACTS.test(one.to) ? null : 'contracts know no provider'
  return CONTRACTS.test(one.to) && one.typeOnly ? null : 'contracts know no provider'
}

function sandboxFault(one: Reach): string | null {
  if (isSimulator(one.to) || /^src\/(platform|money|kernel)\//.test(one.to) || CONTRACTS.test(one.to)) return null
  return 'the sandbox knows simulators only: what the server knows would make it agree with the server'
}

function nounFault(one: Reach, top: string): string | null {
  const place = NOUNS.findIndex((noun) => noun === top)
  if (place < 0) return `${top} is no place of the architecture`
  if (!one.isOurs) return null
  if (isSimulator(one.to)) return 'the server never imports a simulator'
  if (/^src\/(platform|money|kernel)\//.test(one.to) || one.to.startsWith(`src/${top}/`)) return null
  if (/^src\/(connectors|fiscalisers)\/(contract|registry)\.ts$/.test(one.to) || FISCAL_LAW.test(one.to)) return null
  if (/^src\/(connectors|fiscalisers)\//.test(one.to)) return 'a noun knows providers by their contract'
  const other = NOUNS.findIndex((noun) => one.to.startsWith(`src/${noun}/`))
  if (other < 0) return 'a noun knows the nouns above it, the platform, money and the kernel'
  if (other > place) return `${NOUNS[other]} stands below ${top}`
  return privateFault(one)
}

/** A noun's SQL, routes and schedule are its own; the type of a row may be read, since it is generated from the schema anyway. */
function privateFault(one: Reach): string | null {
  if (one.typeOnly || !/\/(?:[a-z-]+-)?(store|api|jobs)\.tsx?$/.test(one.to)) return null
  return 'a noun keeps its store, api and jobs to itself'
}
