const LOOK_EVERY_MS = 3_600_000

/** Has the browser keep the till's page and code for a reload without the server. A tab that stays open looks for a newer build every hour. */
export function keepTillAtHand(): () => void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return () => undefined
  const registered = navigator.serviceWorker.register('/till-worker.js', { scope: '/sell', updateViaCache: 'none' }).catch(() => null)
  const timer = setInterval(() => void registered.then((worker) => worker?.update()).catch(() => null), LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
