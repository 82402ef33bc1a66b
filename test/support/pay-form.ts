/** The value of the radio card for a provider's method, out of the payer's page. Null where the page does not offer it now. */
export const methodIn = (html: string, key: string): string | null => new RegExp(`name="method" value="([^"]+\\.${key})"`).exec(html)?.[1] ?? null

/** Where the page that follows the button leads on to. Null where it does not lead on. */
export const redirectIn = (html: string): string | null => /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null
