// npm start: from a clean clone to a running Kvit with a demo merchant. Runs on any Node from 18.
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { isBuilt } from './build-state.mjs'
import { install, root, runtime, withRuntime } from './runtime.mjs'

/** A signal often comes twice, from the terminal and from npm: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 1000

await install()
const node = runtime()
const env = withRuntime(node)
if (!isBuilt()) {
  const { status } = spawnSync(node, [join(root, 'scripts', 'build.mjs')], { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

// The server has a session of its own, so that each signal reaches it once and through here; the open channel ends
// when this process does, in whatever way, and then the server stops too.
const server = spawn(node, ['--enable-source-maps', join(root, 'dist', 'server', 'main.js'), 'demo', ...process.argv.slice(2)], {
  cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: { ...env, NODE_COMPILE_CACHE: join(root, 'dist', 'compile-cache') },
})

let last = -SAME_SIGNAL_MS
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (performance.now() - last < SAME_SIGNAL_MS) return
    last = performance.now()
    server.kill(signal)
  })
}
server.once('error', (error) => { throw error })
server.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
