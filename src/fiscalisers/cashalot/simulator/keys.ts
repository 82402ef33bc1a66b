import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a person at this service signs with. No signature is made anywhere here: the files only have the form of real ones. */
type KeyFiles = { readonly certificate: string; readonly privateKey: string; readonly password: string }

/** A sequence of one UTF-8 text in DER, in Base64: it begins as certificates and key files do. */
function derFile(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const inner = Buffer.concat([Buffer.from([0x0c, bytes.length]), bytes])
  return Buffer.concat([Buffer.from([0x30, inner.length]), inner]).toString('base64')
}

/** Files of another person at each call. They say of themselves that they are for trying out. */
export function newKeyFiles(): KeyFiles {
  const owner = randomBytes(9).toString('hex')
  return {
    certificate: derFile(`KVIT TEST CERTIFICATE ${owner}`),
    privateKey: derFile(`KVIT TEST KEY ${owner} ${randomBytes(9).toString('hex')}`),
    password: `opens-${randomBytes(6).toString('hex')}`,
  }
}

/** What the simulator keeps of the files: it never has to show them again. */
export type KeyMark = Buffer

export const markOf = ({ certificate, privateKey, password }: KeyFiles): KeyMark =>
  createHash('sha256').update(JSON.stringify([certificate, privateKey, password]), 'utf8').digest()

/** Whether the files belong together and the password opens them. */
export const isOpenedBy = (known: KeyMark, shown: KeyMark): boolean => timingSafeEqual(known, shown)
