import type { Plugin, Rollup } from 'vite'

const NAME = 'till-worker.js'

const place = (path: string): string => new URL(path, import.meta.url).pathname
const TILL = place('../till/gate.tsx')
const LANGUAGES = place('../src/language/')

/** What the till begins with: the cabinet's page, the till's own code, and every language. */
const isNeeded = ({ facadeModuleId, isEntry }: Rollup.OutputChunk): boolean =>
  isEntry || facadeModuleId === TILL || facadeModuleId?.startsWith(LANGUAGES) === true

/** The names of these chunks and of everything they load before they run. */
function filesOf(bundle: Rollup.OutputBundle, names: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of names.filter((one) => !found.has(one))) {
    found.add(name)
    const chunk = bundle[name]
    if (chunk?.type === 'chunk') filesOf(bundle, chunk.imports, found)
  }
  return found
}

/** Builds the till's service worker beside the cabinet and tells it which files the till is made of. */
export const tillWorker = (): Plugin => ({
  name: 'kvit-till-worker',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: place('./till-worker.ts'), fileName: NAME })
  },
  async generateBundle(_, bundle) {
    const worker = bundle[NAME]
    if (worker?.type !== 'chunk') throw new Error('the till has no worker')
    const chunks = Object.values(bundle).flatMap((one) => (one.type === 'chunk' && one !== worker && isNeeded(one) ? [one.fileName] : []))
    const assets = Object.keys(bundle).filter((name) => /\.(css|svg|woff2)$/.test(name))
    const files = [...filesOf(bundle, chunks), ...assets].map((name) => `/${name}`).sort()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(files.join('\n'))))
    const version = Array.from(hash.slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
    worker.code = `const TILL_FILES=${JSON.stringify(files)},TILL_VERSION=${JSON.stringify(version)};\n${worker.code}`
  },
})
