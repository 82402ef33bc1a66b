#!/usr/bin/env node
// kvit serve, kvit sandbox and the rest, on the pinned Node whatever `node` the shell finds.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail, root } from '../scripts/runtime.mjs'

const server = join(root, 'dist', 'server', 'main.js')
const pinned = join(root, 'node_modules', '.bin', 'node')

if (!existsSync(server)) fail('Kvit is not built yet. Run "npm run build" first.')

if (Number(process.versions.node.split('.')[0]) >= 26) {
  process.argv[1] = server
  process.setSourceMapsEnabled(true)
  // What a start compiles, later starts read; where the folder cannot be written, each compiles for itself.
  enableCompileCache(join(root, 'dist', 'compile-cache'))
  await import(pathToFileURL(server).href)
} else if (existsSync(pinned)) {
  const child = spawn(pinned, ['--enable-source-maps', server, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
} else {
  fail(`Kvit needs Node 26 and this is ${process.version}. Run "npm ci" to get it.`)
}
