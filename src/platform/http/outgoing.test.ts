import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutgoing } from './outgoing.ts'
import { isPublicAddress } from './public-address.ts'

let reached = 0
const provider = createServer((request, response) => {
  reached += 1
  if (request.url === '/moved') response.writeHead(302, { location: '/' }).end()
  else if (request.url === '/huge') response.end('x'.repeat(1024 * 1024 + 1))
  else if (request.url === '/slow') setTimeout(() => response.end('late'), 2000)
  else if (request.url === '/cut') request.socket.destroy()
  else request.pipe(response.writeHead(200, { 'x-method': request.method ?? '' }))
})
const isBound = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object' && address !== null
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const address = provider.address()
  port = isBound(address) ? address.port : 0
})
afterAll(() => {
  provider.closeAllConnections()
  provider.close()
})

test('a provider of the installation\'s own allow-list is reached, and its answer is told as it came', async () => {
  const outgoing = openOutgoing({ allowed: [`127.0.0.1:${port}`] })
  expect(await outgoing.send({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: 'ąčę', headers: { 'content-type': 'text/plain' } }))
    .toMatchObject({ kind: 'answer', status: 200, body: 'ąčę', headers: { 'x-method': 'POST' } })
  expect(await outgoing.send({ method: 'GET', url: `http://127.0.0.1:${port}/moved` })).toMatchObject({ kind: 'answer', status: 302 })
  await outgoing.close()
})

test('bytes that are no text go out and come back as they are', async () => {
  const outgoing = openOutgoing({ allowed: [`127.0.0.1:${port}`] })
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n))
  const answer = await outgoing.send({ method: 'POST', url: `http://127.0.0.1:${port}/`, bytes, binary: true })
  expect(answer.kind === 'answer' ? Buffer.from(answer.body, 'latin1') : null).toEqual(bytes)
  await outgoing.close()
})

test('an answer too long, too late or cut off is unknown, and nothing is thrown', async () => {
  const { send, close } = openOutgoing({ allowed: [`127.0.0.1:${port}`] })
  const url = `http://127.0.0.1:${port}`
  expect(await send({ method: 'GET', url: `${url}/huge` })).toEqual({ kind: 'unknown', cause: 'the answer was longer than 1 MiB', isTooLong: true })
  expect(await send({ method: 'GET', url: `${url}/slow`, timeoutMs: 100 })).toEqual({ kind: 'unknown', cause: 'no answer in time' })
  await close()
})

test('CH5: only where no connection ever stood is a request certainly unsent', async () => {
  const { send, close } = openOutgoing({ allowed: [`127.0.0.1:${port}`, '127.0.0.1:1', 'no-such-name.invalid:80'] })
  expect(await send({ method: 'POST', url: 'http://127.0.0.1:1/', body: 'order' })).toMatchObject({ kind: 'unknown', cause: 'ECONNREFUSED', isUnsent: true })
  expect(await send({ method: 'POST', url: 'http://no-such-name.invalid/', body: 'order' })).toMatchObject({ kind: 'unknown', isUnsent: true })
  for (const path of ['/cut', '/slow']) {
    const answer = await send({ method: 'POST', url: `http://127.0.0.1:${port}${path}`, body: 'order', timeoutMs: 200 })
    expect(answer).toMatchObject({ kind: 'unknown' })
    expect(answer).not.toHaveProperty('isUnsent')
  }
  await close()
})

test('a private address is never connected to, under whatever name', async () => {
  const { send, close } = openOutgoing({ allowed: [`127.0.0.1:${port + 1}`] })
  const before = reached
  for (const host of [
    '127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1', '017700000001',
  ]) {
    expect(await send({ method: 'GET', url: `https://${host}:${port}/` }), host).toEqual({ kind: 'unknown', cause: 'not sent: the address is not a public one', isUnsent: true })
    expect(await send({ method: 'GET', url: `http://${host}:${port}/` }), host).toMatchObject({ kind: 'unknown' })
  }
  for (const url of ['ftp://example.com/', 'https://user@127.0.0.1/', 'file:///etc/passwd', 'nonsense']) {
    expect(await send({ method: 'GET', url })).toMatchObject({ kind: 'unknown', cause: expect.stringContaining('not sent') })
  }
  expect(reached).toBe(before)
  await close()
})

test('only addresses of the public internet are public', () => {
  const inside = ['10.0.0.1', '172.16.5.4', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '127.8.8.8', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:7f00:1::', '2001:db8::1', 'localhost', '']
  for (const address of inside) expect(isPublicAddress(address), address).toBe(false)
  for (const address of [
    '8.8.8.8', '172.32.0.1', '2a02:4780::1', '2606:4700:4700::1111',
  ]) expect(isPublicAddress(address), address).toBe(true)
})
