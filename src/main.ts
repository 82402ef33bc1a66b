/** The commands of `kvit`. Each is loaded when it is called, so that the server holds nothing of the sandbox. */
const COMMANDS: Readonly<Record<string, { readonly does: string; run(): Promise<void> }>> = {
  serve: { does: 'run the server (production)', run: async () => (await import('./serve.ts')).serve(process.env) },
  migrate: { does: 'bring the database up to date and end', run: async () => (await import('./serve.ts')).migrateOnly(process.env) },
  sandbox: { does: 'play the providers and catch letters', run: async () => (await import('./sandbox/sandbox.ts')).sandbox({ port: portOf(process.argv[3]) }) },
  demo: { does: 'run everything with a demo merchant (npm start)', run: async () => (await import('./demo/demo.ts')).demo() },
  openapi: { does: 'print the API description', run: async () => (await import('./openapi.ts')).printOpenApi() },
}

const portOf = (text: string | undefined): number => (text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 4000)

const name = process.argv[2] ?? ''
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined

if (command === undefined) {
  const list = Object.entries(COMMANDS).map(([one, { does }]) => `  kvit ${one.padEnd(10)}${does}`)
  process.stderr.write(`${name === '' ? '' : `There is no command "${name}". `}The commands are:\n${list.join('\n')}\n`)
  process.exitCode = 2
} else {
  // What stops a command is told in its own sentence; where it came from interests only who asks for it.
  await command.run().catch((error: unknown) => {
    const sentence = error instanceof Error ? (process.env['KVIT_TRACE'] === '1' ? error.stack : error.message) : String(error)
    process.stderr.write(`kvit ${name}: ${sentence}\n`)
    process.exit(1)
  })
}
