import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { startSandbox, type SandboxAddresses } from './sandbox.ts'

const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** The command as a process of its own, with or without a channel to its parent. */
function command(channel: 'ipc' | 'ignore'): ChildProcess {
  const entry = `import { sandbox } from '${new URL('./sandbox.ts', import.meta.url).href}'; await sandbox({ port: 0 })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', entry], { stdio: ['ignore', 'pipe', 'inherit', channel] })
  children.push(child)
  return child
}

test('the parent is told where everything is, and a project enrolled over HTTP is known', async () => {
  const child = command('ipc')
  const told = await new Promise<SandboxAddresses>((resolve) => child.once('message', resolve))
  expect(told).toEqual({
    url: expect.stringMatching(/^http:/),
    simulators: {
      paysera: { url: expect.stringMatching(/^http:/), endpoints: expect.objectContaining({ pay: expect.any(String) }) },
      linkpay: { url: expect.stringMatching(/^http:/), endpoints: expect.objectContaining({ pay: expect.any(String), api: expect.any(String) }) },
      liqpay: { url: expect.stringMatching(/^http:/), endpoints: expect.objectContaining({ pay: expect.any(String), api: expect.any(String) }) },
      cashalot: { url: expect.stringMatching(/^http:/), endpoints: { api: expect.any(String), cabinet: expect.any(String) } },
      checkbox: { url: expect.stringMatching(/^http:/), endpoints: { api: expect.stringMatching(/^http:/) } },
      dps: { url: expect.stringMatching(/^http:/), endpoints: { fs: expect.any(String), signer: expect.any(String) } },
    },
    mail: { smtpUrl: expect.stringMatching(/^smtp:/), pageUrl: expect.stringMatching(/^http:/) },
    sms: { smsUrl: expect.stringMatching(/^smpp:/), pageUrl: expect.stringMatching(/^http:/) },
  })
  const paysera = told.simulators['paysera']?.url ?? ''
  await fetch(`${paysera}/enrol`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ projectId: '77', password: 'x' }),
  })
  expect((await fetch(`${paysera}/payment-methods/77/currency:EUR`)).status).toBe(200)
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async (signal) => {
  const child = command('ignore')
  if (child.stdout === null) throw new Error('no output to read')
  const [line]: unknown[] = await once(child.stdout, 'data')
  expect(String(line)).toMatch(/^Sandbox: http:\/\/127\.0\.0\.1:\d+\n {2}paysera: http/)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('its page leads to every simulator and to the letters', async () => {
  const sandbox = await startSandbox({ port: 0 })
  const page = await (await fetch(sandbox.url)).text()
  for (const name of ['paysera', 'linkpay', 'liqpay', 'checkbox']) expect(page).toContain(`href="${sandbox.simulators[name]?.url}/"`)
  expect(page).toContain(`href="${sandbox.mail.pageUrl}/"`)
  await sandbox.stop()
  await expect(fetch(sandbox.url)).rejects.toThrow()
})
