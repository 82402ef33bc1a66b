import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  register: {
    title: 'Register the cash register with the tax service',
    reason: 'Only a register with a fiscal number may make receipts.',
    todo: [
      'In the taxpayer’s electronic cabinet (cabinet.tax.gov.ua) file the form 1-ПРРО for the register, and 5-ПРРО for the signatures of those who will sign.',
      'Wait for the answer with the fiscal number of the register.',
    ],
    done: 'You have the fiscal number: digits only, such as 4000000001.',
  },
  licence: {
    title: 'Order the API at Cashalot',
    reason: 'Cashalot answers programs only for registers with a licence for its API.',
    todo: [
      'Ask Cashalot for a licence for “Cashalot API” and name the fiscal number of the register.',
      'Use the register from nowhere else: a receipt made in another program moves its numbers, and Kvit then stops and asks a person.',
      'Switch the automatic receipts of LiqPay off, or each sale is registered twice.',
    ],
    done: 'Cashalot has confirmed the licence for this register.',
  },
  key: {
    title: 'Prepare the key and its certificate',
    reason: 'Each document is signed with the cashier’s key, and Cashalot signs with the one that Kvit sends along.',
    todo: [
      'Take the key file (Key-6.dat, .pfx or .jks), its certificate (.crt or .cer) and its password from your certification centre.',
      'Use a key of the cash register’s own, a seal or a cashier’s, and not the director’s: it is kept in Kvit.',
    ],
    done: 'You have two files and the password.',
  },
  credentials: {
    title: 'Enter number, certificate, key and password',
    reason: 'With them Kvit asks Cashalot about the register and registers its documents.',
    todo: [
      'Enter the fiscal number of the register.',
      'Choose the certificate’s file and the key’s file, and type the password.',
      'Enter the tax number of the payment system if you take payments by link.',
      'Save. Kvit asks Cashalot for the state of the register at once.',
    ],
    done: 'The state of the register is shown. Key and password are stored encrypted and never shown again.',
  },
  first_receipt: {
    title: 'Make a first receipt and return it',
    reason: 'It shows that shift, receipt, return and Z-report go through before customers wait. Cashalot has no register for trying out: this receipt is a real one.',
    todo: [
      'Open a shift and register a sale of one hryvnia.',
      'Open the link of the receipt: the tax service’s page shows it.',
      'Register the return of that sale, and close the shift.',
    ],
    done: 'The Z-report has one sale and one return of the same sum.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on sales of this register are registered with the tax service.',
    todo: [
      'Sell at this register in Kvit, and use it from nowhere else.',
      'At the end of the first day compare the Z-report with the sales in Kvit.',
    ],
    done: 'Receipts have a fiscal number and a link to the tax service.',
  },
}
