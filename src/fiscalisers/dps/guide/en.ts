import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  register: {
    title: 'Register the software register',
    reason: 'Only a register with a fiscal number may make receipts.',
    todo: [
      'File the form 20-ОПП for the shop in the electronic cabinet (cabinet.tax.gov.ua), if that has not been done.',
      'File the form 1-ПРРО with a local number of your choice, and wait for the answer.',
      'Note the fiscal number of the register from the answer.',
    ],
    done: 'The cabinet lists the register with its fiscal number.',
  },
  cashier: {
    title: 'Name the cashiers',
    reason: 'The server takes documents only from keys it has been told of.',
    todo: [
      'Get an electronic signature (КЕП) for each cashier, or a seal for the register.',
      'File the form 5-ПРРО for each of these keys.',
    ],
    done: 'The tax service has confirmed the form 5-ПРРО.',
  },
  signer: {
    title: 'Set up the signer',
    reason: 'Documents are signed by ДСТУ 4145, which Kvit leaves to a signer of your own.',
    todo: [
      'Have a signing service installed that takes bytes over HTTP and answers with a CMS envelope (CAdES with a time stamp).',
      'Have its address set for this installation as dps.signer in KVIT_ENDPOINTS.',
      'Ask for the token that belongs to the cashier’s key.',
    ],
    done: 'You have a token, and the installation knows the signer’s address.',
  },
  credentials: {
    title: 'Enter the register and the token',
    reason: 'What you enter stands on every receipt, so it must be as the tax service has it.',
    todo: [
      'Enter the numbers of the register and the seller’s code.',
      'Copy the names of seller and shop as they stand in the forms.',
      'Choose test documents for now, enter the token and save.',
    ],
    done: 'Kvit has asked the tax service for the state of the register.',
  },
  first_receipt: {
    title: 'Make a test receipt',
    reason: 'A test document gets a number and is not fiscal.',
    todo: [
      'Open a shift, sell something for one hryvnia and return it.',
      'Make the Z-report and close the shift.',
      'Switch the automatic receipts of LiqPay off, or each sale is registered twice.',
    ],
    done: 'All documents have a fiscal number, and the shift is closed.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on each sale is registered for good.',
    todo: [
      'Choose real documents in the settings while no shift is open.',
      'Make the first receipt and check it by its QR code.',
    ],
    done: 'The tax service’s page shows the receipt.',
  },
}
