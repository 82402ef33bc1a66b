import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  account: {
    title: 'Make a cash register at Checkbox',
    reason: 'Checkbox keeps the software cash register (ПРРО) that your receipts are registered by.',
    todo: [
      'Log in to my.checkbox.ua, or sign up there.',
      'Begin with a test register: open “Каси” and add one for trying out.',
      'Copy its licence key (“Ключ ліцензії”).',
    ],
    done: 'You have a licence key that begins with “test”.',
  },
  cashier: {
    title: 'Add a cashier',
    reason: 'Kvit opens shifts and registers receipts in the name of this cashier.',
    todo: [
      'Open “Касири” and add a cashier for Kvit alone: nobody else should sign in by that name.',
      'Write down the PIN, or the login and the password.',
      'Choose the signature: for trying out the test signature, later one that Checkbox keeps itself, so that no computer must stay on.',
    ],
    done: 'The cashier is in the list, with a signature that is in order.',
  },
  taxes: {
    title: 'Look up the tax codes',
    reason: 'Checkbox knows the letters of your tax table by codes of its own.',
    todo: [
      'Who pays no VAT skips this step.',
      'In the settings of the register find the tax rates, and write down the code beside each letter.',
    ],
    done: 'You know the code of every letter on your receipts.',
  },
  credentials: {
    title: 'Enter the keys here',
    reason: 'With them Kvit signs in at Checkbox as the cashier of this register.',
    todo: [
      'Enter the licence key.',
      'Enter the PIN, or the login and the password.',
      'Enter the tax codes, if you have any.',
      'Save. Kvit checks the keys at once.',
    ],
    done: 'The check succeeded. Keys and passwords are stored encrypted and never shown again.',
  },
  test_receipt: {
    title: 'Register a test receipt',
    reason: 'It shows that shift, sale and Z-report work before a real sale depends on them.',
    todo: [
      'Open a shift at the till and sell something for one hryvnia.',
      'Open the link on the receipt: it must say that the receipt is a test.',
      'Give the money back and close the shift with its Z-report.',
    ],
    done: 'The documents are in the cabinet of Checkbox, each once.',
  },
  register: {
    title: 'Register the real cash register',
    reason: 'Real receipts need a register and a cashier that the tax service knows.',
    todo: [
      'Follow “Реєстрація каси” in the cabinet: Checkbox sends the forms 1-ПРРО and 5-ПРРО for you.',
      'Wait until the tax service has entered the register and the cashier’s signature.',
      'Switch the cashier to the real signature.',
      'Enter the licence key of the real register and its cashier here, and save.',
    ],
    done: 'The check succeeded, and the licence key does not begin with “test”.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on your sales are registered at the tax service.',
    todo: [
      'Switch off receipts at LiqPay and anywhere else, so that no sale is registered twice.',
      'Switch the register to live here.',
      'Make one real sale and look at its receipt at the tax service.',
    ],
    done: 'The receipt opens at cabinet.tax.gov.ua, with your name and the right sum.',
  },
}
