// Builds dist/server and dist/web from the sources, each only when its sources changed. Runs on the pinned Node.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parts, staleStamp, writeStamp } from './build-state.mjs'
import { root } from './runtime.mjs'

const src = join(root, 'src')

/**
 * All code ends up in one folder, so a module's own address would no longer say where it stood. Here it still does:
 * files beside the code lie in dist/server as they lie in src, and `new URL('./x', import.meta.url)` finds them.
 */
const keepAddresses = {
  name: 'keep-addresses',
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!path.startsWith(src + sep) || !text.includes('import.meta.url')) return undefined
      const place = JSON.stringify(`./${relative(src, path).split(sep).join('/')}`)
      return { contents: text.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
}

const NOT_AT_RUN_TIME = new Set(['.ts', '.tsx', '.md'])

/**
 * Packages with machine code or worker files beside their modules. All others are part of the build: read one by one,
 * their 1,700 files made a start half as long again and the process 30 MB larger.
 */
const LOADED_FROM_THEIR_FOLDER = ['@node-rs/argon2', '@myriaddreamin/*', '@resvg/resvg-js', 'pino']
/** Older packages ask for Node's own modules by `require`, which a module does not have by itself. */
const REQUIRE_FOR_PACKAGES = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

async function buildServer() {
  const { build } = await import('esbuild')
  const partial = join(root, 'dist', 'server.partial')
  rmSync(partial, { recursive: true, force: true })
  await build({
    entryPoints: [join(src, 'main.ts')], outdir: partial, entryNames: '[name]', chunkNames: 'chunk-[hash]', absWorkingDir: root,
    bundle: true, splitting: true, external: LOADED_FROM_THEIR_FOLDER, platform: 'node', format: 'esm', target: 'node24',
    minifyWhitespace: true, minifySyntax: true, sourcemap: 'linked', sourcesContent: false, banner: { js: REQUIRE_FOR_PACKAGES },
    jsx: 'automatic', jsxImportSource: 'preact', plugins: [keepAddresses], logLevel: 'warning',
  })
  cpSync(src, partial, {
    recursive: true,
    filter: (path) => !NOT_AT_RUN_TIME.has(extname(path)) && !path.includes(`${sep}fixtures`),
  })
  const place = join(root, 'dist', 'server')
  rmSync(place, { recursive: true, force: true })
  renameSync(partial, place)
}

async function buildWeb() {
  const { build } = await import('vite')
  const config = ['vite.config.ts', 'vite.config.js'].map((name) => join(root, 'web', name)).find((path) => existsSync(path))
  await build({ root: join(root, 'web'), ...(config === undefined ? {} : { configFile: config }), logLevel: 'warn' })
}

/** Builds those of the parts whose sources changed; `server` and `web` unless said otherwise. */
export async function buildStale(wanted = parts()) {
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (const part of wanted) {
    const stamp = staleStamp(part)
    if (stamp === null) continue
    const begin = performance.now()
    console.log(`Building ${part === 'web' ? 'the cabinet' : 'the server'} …`)
    await (part === 'web' ? buildWeb() : buildServer())
    writeStamp(part, stamp)
    console.log(`  done in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildStale()
