import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** The provider's signing key and the certificate it publishes: self-signed X.509 in PEM. */
export type SigningKey = { readonly privateKey: KeyObject; readonly certificate: string }

const SEQUENCE = 0x30
const OID = { commonName: '0603550403', sha256WithRsa: '06092a864886f70d01010b' } as const

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

/** A positive INTEGER whose first byte is neither zero nor has its sign bit set. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0)
  return der(0x02, bytes)
}

/** UTCTime, `YYMMDDHHMMSSZ`: good until 2049. */
const utcTime = (at: Date): Buffer =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`, 'latin1'))

function distinguishedName(commonName: string): Buffer {
  const attribute = der(SEQUENCE, Buffer.from(OID.commonName, 'hex'), der(0x0c, Buffer.from(commonName, 'utf8')))
  return der(SEQUENCE, der(0x31, attribute))
}

const algorithm = (): Buffer => der(SEQUENCE, Buffer.from(OID.sha256WithRsa, 'hex'), der(0x05))

/** A fresh RSA key of 2048 bits with a certificate valid for ten years from `now`. Layout: RFC 5280 section 4.1, version 1. */
export function newSigningKey(now: Date, commonName: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const name = distinguishedName(commonName)
  const end = new Date(now)
  end.setUTCFullYear(end.getUTCFullYear() + 10)
  const toBeSigned = der(
    SEQUENCE,
    serialNumber(),
    algorithm(),
    name,
    der(SEQUENCE, utcTime(now), utcTime(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = der(SEQUENCE, toBeSigned, algorithm(), der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    privateKey,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
