// npm run bench: what Kvit reaches of its performance bars, written to docs/performance.md. Runs on any Node from 18.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { install, root, runtime, withRuntime } from './runtime.mjs'

await install()
const node = runtime()
const env = withRuntime(node)
for (const args of [[join(root, 'scripts', 'build.mjs')], [join(root, 'bench', 'bench.ts'), ...process.argv.slice(2)]]) {
  const { status } = spawnSync(node, args, { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
