// Writes what is made from the sources and checked in: the table types and schema.sql from the migrations,
// openapi.json and the cabinet's client from the routes. `--check` writes nothing and fails when one of them is stale.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { schemaSql } from './schema-sql.mjs'
import { tableTypes } from './table-types.mjs'
import { root } from './runtime.mjs'

const check = process.argv.includes('--check')
const stale = []

function put(file, text) {
  const path = join(root, file)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  stale.push(file)
  if (!check) writeFileSync(path, text)
}

/** A database of the migrations alone: on the server that `DATABASE_URL_TEST` names, else on one of our own. */
async function withMigratedDatabase(read) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kvit-generate-'))
  chmodSync(dataFolder, 0o711)
  const server = await startEmbedded({ dataFolder, durable: false })
  try {
    await migrate(server.url())
    const client = new pg.Client({ connectionString: server.url() })
    await client.connect()
    try {
      return await read(client)
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

const generated = await withMigratedDatabase(async (client) => ({
  types: await tableTypes(client), sql: await schemaSql(client),
}))
put('src/platform/db/schema.ts', generated.types)
put('src/platform/db/schema.sql', generated.sql)

// openapi.json: the built server knows its routes. Needs `npm run build` first; skipped while there is no such command.
const server = join(root, 'dist', 'server', 'main.js')
if (existsSync(server) && existsSync(join(root, 'src', 'openapi.ts'))) {
  const run = spawnSync(process.execPath, [server, 'openapi'], { encoding: 'utf8', cwd: root, maxBuffer: 64 * 1024 * 1024 })
  if (run.status !== 0) throw new Error(`kvit openapi failed:\n${run.stderr}`)
  put('openapi.json', run.stdout)
}

if (stale.length === 0) console.log('generated files: up to date')
else console.log(`generated files: ${check ? 'stale, run "npm run generate" and commit' : 'written'}: ${stale.join(', ')}`)
if (check && stale.length > 0) process.exitCode = 1
