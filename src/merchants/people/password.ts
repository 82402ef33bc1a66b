import { hash, verify } from '@node-rs/argon2'
import type { Options } from '@node-rs/argon2'
import type { Secret } from '../../kernel/secret.ts'

/** Argon2id with 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of nothing anyone knows, made with the same cost: checked where there is no user, so that it takes as long. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$qHP+yUKQefAKJOsbXWUCuw$3hM05Cu2e9EwbsFIL5OJd+Ve1fdfA1htq+scnbxj/co'

export const LEAST_PASSWORD_LENGTH = 10
export const MOST_PASSWORD_LENGTH = 200

/** A PHC string: algorithm, cost and salt stand in it. */
export const hashPassword = (password: Secret): Promise<string> => hash(prepared(password), COST)

/** Whether this is the password. With `null` for a user that does not exist or has none, false after the same work. */
export async function isPassword(password: Secret, stored: string | null): Promise<boolean> {
  const matches = await verify(stored ?? NOBODY, prepared(password))
  return matches && stored !== null
}

/** Keyboards differ in how they compose letters; NFKC makes them agree. Source: NIST SP 800-63B, 3.1.1.2. */
const prepared = (password: Secret): string => password.reveal().normalize('NFKC')

/** Words that guessing starts with, in the languages of our users, without their digits and signs. */
const GUESSED_FIRST: ReadonlySet<string> = new Set([
  'password', 'passwordpassword', 'passw', 'passwd', 'qwerty', 'qwertyuiop', 'qwertyqwerty', 'qwertz', 'asdfghjkl',
  'zxcvbnm', 'letmein',
  'welcome', 'iloveyou', 'admin', 'administrator', 'changeme', 'secret', 'slaptazodis', 'slaptažodis', 'parole',
  'parool', 'пароль',
  'йцукен', 'йцукенгшщзхъ', 'qwe', 'abc', 'abcdefghij', 'abcdefghijk', 'princess', 'football', 'monkey', 'dragon', 'kvit',
])

/**
 * Whether a password is refused for being among the first that an attacker tries: a known word with digits, few
 * letters, the address.
 */
export function isGuessable(password: Secret, email: string): boolean {
  const text = prepared(password).toLowerCase()
  const letters = text.replaceAll(/[^\p{L}]/gu, '')
  return letters === '' || GUESSED_FIRST.has(letters) || new Set(text).size < 5 || text.startsWith(email) || email.startsWith(`${text}@`)
}
