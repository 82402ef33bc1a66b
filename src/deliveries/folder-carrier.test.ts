import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openFolderCarrier } from './folder-carrier.ts'

let root: string
let folder: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kvit-carrier-'))
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'drop-'))
})

const document = { id: 'dlv_test_1', name: 'KV-2026-0042', sender: '0200:300000017', receiver: '0218:40003000001', xml: '<Invoice>ąčę</Invoice>\n' }
const FILE = 'KV-2026-0042-dlv_test_1.xml'
const shown = async () => (await readdir(folder)).filter((name) => !name.startsWith('.'))
const aside = (name: string) => join(folder, '.kvit', name)

test('an e-invoice appears whole under its name', async () => {
  expect(await openFolderCarrier(folder).send(document)).toEqual({ kind: 'sent', reference: FILE })
  expect(await shown()).toEqual([FILE])
  expect(await readFile(join(folder, FILE), 'utf8')).toBe(document.xml)
})

test('an e-invoice that the operator has taken does not appear again when it is sent again', async () => {
  const carrier = openFolderCarrier(folder)
  await carrier.send(document)
  await rm(join(folder, FILE))
  expect(await carrier.send(document)).toEqual({ kind: 'sent', reference: FILE })
  expect(await shown()).toEqual([])
})

test('a crash while writing leaves nothing half in the folder, and the next try writes it anew', async () => {
  await mkdir(join(folder, '.kvit'))
  await writeFile(aside('dlv_test_1.xml.part'), '<Inv')
  expect(await shown()).toEqual([])
  await openFolderCarrier(folder).send(document)
  expect(await readFile(join(folder, FILE), 'utf8')).toBe(document.xml)
})

test('a crash before the mark leaves it to the next try; one after the mark too, and it appears once', async () => {
  const carrier = openFolderCarrier(folder)
  await carrier.send(document)
  await rename(join(folder, FILE), aside('dlv_test_1.xml'))
  await carrier.send(document)
  expect(await shown()).toEqual([FILE])
  await rename(join(folder, FILE), aside('dlv_test_1.xml'))
  await rm(aside('dlv_test_1.ready'))
  await carrier.send(document)
  expect(await shown()).toEqual([FILE])
})

test('a folder that cannot be written to says why, and nothing is lost', async () => {
  const blocked = join(folder, 'file')
  await writeFile(blocked, '')
  expect(await openFolderCarrier(blocked).send(document)).toMatchObject({ kind: 'unknown', cause: expect.stringContaining('ENOTDIR') })
})
