// node scripts/till-days.mjs [--days=2000] [--at-once=1] [--log=till-days.log]: lives till-days, chunk after chunk, each of a
// seed of its own, until its log has a neighbour that ends in ".stop". The counters of each chunk, its seed and its
// commit are written behind the log. It leaves the machine to whatever else runs on it. Ends with 1 if any chunk found a fault.
import { spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { appendFileSync, existsSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { install, root, runtime, withRuntime } from './runtime.mjs'

const option = (name, otherwise) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise
const days = option('days', '2000')
const log = resolve(option('log', 'till-days.log'))
const stop = `${log.replace(/\.log$/, '')}.stop`

await install()
const node = runtime()
const env = withRuntime(node)
setPriority(constants.priority.PRIORITY_LOW)

const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim()

/** Lives one chunk. False: it found a fault, or did not come to its end. */
function live(seed) {
  const began = Date.now()
  const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' and changes'}`
  const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/faults/till-days.test.ts', '--no-color']
  const child = spawn(node, args, { cwd: root, env: { ...env, KVIT_TILL_DAYS: days, KVIT_SEED: String(seed) }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text))
  return new Promise((done) => {
    child.once('close', (code) => {
      const lines = said.join('').split('\n')
      const last = lines.findLastIndex((line) => line.endsWith(`till-days, seed ${seed}`))
      const told = code === 0 && last >= 0 ? lines.slice(last).filter((line) => /^ *\d+ /.test(line)) : lines
      const end = code === 0 ? 'no fault' : 'FAULT'
      appendFileSync(log, `== ${new Date().toISOString()} seed ${seed}, commit ${commit}, ${Math.round((Date.now() - began) / 1000)} s: ${end}\n${told.join('\n')}\n`)
      done(code === 0)
    })
  })
}

async function liveOn() {
  let isSound = true
  while (!existsSync(stop)) isSound = await live(randomInt(2 ** 31)) && isSound
  return isSound
}

const ended = await Promise.all(Array.from({ length: Number(option('at-once', '1')) }, liveOn))
process.exit(ended.includes(false) ? 1 : 0)
