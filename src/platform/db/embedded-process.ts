import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The file if it is there and can be read, else null. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const hasProc = existsSync('/proc/self/stat')

/** When the process began, in the system's own words; tells a process from a later one with the same number. Null if it is gone. */
export function birthOf(pid: number): string | null {
  if (!hasProc) {
    const answer = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    return answer === '' || answer.startsWith('Z') ? null : answer.replace(/^\S+\s+/, '')
  }
  // Field 3 is the state and field 22 the start; the name in field 2 may hold blanks, so count from its end.
  const stat = readIfThere(`/proc/${pid}/stat`)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  return fields[0] === undefined || fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19] ?? null
}

/** The process's command with its arguments, separated by blanks. Null if it is gone. */
export function commandOf(pid: number): string | null {
  if (hasProc) return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? null
  const answer = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return answer === '' ? null : answer
}

/** Waits until the process is gone. False if it is still there after the time. */
export async function isGone(pid: number, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (birthOf(pid) !== null) {
    if (performance.now() > end) return false
    await wait(10)
  }
  return true
}

/**
 * Marks the data folder as this process's own, so that two Kvits do not stop each other's database. The mark of
 * a process that is gone is taken over. Answers the function that gives the folder back. Throws if it is in use.
 */
export function takeOwnership(dataFolder: string): () => void {
  const mark = join(dataFolder, 'owner')
  const draft = `${mark}.${process.pid}`
  writeFileSync(draft, `${process.pid} ${birthOf(process.pid)}\n`)
  try {
    while (!linked(draft, mark)) {
      const [pid, ...birth] = readIfThere(mark)?.trim().split(' ') ?? []
      if (pid !== undefined && birthOf(Number(pid)) === birth.join(' ')) {
        throw new Error(`Kvit already runs with the data in ${dataFolder} (process ${pid}). Stop it first, or choose another folder.`)
      }
      rmSync(mark, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => rmSync(mark, { force: true })
}

function linked(draft: string, mark: string): boolean {
  try {
    linkSync(draft, mark)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
