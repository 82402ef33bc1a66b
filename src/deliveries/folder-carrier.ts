import { access, mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { CarriedDocument, CarriedOutcome, Carrier } from './carrier.ts'

/** What an operator's program must not look at; it stands on the same disk, so that a file appears at once and whole. */
const WORKSHOP = '.kvit'

/**
 * Puts each document into a folder that an operator's program empties. Only whole files appear there, named
 * `<name>-<id>.xml`, and a document appears once however often it is sent, even if it was taken away meanwhile:
 * it is written aside, then marked as ready, then moved. Marked but no longer aside means that it was moved.
 * The marks (empty files `.kvit/<id>.ready`) may be removed once the delivery is settled.
 */
export function openFolderCarrier(folder: string): Carrier {
  return {
    async send(document) {
      try {
        await drop(folder, document)
        return { kind: 'sent', reference: fileOf(document) }
      } catch (error) {
        return isFault(error) ? unknown(error) : Promise.reject(error)
      }
    },
  }
}

const fileOf = ({ name, id }: CarriedDocument): string => `${name}-${id}.xml`

async function drop(folder: string, document: CarriedDocument): Promise<void> {
  const workshop = join(folder, WORKSHOP)
  const aside = join(workshop, `${document.id}.xml`)
  const mark = join(workshop, `${document.id}.ready`)
  await mkdir(workshop, { recursive: true })
  if (!await exists(mark)) {
    await writeWhole(`${aside}.part`, document.xml)
    await rename(`${aside}.part`, aside)
    await writeWhole(mark, '')
    await settle(workshop)
  }
  if (await exists(aside)) await rename(aside, join(folder, fileOf(document)))
  await settle(folder)
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o640)
  try {
    await file.writeFile(text, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The names in a folder are on the disk after this, and not only in memory. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false)

/** A fault of the file system, which has a code such as ENOSPC. */
const isFault = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

const unknown = ({ code, message }: Error & { code: string }): CarriedOutcome => ({ kind: 'unknown', cause: `${code}: ${message}` })
