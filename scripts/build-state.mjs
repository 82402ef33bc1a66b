// What the build is made of, and whether it is still of that. Runs on any Node from 18 without packages.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runtime.mjs'

const everywhere = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs', 'scripts/build-state.mjs']

/** The two parts of `dist`, with the files and folders that each is made of. */
const PARTS = {
  server: ['src', ...everywhere],
  web: ['web', 'src/platform/i18n', 'src/money', 'src/kernel', 'openapi.json', ...everywhere],
}

const IS_TEST = /\.test\.tsx?$/

function addTo(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const entries = (() => {
    try {
      return readdirSync(full, { withFileTypes: true })
    } catch (error) {
      if (error.code === 'ENOTDIR') return null
      throw error
    }
  })()
  if (entries === null) return void hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
  for (const name of entries.map((entry) => entry.name).sort()) {
    if (name !== 'node_modules' && !IS_TEST.test(name)) addTo(hash, `${path}/${name}`)
  }
}

function inputsOf(part) {
  const hash = createHash('sha256')
  for (const path of PARTS[part]) addTo(hash, path)
  return hash.digest('hex')
}

const stampOf = (part) => join(root, 'dist', `${part}.stamp`)

/** The stamp to write once the part is built, or null if what is there is of the present sources. */
export function staleStamp(part) {
  const wanted = inputsOf(part)
  const stamp = stampOf(part)
  return existsSync(join(root, 'dist', part)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted ? null : wanted
}

/** Taken before the build: a file that changes while it runs makes the result stale. */
export const writeStamp = (part, stamp) => writeFileSync(stampOf(part), stamp)

/** The cabinet is built only where there is one. */
export const parts = () => Object.keys(PARTS).filter((part) => part !== 'web' || existsSync(join(root, 'web', 'index.html')))

export const isBuilt = () => parts().every((part) => staleStamp(part) === null)
