import { setTimeout as wait } from 'node:timers/promises'
import { newId, publicId } from '../kernel/ids.ts'
import type { AccountMail } from '../merchants/people/user.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import { accountLetter } from './letter-account.ts'
import type { AccountLetterView } from './letter-account.ts'

const TRIES = 5
const FIRST_PAUSE_MS = 2000

/**
 * Sends letters about accounts. They carry one-time tokens, which may not lie in a queue in the database, so a letter
 * lives in this process only: who misses one asks for another.
 */
export function accountMail(mailer: Mailer, onError: (error: unknown) => void): (mail: AccountMail) => Promise<void> {
  return async (mail) => {
    const { subject, html, text } = accountLetter(viewOf(mail))
    const id = publicId('delivery', newId('delivery'), 'live')
    const letter = { id, to: mail.to, fromName: 'Kvit', replyTo: null, returnTo: null, subject, html, text, attachments: [] }
    const send = async (): Promise<void> => {
      for (let tries = 1; ; tries++) {
        const outcome = await mailer.send(letter)
        if (outcome.kind === 'sent') return
        if (outcome.kind === 'refused' || tries === TRIES) throw new Error(`a letter of kind ${mail.kind} was not sent`)
        await wait(FIRST_PAUSE_MS * 2 ** tries)
      }
    }
    send().catch(onError)
  }
}

const KIND = { activate: 'activation', reset: 'reset', already_registered: 'already_registered' } as const

function viewOf(mail: AccountMail): AccountLetterView {
  const { language, link } = mail
  if (mail.kind !== 'invite') return { language, link, validUntil: null, kind: KIND[mail.kind] }
  return { language, link, validUntil: null, kind: 'invitation', inviter: mail.inviter, merchant: mail.merchantName, role: mail.role }
}
