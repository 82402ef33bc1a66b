const KEY = 'kvit.reloaded-from'

/**
 * Whether this tab should reload after a screen's file could not be fetched. A server of a newer build no longer has the
 * files that an open tab of the older one names, and its page names the newer ones. `build` is the address of the running
 * script, whose hash is another with every build. Each build reloads once for each tab: when the reload brings back a
 * build that was reloaded from before, something else is wrong, and the screen says so.
 */
export function reloadsForNewerBuild(storage: Pick<Storage, 'getItem' | 'setItem'>, build: string): boolean {
  const before = (storage.getItem(KEY) ?? '').split(' ')
  if (before.includes(build)) return false
  storage.setItem(KEY, [...before, build].join(' ').trim())
  return true
}
