import { defaultDataFolder } from '../../src/platform/db/embedded-programs.ts'
import { startEmbedded } from '../../src/platform/db/embedded.ts'
import { migrate } from '../../src/platform/db/migrate.ts'

// The smallest thing that `npm start` can start, for the checks beside this file: the database with its tables.
const database = await startEmbedded({ dataFolder: defaultDataFolder(process.cwd()), durable: true })
await migrate(database.url())
const { how, pid: postgres, dataFolder } = database
console.log(JSON.stringify({ how, postgres, dataFolder, server: process.pid, node: process.versions.node }))

const end = (): void => void database.stop().finally(() => process.exit())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, end)

// What a server's open port does: keeps the process.
setInterval(() => {}, 60_000)
