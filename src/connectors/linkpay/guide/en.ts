import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  agreement: {
    title: 'Sign the agreement with your bank',
    reason: 'LHV, SEB and Swedbank sell the same service; EveryPay runs it for them.',
    todo: ['Order payment collection with LinkPay from your bank.', 'Wait for the letter in which EveryPay opens the merchant portal to you, first the demo.'],
    done: 'You can log in to the demo portal.',
  },
  link: {
    title: 'Add a link',
    reason: 'One link serves all your invoices: Kvit puts number and amount into it and signs it.',
    todo: [
      'In the portal press “LinkPay” → “Links” → “Add link”.',
      'Give it a name, for example “Invoice payment”, and choose the processing account.',
      'Leave “Link Expires” empty: Kvit itself closes links of invoices that may not be paid any more.',
      'Do not save yet: the fields come next.',
    ],
    done: 'The form of the link is open.',
  },
  fields: {
    title: 'Tick the fields',
    reason: 'Without the ticks the payment arrives with a number that Kvit cannot match.',
    todo: [
      'Tick “URL Changeable” for amount, order reference, invoice number, customer name and customer e-mail.',
      'Make amount and order reference read-only, so that the payer cannot change them.',
      'Press “Save”.',
      'Under “E-shop settings” leave the check that an order reference is paid only once switched on.',
    ],
    done: 'The page of the link shows the “Link Token”.',
  },
  credentials: {
    title: 'Enter the three values',
    reason: 'With them Kvit signs your links and asks EveryPay about payments.',
    todo: [
      'Copy the “Link Token” from the page of the link.',
      'Copy “API username” and “API secret” from “General settings”.',
      'Choose your bank. If you know the name of the processing account, enter it: then no payment stays unnoticed.',
      'Save. Kvit checks the values at once.',
    ],
    done: 'The check succeeded. The secret is stored encrypted and never shown again.',
  },
  callback: {
    title: 'Give EveryPay the address for notifications',
    reason: 'Without it Kvit does not learn that a link was paid.',
    todo: [
      'Copy the address shown here.',
      'Paste it in the portal under “E-shop settings” → “Payments” → “Callback Notification URL”.',
      'Leave additional notifications switched on, so that refunds are reported too.',
      'Press “Save”.',
    ],
    done: 'The address is still there after you open the page again.',
  },
  test_payment: {
    title: 'Make a test payment',
    reason: 'EveryPay gives live access only after a successful test payment in the demo.',
    todo: [
      'Start the test payment here and choose a bank or a card on EveryPay’s demo page.',
      'Pay. No real money moves. In the demo the notification may take a while.',
      'If nothing comes, compare the address of the step before.',
    ],
    done: 'The payment has arrived, and this step is ticked by itself.',
  },
  live_access: {
    title: 'Change to the live values',
    reason: 'The live portal has a link, a username and a secret of its own.',
    todo: [
      'Tell EveryPay that the test succeeded, and wait for access to the live portal.',
      'Add the link there with the same fields, and paste the same callback address.',
      'Enter the three live values here and choose the live environment.',
    ],
    done: 'The check of the live values succeeded.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on your invoices carry a link that takes real money.',
    todo: ['Switch the channel to live here.', 'Issue a small invoice to yourself and pay it.'],
    done: 'The invoice is marked as paid, and the money is in your account at the bank.',
  },
}
