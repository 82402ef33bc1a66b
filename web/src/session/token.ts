import { useEffect, useState } from 'react'

/**
 * The secret of a mailed link. It stands behind `#`, so it never reached a server's log; it is taken out of the
 * address at once, so that it stays in no history either. Null if the link was not whole.
 */
export function useLinkToken(): string | null {
  const [token, setToken] = useState(takeToken)
  useEffect(() => {
    // A link pasted into the tab that already shows this page changes nothing but what stands behind `#`.
    const take = () => {
      if (location.hash !== '') setToken(takeToken())
    }
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [])
  return token
}

function takeToken(): string | null {
  const text = location.hash.slice(1)
  if (text !== '') history.replaceState(history.state, '', location.pathname)
  return /^[A-Za-z0-9_-]{16,200}$/.test(text) ? text : null
}
