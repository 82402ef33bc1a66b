import PostalMime from 'postal-mime'
import type { Email } from 'postal-mime'

/** What a mail server tells later of a letter that it or another one took. `said`: status code and words, one line of at most 250 characters. */
export type DeliveryReport = { readonly kind: 'failed'; readonly said: string } | { readonly kind: 'delivered' }

const STATUS_TYPES: readonly string[] = ['message/delivery-status', 'message/global-delivery-status']
/** The fields of one receiver take a few hundred bytes. */
const STATUS_CHARACTERS = 64 * 1024

/**
 * Reads a delivery status notification (RFC 3464, RFC 6533) about a letter to one receiver. Null: it is none (an answer, an
 * absence note, spam), it tells of something that is not final (delayed, relayed, expanded), or its parts disagree.
 */
export async function readDeliveryReport(raw: Buffer): Promise<DeliveryReport | null> {
  const mail = await PostalMime.parse(raw, { maxRfc822NestingDepth: 0 }).then((read) => read, () => null)
  const text = mail === null ? null : statusOf(mail)
  if (text === null) return null
  const [first = null, ...others] = text.split(/\r?\n[ \t]*\r?\n/).map(fieldsOf).filter((fields) => fields.has('action')).map(reportOf)
  return others.every((other) => other?.kind === first?.kind) ? first : null
}

/** The text of the one part that is for programs. */
function statusOf({ headers, attachments }: Email): string | null {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? ''
  if (!/^multipart\/report\s*;/i.test(type) || !/;\s*report-type\s*=\s*"?delivery-status"?\s*(?:;|$)/i.test(type)) return null
  const [part, ...more] = attachments.filter(({ mimeType }) => STATUS_TYPES.includes(mimeType))
  if (part === undefined || more.length > 0) return null
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content)
  return text.slice(0, STATUS_CHARACTERS)
}

/** One block of fields, unfolded; of a name that comes twice the first counts. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of block.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([A-Za-z-]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim())
  }
  return fields
}

/**
 * RFC 3464, 2.3.3: `failed` says that the server has given up, also after a temporary cause (status 4.x.x, such as a
 * queue's patience that ran out). An action and a status that contradict each other are not believed.
 */
function reportOf(fields: ReadonlyMap<string, string>): DeliveryReport | null {
  const action = /^[a-z]+/.exec((fields.get('action') ?? '').toLowerCase())?.[0]
  const status = /^[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(fields.get('status') ?? '')?.[0] ?? ''
  if (action === 'delivered' && status.startsWith('2')) return { kind: 'delivered' }
  if (action !== 'failed' || !/^[45]/.test(status)) return null
  const words = oneLine((fields.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;/, ''))
  return { kind: 'failed', said: (words.includes(status) ? words : `${status} ${words}`.trim()).slice(0, 250).toWellFormed() }
}

/** Without controls, line ends and the marks that turn the direction of what follows. */
const oneLine = (text: string): string => text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim()
