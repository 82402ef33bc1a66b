// Run after every `npm install`: names in package-lock.json the packages for other systems that a package asks for
// and the registry in use does not have. Without them `npm ci` calls the lock file out of step, on every system.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runtime.mjs'

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'win32', 'aix', 'sunos', 'netbsd', 'openharmony', 'wasi', 'wasm32']
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** What a name such as `@oxlint-tsgolint/darwin-arm64` says it runs on. Null if it says nothing. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-')
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  const libc = words.includes('musl') ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : null
  return os === undefined || cpu === undefined ? null : { os: [os], cpu: [cpu], libc }
}

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = []
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`
    const platform = platformOf(name)
    if (lock.packages[path] !== undefined || platform === null) continue
    const { os, cpu, libc } = platform
    lock.packages[path] = { version, cpu, ...dev === true ? { dev: true } : {}, ...libc === null ? {} : { libc }, optional: true, os }
    added.push(`${name}@${version}`)
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
lock.packages = Object.fromEntries(sorted)
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'package-lock.json names every package' : `added to package-lock.json: ${added.join(', ')}`)
