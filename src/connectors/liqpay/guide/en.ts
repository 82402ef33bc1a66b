import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  shop: {
    title: 'Register your company at LiqPay',
    reason: 'LiqPay makes a pair of keys for each company, and pays out to its account.',
    todo: [
      'Log in to liqpay.ua and open “Мій бізнес”.',
      'Create a company, or choose the one you have, and fill in where the money is paid out.',
      'Wait until LiqPay has verified the company: until then money of payers is held and given back after 60 days.',
    ],
    done: 'The company is listed under “Мій бізнес” as active.',
  },
  methods: {
    title: 'Switch on the ways to pay',
    reason: 'Payers can only use what is switched on at LiqPay.',
    todo: [
      'In the settings of the company switch on the ways to pay that you want.',
      'Leave the fiscal receipts of LiqPay off if Kvit or another cash register makes them: else each sale is registered twice.',
    ],
    done: 'You know which ways to pay are on.',
  },
  credentials: {
    title: 'Enter the two keys',
    reason: 'With them Kvit signs your orders and knows LiqPay’s messages by their signature.',
    todo: [
      'Open “Мій бізнес” → “Налаштування” → “API”.',
      'Begin with the sandbox pair: both keys start with “sandbox_”.',
      'Copy the public and the private key, and choose the ways to pay.',
      'Save. Kvit checks the keys at once.',
    ],
    done: 'The check succeeded. The private key is stored encrypted and never shown again.',
  },
  callback: {
    title: 'The address for messages',
    reason: 'LiqPay tells Kvit of each payment at this address.',
    todo: [
      'There is nothing to enter: Kvit sends the address with each order.',
      'If the settings of the company ask for one, copy this address there.',
    ],
    done: 'After the test payment a message arrives by itself.',
  },
  test_payment: {
    title: 'Make a test payment',
    reason: 'It shows that keys and messages are right before money moves.',
    todo: [
      'Start the test payment here and choose a card on LiqPay’s page.',
      'Enter the card 4242 4242 4242 4242 with any future date and any code.',
      'If LiqPay says that the receiver has no card, add the account for payouts in the company’s settings.',
    ],
    done: 'The payment has arrived, and this step is ticked by itself.',
  },
  live_keys: {
    title: 'Change to the real keys',
    reason: 'The sandbox pair moves no money.',
    todo: [
      'Open the same page of the settings at LiqPay.',
      'Copy the real public and private key; neither starts with “sandbox_”.',
      'Enter both here and save.',
    ],
    done: 'The check of the real keys succeeded.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on your invoices and receipts can be paid through LiqPay.',
    todo: [
      'Switch the channel to live here.',
      'Pay a small invoice of your own and give the money back.',
    ],
    done: 'The invoice is marked as paid, and the payment is in the LiqPay cabinet.',
  },
}
