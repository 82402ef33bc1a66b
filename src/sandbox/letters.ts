import PostalMime, { type Address, type Attachment } from 'postal-mime'

/** A letter as it was caught: the envelope, the source, and what a reader makes of it. */
export type Letter = {
  readonly number: number
  readonly at: Date
  /** The envelope's: whom a mail server tells that it could not be delivered; empty for such a report itself. */
  readonly sender: string
  /** The envelope's: who really gets it, also where the headers hide it. */
  readonly recipients: readonly string[]
  readonly raw: Buffer
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string | null
  readonly html: string | null
  readonly attachments: readonly LetterFile[]
}

type LetterFile = {
  readonly name: string
  readonly mimeType: string
  /** Without angle brackets; null if the HTML cannot refer to it. */
  readonly contentId: string | null
  readonly content: Buffer
}

type Caught = Pick<Letter, 'number' | 'at' | 'sender' | 'recipients' | 'raw'>

export async function readLetter(caught: Caught): Promise<Letter> {
  const email = await PostalMime.parse(caught.raw)
  return {
    ...caught,
    from: email.from === undefined ? '' : addressText(email.from),
    to: (email.to ?? []).map(addressText).join(', '),
    subject: email.subject ?? '',
    text: email.text ?? null,
    html: email.html ?? null,
    attachments: email.attachments.map(fileOf),
  }
}

const addressText = (address: Address): string => address.group === undefined
  ? (address.name === '' ? address.address : `${address.name} <${address.address}>`)
  : `${address.name}: ${address.group.map(addressText).join(', ')}`

function fileOf(attachment: Attachment, index: number): LetterFile {
  const { content } = attachment
  return {
    name: attachment.filename ?? `part-${index + 1}`,
    mimeType: attachment.mimeType,
    contentId: attachment.contentId?.replace(/^<|>$/g, '') ?? null,
    content: typeof content === 'string' ? Buffer.from(content, 'utf8')
      : content instanceof ArrayBuffer ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
  }
}

/** The letter's HTML as a document of its own: pictures it carries put in, links opened beside it. */
export function letterDocument({ html, attachments }: Letter): string {
  const withPictures = attachments.reduce((text, { contentId, mimeType, content }) => contentId === null
    ? text
    : text.replaceAll(`cid:${contentId}`, () => `data:${mimeType};base64,${content.toString('base64')}`), html ?? '')
  return `<base target="_blank">${withPictures}`
}

/** What a program reads of a letter, without the bytes of its files. */
export const letterJson = ({ raw, attachments, ...rest }: Letter) => ({
  ...rest, bytes: raw.length, attachments: attachments.map(({ content, ...file }) => ({ ...file, bytes: content.length })),
})
