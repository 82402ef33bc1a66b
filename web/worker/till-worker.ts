/**
 * Lets the till open without the network or the server: its page, and the files that its page and its code name. It answers
 * nothing else, and never in place of the API. The page comes from the server whenever it answers, so no older build is
 * shown than there is; the files have their content's hash in their names.
 */
declare const self: ServiceWorkerGlobalScope
/** Addresses of the files, and a name for just these files: written in front of this code when the cabinet is built. */
declare const TILL_FILES: readonly string[]
declare const TILL_VERSION: string

const PAGE = '/sell'
const CACHES = 'kvit-till-'
const CACHE = CACHES + TILL_VERSION
/** A server that is silent for this long counts as gone. */
const PAGE_WITHIN_MS = 4000

async function take(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([...TILL_FILES, new Request(PAGE, { cache: 'reload' })])
  await self.skipWaiting()
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(CACHES) && name !== CACHE).map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function page(request: Request): Promise<Response> {
  const fresh = await fetch(request, { signal: AbortSignal.timeout(PAGE_WITHIN_MS) }).catch(() => null)
  if (fresh !== null && fresh.status < 500) return fresh
  return await caches.match(PAGE, { cacheName: CACHE }) ?? fresh ?? Response.error()
}

const file = async (request: Request): Promise<Response> => await caches.match(request, { cacheName: CACHE }) ?? fetch(request)

self.addEventListener('install', (event) => event.waitUntil(take()))
self.addEventListener('activate', (event) => event.waitUntil(dropOlder()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname } = new URL(request.url)
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request))
  else if (TILL_FILES.includes(pathname)) event.respondWith(file(request))
})
