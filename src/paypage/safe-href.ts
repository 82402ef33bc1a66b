/**
 * The address as a link may carry it, or null: absolute, http or https, and without a user name that would dress up
 * as the host. What a merchant typed as a website may be anything, `javascript:` too.
 */
export function safeHref(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return url.username === '' && url.password === '' ? url.href : null
}
