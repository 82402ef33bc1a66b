import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './sources.ts'

// It builds the server to ask it for its routes, and starts a database of its own.
const GENERATES_MS = 180_000

test('what is generated and checked in is what the sources say now', () => {
  for (const file of ['src/platform/db/schema.ts', 'src/platform/db/schema.sql', 'openapi.json', 'web/src/api/schema.ts']) {
    expect(existsSync(join(ROOT, file)), `${file} is checked in`).toBe(true)
  }
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts', 'generate.mjs'), '--check'], { cwd: ROOT, encoding: 'utf8' })
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0)
}, GENERATES_MS)
