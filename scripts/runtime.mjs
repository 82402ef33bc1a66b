// Runs on any Node from 18, before anything is installed: no packages, no new syntax.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modules = join(root, 'node_modules')
const pinned = join(modules, '.bin', 'node')

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** npm's own record of what it installed says the same as the lock file; optional packages may be absent. */
function isInstalled() {
  const record = join(modules, '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = readJson(record).packages
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(([path, { version, optional }]) =>
    path === '' || installed[path]?.version === version || (optional === true && installed[path] === undefined))
}

/** The machine's own npm: not run by a Node inside the folder that npm is about to replace. */
const npmEnvironment = () => ({
  ...process.env,
  PATH: (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules)).join(delimiter),
})

/** Runs npm quietly, with a line now and then so that nobody thinks it hangs; its output is shown when it fails. */
async function npm(args, title) {
  const begin = Date.now()
  console.log(`${title} …`)
  const child = spawn('npm', args, { cwd: root, env: npmEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  child.stdout.on('data', (bytes) => said.push(bytes))
  child.stderr.on('data', (bytes) => said.push(bytes))
  const seconds = () => Math.round((Date.now() - begin) / 1000)
  const ticker = setInterval(() => console.log(`  … ${seconds()} s, ${packagesSoFar()} packages`), 5000)
  const problem = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? null : `npm ended with ${code}`))
  })
  clearInterval(ticker)
  if (problem === null) return console.log(`  done in ${seconds()} s`)
  console.error(Buffer.concat(said).toString('utf8'))
  fail(`"npm ${args.join(' ')}" failed: ${problem}.`)
}

const packagesSoFar = () => (existsSync(modules) ? readdirSync(modules).filter((name) => !name.startsWith('.')).length : 0)

export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Installs what the lock file names, if it is not there already. */
export async function install() {
  if (!isInstalled()) await npm(['ci', '--no-audit', '--no-fund'], 'Installing packages')
}

/** npm's packages that hold the program itself, with no install script; which of them fits is npm's own choice. */
const isRuntimePackage = (name) => /^node-(bin-)?(linux|darwin)-/.test(name)

function pinnedVersion() {
  const [, version] = Object.entries(readJson(join(root, 'package.json')).optionalDependencies).find(([name]) => isRuntimePackage(name))
  return version
}

/**
 * The Node that Kvit runs on, whatever the machine has: the installed package's, or the one that runs this if it is
 * of the very same version.
 */
export function runtime() {
  const version = pinnedVersion()
  if (process.versions.node === version) return process.execPath
  const { status, stdout, stderr, error } = spawnSync(pinned, ['--version'], { encoding: 'utf8' })
  if (status === 0 && stdout.trim() === `v${version}`) return pinned
  const problem = (error?.message ?? stderr).trim()
  return fail(`Node ${version} from node_modules does not run here: ${problem}\n${wayOut(problem)}`)
}

function wayOut(problem) {
  const [, library] = /(lib\w+\.so[.\d]*)/.exec(problem) ?? []
  if (library === 'libatomic.so.1') return 'Install that library (Debian, Ubuntu: apt-get install libatomic1; Fedora: dnf install libatomic) and run this again.'
  if (library !== undefined) return 'Install that library and run this again.'
  return 'Were optional packages left out when npm installed? Run "npm ci --include=optional", then this again.'
}

/** The environment in which every `node` is the pinned one. */
export const withRuntime = (node) => ({ ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` })
