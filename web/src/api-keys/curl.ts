type Sample = { readonly origin: string; readonly secret: string; readonly store: string; readonly vat: string; readonly key: string }

/** A line that works when pasted into a shell: it issues an invoice and answers with its pay link. */
export function curlOf({ origin, secret, store, vat, key }: Sample): string {
  const invoice = {
    store, payer: { name: 'Jonas Jonaitis', email: 'jonas@example.com' }, issue: true,
    lines: [{ description: 'Test', quantity: '1', unit: '', unitPrice: '10.00', discountPercent: '0', vat: { rate: vat } }],
  }
  return [
    `curl ${origin}/v1/invoices \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    `  -H 'Idempotency-Key: ${key}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(invoice)}'`,
  ].join('\n')
}
