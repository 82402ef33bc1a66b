/** What a mail server says of one receiver; null: the field is missing. */
export type Told = { readonly action: string; readonly status: string | null; readonly diagnostic?: string }

const MUST = { to: 'bounces@kvit.example', type: 'multipart/report; report-type=delivery-status; boundary="=_b"' }

/** A delivery status notification as Postfix writes it (RFC 3464), with the head of the letter that it is about. */
export function returnedLetter(told: readonly Told[], { to, type }: { readonly to?: string; readonly type?: string } = {}): string {
  const perReceiver = told.map(({ action, status, diagnostic }) => [
    'Final-Recipient: rfc822; jonas@payer.example', 'Original-Recipient: rfc822;jonas@payer.example', `Action: ${action}`,
    ...(status === null ? [] : [`Status: ${status}`]), 'Remote-MTA: dns; mx.payer.example', ...(diagnostic === undefined ? [] : [`Diagnostic-Code: ${diagnostic}`]), '',
  ].join('\r\n'))
  return [
    'Return-Path: <>', 'From: MAILER-DAEMON@mail.example (Mail Delivery System)', `To: ${to ?? MUST.to}`, 'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied', 'MIME-Version: 1.0', `Content-Type: ${type ?? MUST.type}`, '', 'This is a MIME-encapsulated message.', '',
    '--=_b', 'Content-Description: Notification', 'Content-Type: text/plain; charset=us-ascii', '', 'I\'m sorry to have to inform you …', '',
    '--=_b', 'Content-Description: Delivery report', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; mail.example', 'X-Postfix-Queue-ID: 4ZQxyz', 'Arrival-Date: Fri, 20 Nov 2026 10:00:00 +0200', '', ...perReceiver,
    '--=_b', 'Content-Description: Undelivered Message Headers', 'Content-Type: text/rfc822-headers', '',
    'From: Shop <kvit@kvit.example>', 'Subject: Invoice 2026-0001', '', '--=_b--', '',
  ].join('\r\n')
}
