import { createHash, randomBytes } from 'node:crypto'

/** A public token: 128 random bits as 22 characters of base64url. Never an id, never derived from one. */
export const newToken = (): string => randomBytes(16).toString('base64url')

/** What is stored of a token: its SHA-256, 32 bytes. Enough for random tokens; passwords need a slow hash. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
