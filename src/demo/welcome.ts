import type { Static } from 'typebox'
import type { SandboxFacts } from './demo.ts'
import type { DemoJson } from './make-demo.ts'
import { DEMO_PIN } from './till.ts'

type Welcome = { readonly demo: Static<typeof DemoJson>; readonly publicUrl: URL; readonly facts: SandboxFacts; readonly dataFolder: string }

/** The few things a newcomer needs, each on a line of its own. */
export function welcome(say: (text: string) => void, { demo, publicUrl, facts, dataFolder }: Welcome): void {
  const at = (path: string): string => new URL(path, publicUrl).href
  const paysera = demo.simulated['paysera'] ?? {}
  const order = JSON.stringify({
    externalNumber: 'FIRST-1', payer: { name: 'Rasa Petrauskienė', email: 'rasa@example.com' }, issue: true,
    lines: [{ description: 'Linen scarf', quantity: '1', unit: 'pcs', unitPrice: '30.00', vat: { rate: '21' } }],
  })
  say(`
Kvit is running. No real money moves: this is test mode, and Paysera, LinkPay, LiqPay and the fiscal services are played by simulators.

  Cabinet          ${at('/')}
                   sign in as ${demo.email} with ${demo.password}
  Pay an invoice   ${at(`/pay/${demo.payToken}`)}
  In hryvnias      ${at(`/pay/${demo.ukrainianPayToken}`)}
  Sell at a till   ${at('/sell')}
                   after signing in; the cashier Олена has the PIN ${DEMO_PIN}
  Letters sent     ${facts.mail.pageUrl}
  Text messages    ${facts.sms.pageUrl}
  Paysera, played  ${facts.simulators['paysera']?.url ?? ''}
                   connect a channel of your own with project ${paysera['projectId'] ?? ''}, password ${paysera['password'] ?? ''}
  LinkPay, played  ${facts.simulators['linkpay']?.url ?? ''}
  LiqPay, played   ${facts.simulators['liqpay']?.url ?? ''}
  Checkbox, played ${facts.simulators['checkbox']?.url ?? ''}
  Cashalot, played ${facts.simulators['cashalot']?.url ?? ''}
  ДПС, played      ${facts.simulators['dps']?.url ?? ''}
                   each has values to connect with, and says what makes it fail on purpose
  API key          ${demo.apiKey}
  Data folder      ${dataFolder}

Create an invoice by API (paste it; the answer has the pay link):

  curl -s ${at('/v1/invoices')} -H 'authorization: Bearer ${demo.apiKey}' \\
    -H 'content-type: application/json' -H 'idempotency-key: first-1' \\
    -d '${order}'

Ctrl-C stops everything, the database too.
`)
}
