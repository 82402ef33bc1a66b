// npm test: everything. With arguments (`npm test -- src/money`) only those tests. Runs on any Node from 18.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { install, root, runtime, withRuntime } from './runtime.mjs'

await install()
const node = runtime()
const env = withRuntime(node)
const chosen = process.argv.slice(2)

const program = (...path) => join(root, 'node_modules', ...path)
const typesOf = (project) => [program('typescript7', 'bin', 'tsc'), '-p', project]

/** Runs a check and shows what it said if it failed. */
function check(title, args) {
  const begin = Date.now()
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    child.stdout.on('data', (bytes) => said.push(bytes))
    child.stderr.on('data', (bytes) => said.push(bytes))
    child.once('close', (code) => {
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${title} (${((Date.now() - begin) / 1000).toFixed(1)} s)`)
      if (code !== 0) console.log(Buffer.concat(said).toString('utf8'))
      resolve(code === 0)
    })
  })
}

async function checkAll(checks) {
  const results = []
  for (const [title, args] of checks) results.push(await check(title, args))
  if (results.includes(false)) process.exit(1)
}

const build = ['build', [join(root, 'scripts', 'build.mjs')]]
if (chosen.length > 0) await checkAll([build])
else {
  await checkAll([
    ['types', typesOf('tsconfig.json')],
    ...existsSync(join(root, 'web', 'tsconfig.json')) ? [
      ['types of the cabinet', typesOf('web/tsconfig.json')], ['types of the till’s worker', typesOf('web/worker/tsconfig.json')],
    ] : [],
    ['lint', [program('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', 'src', 'web', 'test', 'bench', 'scripts', 'bin']],
    build,
    ['generated files', [join(root, 'scripts', 'generate.mjs'), '--check']],
  ])
}

const { status } = spawnSync(node, [program('vitest', 'vitest.mjs'), 'run', ...chosen], { cwd: root, env, stdio: 'inherit' })
process.exit(status ?? 1)
